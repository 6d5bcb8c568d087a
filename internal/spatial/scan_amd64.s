#include "textflag.h"

// pack moves those of four numbers whose bits are set in a mask to the front: row m is the VPSHUFB of
// mask m.
DATA pack<>+0(SB)/8, $0x8080808080808080
DATA pack<>+8(SB)/8, $0x8080808080808080
DATA pack<>+16(SB)/8, $0x8080808003020100
DATA pack<>+24(SB)/8, $0x8080808080808080
DATA pack<>+32(SB)/8, $0x8080808007060504
DATA pack<>+40(SB)/8, $0x8080808080808080
DATA pack<>+48(SB)/8, $0x0706050403020100
DATA pack<>+56(SB)/8, $0x8080808080808080
DATA pack<>+64(SB)/8, $0x808080800b0a0908
DATA pack<>+72(SB)/8, $0x8080808080808080
DATA pack<>+80(SB)/8, $0x0b0a090803020100
DATA pack<>+88(SB)/8, $0x8080808080808080
DATA pack<>+96(SB)/8, $0x0b0a090807060504
DATA pack<>+104(SB)/8, $0x8080808080808080
DATA pack<>+112(SB)/8, $0x0706050403020100
DATA pack<>+120(SB)/8, $0x808080800b0a0908
DATA pack<>+128(SB)/8, $0x808080800f0e0d0c
DATA pack<>+136(SB)/8, $0x8080808080808080
DATA pack<>+144(SB)/8, $0x0f0e0d0c03020100
DATA pack<>+152(SB)/8, $0x8080808080808080
DATA pack<>+160(SB)/8, $0x0f0e0d0c07060504
DATA pack<>+168(SB)/8, $0x8080808080808080
DATA pack<>+176(SB)/8, $0x0706050403020100
DATA pack<>+184(SB)/8, $0x808080800f0e0d0c
DATA pack<>+192(SB)/8, $0x0f0e0d0c0b0a0908
DATA pack<>+200(SB)/8, $0x8080808080808080
DATA pack<>+208(SB)/8, $0x0b0a090803020100
DATA pack<>+216(SB)/8, $0x808080800f0e0d0c
DATA pack<>+224(SB)/8, $0x0b0a090807060504
DATA pack<>+232(SB)/8, $0x808080800f0e0d0c
DATA pack<>+240(SB)/8, $0x0706050403020100
DATA pack<>+248(SB)/8, $0x0f0e0d0c0b0a0908
GLOBL pack<>(SB), RODATA|NOPTR, $256

DATA count<>+0(SB)/8, $0x0000000100000000
DATA count<>+8(SB)/8, $0x0000000300000002
GLOBL count<>(SB), RODATA|NOPTR, $16

// LINE is the squared lines from (Y0, Y1, Y2) to four points into Y5: products and sums one by one, as in
// probe.line, never fused.
#define LINE(x, y, z) \
	VMOVUPD x, Y5; \
	VMOVUPD y, Y6; \
	VMOVUPD z, Y7; \
	VSUBPD  Y0, Y5, Y5; \
	VSUBPD  Y1, Y6, Y6; \
	VSUBPD  Y2, Y7, Y7; \
	VMULPD  Y5, Y5, Y5; \
	VMULPD  Y6, Y6, Y6; \
	VMULPD  Y7, Y7, Y7; \
	VADDPD  Y6, Y5, Y5; \
	VADDPD  Y7, Y5, Y5

// KEEP writes those of the four numbers in X8 whose bits are set in DX to place R9 of the list at DI, and
// counts R9 on.
#define KEEP \
	MOVL    DX, R13; \
	SHLL    $4, R13; \
	VPSHUFB (R8)(R13*1), X8, X8; \
	VMOVDQU X8, (DI)(R9*4); \
	POPCNTL DX, DX; \
	ADDQ    DX, R9

// 18 is "less or equal, no for NaN, no signal".
#define LE $18

// func ballsAVX2(level *balls, list *int32, n int, p *probe, out *int32) int
TEXT ·ballsAVX2(SB), NOSPLIT, $0-48
	MOVQ level+0(FP), AX
	MOVQ list+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ p+24(FP), BX
	MOVQ out+32(FP), DI
	LEAQ pack<>(SB), R8
	XORL R9, R9
	XORL R10, R10
	VBROADCASTSD 0(BX), Y0
	VBROADCASTSD 8(BX), Y1
	VBROADCASTSD 16(BX), Y2
	VBROADCASTSD 24(BX), Y3
	VMOVDQU count<>(SB), X9

balls:
	MOVL (SI)(R10*4), R11
	MOVL R11, R12
	SHLQ $7, R11
	ADDQ AX, R11
	LINE(0(R11), 32(R11), 64(R11))
	VADDPD 96(R11), Y3, Y6
	VMULPD Y6, Y6, Y6
	VCMPPD LE, Y6, Y5, Y6
	VMOVMSKPD Y6, DX
	SHLL $2, R12
	VMOVD R12, X8
	VPBROADCASTD X8, X8
	VPADDD X9, X8, X8
	KEEP
	INCQ R10
	CMPQ R10, CX
	JLT  balls

	VZEROUPPER
	MOVQ R9, ret+40(FP)
	RET

// QUARTER tests four points of a block at R11 with their ids at R12, and gathers in Y10 where beyond and
// within differ.
#define QUARTER(g) \
	LINE((32*g)(R11), (128+32*g)(R11), (256+32*g)(R11)); \
	VCMPPD    LE, Y3, Y5, Y6; \
	VCMPPD    LE, Y4, Y5, Y7; \
	VPXOR     Y6, Y7, Y7; \
	VPOR      Y7, Y10, Y10; \
	VMOVMSKPD Y6, DX; \
	VMOVDQU   (16*g)(R12), X8; \
	KEEP

// func pointsAVX2(blocks *block, ids *[16]int32, list *int32, n int, p *probe, out *int32) (done, hits int)
TEXT ·pointsAVX2(SB), NOSPLIT, $0-64
	MOVQ blocks+0(FP), AX
	MOVQ ids+8(FP), R15
	MOVQ list+16(FP), SI
	MOVQ n+24(FP), CX
	MOVQ p+32(FP), BX
	MOVQ out+40(FP), DI
	LEAQ pack<>(SB), R8
	XORL R9, R9
	XORL R10, R10
	VBROADCASTSD 0(BX), Y0
	VBROADCASTSD 8(BX), Y1
	VBROADCASTSD 16(BX), Y2
	VBROADCASTSD 40(BX), Y3
	VBROADCASTSD 32(BX), Y4
	MOVQ R15, BX

points:
	MOVL (SI)(R10*4), R11
	MOVL R11, R12
	IMUL3Q $384, R11, R11
	ADDQ AX, R11
	SHLQ $6, R12
	ADDQ BX, R12
	MOVQ R9, R15
	VPXOR Y10, Y10, Y10
	QUARTER(0)
	QUARTER(1)
	QUARTER(2)
	QUARTER(3)
	VPTEST Y10, Y10
	JNE edge
	INCQ R10
	CMPQ R10, CX
	JLT  points
	MOVQ R9, R15

edge:
	VZEROUPPER
	MOVQ R10, done+48(FP)
	MOVQ R15, hits+56(FP)
	RET

// FAR is how far the probe reaches for four numbers into Y6: at least Y13, at most Y14, Y12 + Y11·number between.
#define FAR(pulls) \
	VMULPD pulls, Y11, Y6; \
	VADDPD Y12, Y6, Y6; \
	VMAXPD Y13, Y6, Y6; \
	VMINPD Y14, Y6, Y6

// PULLING loads the probe at BX for LINE and FAR.
#define PULLING \
	VBROADCASTSD 0(BX), Y0; \
	VBROADCASTSD 8(BX), Y1; \
	VBROADCASTSD 16(BX), Y2; \
	VBROADCASTSD 24(BX), Y14; \
	VBROADCASTSD 48(BX), Y12; \
	VBROADCASTSD 56(BX), Y11; \
	VBROADCASTSD 64(BX), Y13

// func pullingBallsAVX2(level *balls, tops *[4]float64, list *int32, n int, p *probe, out *int32) int
TEXT ·pullingBallsAVX2(SB), NOSPLIT, $0-56
	MOVQ level+0(FP), AX
	MOVQ tops+8(FP), R15
	MOVQ list+16(FP), SI
	MOVQ n+24(FP), CX
	MOVQ p+32(FP), BX
	MOVQ out+40(FP), DI
	LEAQ pack<>(SB), R8
	XORL R9, R9
	XORL R10, R10
	PULLING
	VMOVDQU count<>(SB), X9

balls:
	MOVL (SI)(R10*4), R11
	MOVL R11, R12
	MOVL R11, DX
	SHLQ $7, R11
	ADDQ AX, R11
	SHLQ $5, DX
	ADDQ R15, DX
	LINE(0(R11), 32(R11), 64(R11))
	FAR(0(DX))
	VADDPD 96(R11), Y6, Y6
	VMULPD Y6, Y6, Y6
	VCMPPD LE, Y6, Y5, Y6
	VMOVMSKPD Y6, DX
	SHLL $2, R12
	VMOVD R12, X8
	VPBROADCASTD X8, X8
	VPADDD X9, X8, X8
	KEEP
	INCQ R10
	CMPQ R10, CX
	JLT  balls

	VZEROUPPER
	MOVQ R9, ret+48(FP)
	RET

// PULLED tests four points of a block at R11 with their ids at R12 and numbers at R15.
#define PULLED(g) \
	LINE((32*g)(R11), (128+32*g)(R11), (256+32*g)(R11)); \
	FAR((32*g)(R15)); \
	VMULPD    Y6, Y6, Y6; \
	VCMPPD    LE, Y6, Y5, Y6; \
	VMOVMSKPD Y6, DX; \
	VMOVDQU   (16*g)(R12), X8; \
	KEEP

// func pullingPointsAVX2(blocks *block, ids *[16]int32, pulls *[16]float64, list *int32, n int, p *probe, out *int32) int
TEXT ·pullingPointsAVX2(SB), NOSPLIT, $8-64
	MOVQ blocks+0(FP), AX
	MOVQ ids+8(FP), R12
	MOVQ R12, ids-8(SP)
	MOVQ list+24(FP), SI
	MOVQ n+32(FP), CX
	MOVQ p+40(FP), BX
	MOVQ out+48(FP), DI
	LEAQ pack<>(SB), R8
	XORL R9, R9
	XORL R10, R10
	PULLING
	MOVQ pulls+16(FP), BX

points:
	MOVL (SI)(R10*4), R11
	MOVL R11, R12
	MOVL R11, R15
	IMUL3Q $384, R11, R11
	ADDQ AX, R11
	SHLQ $6, R12
	ADDQ ids-8(SP), R12
	SHLQ $7, R15
	ADDQ BX, R15
	PULLED(0)
	PULLED(1)
	PULLED(2)
	PULLED(3)
	INCQ R10
	CMPQ R10, CX
	JLT  points

	VZEROUPPER
	MOVQ R9, ret+56(FP)
	RET
