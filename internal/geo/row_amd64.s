//go:build !amd64.v3

#include "go_asm.h"
#include "textflag.h"

// PLACES gathers the coordinates of four places at SI into Y3, Y4 and Y5.
#define PLACES \
	MOVQ 0(SI), AX; \
	MOVQ 8(SI), CX; \
	MOVQ 16(SI), DX; \
	MOVQ 24(SI), R8; \
	VMOVUPD Prepared_Space(AX), X3; \
	VMOVUPD Prepared_Space(CX), X4; \
	VINSERTF128 $1, Prepared_Space(DX), Y3, Y3; \
	VINSERTF128 $1, Prepared_Space(R8), Y4, Y4; \
	VMOVSD  Prepared_Space+16(AX), X5; \
	VMOVHPD Prepared_Space+16(CX), X5, X5; \
	VMOVSD  Prepared_Space+16(DX), X6; \
	VMOVHPD Prepared_Space+16(R8), X6, X6; \
	VINSERTF128 $1, X6, Y5, Y5; \
	VUNPCKHPD Y4, Y3, Y6; \
	VUNPCKLPD Y4, Y3, Y3; \
	VMOVAPD Y6, Y4

// The rows of chordTable.
#define ONE 0(BX)
#define E2 32(BX)
#define PER_DIAMETER2 64(BX)
#define PER_AXIS2 96(BX)
#define ASIN1 128(BX)
#define ASIN2 160(BX)
#define ASIN3 192(BX)
#define ASIN4 224(BX)
#define BEND_SCALE 256(BX)
#define BEND_NEXT 288(BX)
#define E4 320(BX)
#define REST_ALONG 352(BX)
#define REST_ACROSS 384(BX)
#define REST_TWIST 416(BX)
#define SHORTEST 448(BX)
#define LONGEST 480(BX)

// func alongChordsAVX2(lengths *unit.Length, from *Prepared, to **Prepared, n int, table *[16][4]float64) (set int)
//
// Products, sums and quotients one by one in the order of alongChord, never fused.
TEXT ·alongChordsAVX2(SB), NOSPLIT, $0-48
	MOVQ lengths+0(FP), DI
	MOVQ from+8(FP), AX
	MOVQ to+16(FP), SI
	MOVQ n+24(FP), R10
	MOVQ table+32(FP), BX
	VBROADCASTSD Prepared_Space(AX), Y0
	VBROADCASTSD Prepared_Space+8(AX), Y1
	VBROADCASTSD Prepared_Space+16(AX), Y2
	MOVL $15, R9

four:
	PLACES
	VSUBPD Y3, Y0, Y3
	VSUBPD Y4, Y1, Y4
	VADDPD Y5, Y2, Y6 // sum
	VSUBPD Y5, Y2, Y5 // rise
	VMULPD Y3, Y3, Y3
	VMULPD Y4, Y4, Y4
	VMULPD Y5, Y5, Y5
	VADDPD Y4, Y3, Y3
	VADDPD Y5, Y3, Y3 // c2

	VDIVPD Y3, Y5, Y7 // u
	VMULPD E2, Y7, Y8
	VADDPD ONE, Y8, Y8 // g
	VMULPD Y8, Y3, Y9
	VMULPD PER_DIAMETER2, Y9, Y9 // f
	VMULPD Y6, Y6, Y10
	VMULPD PER_AXIS2, Y10, Y10
	VADDPD ONE, Y9, Y11
	VMULPD Y11, Y9, Y11
	VADDPD ONE, Y11, Y11
	VMULPD Y11, Y10, Y10 // w
	VMULPD E2, Y10, Y11
	VADDPD ONE, Y11, Y11
	VMOVUPD ONE, Y12
	VDIVPD Y11, Y12, Y12 // h
	VMULPD Y8, Y9, Y9
	VMULPD Y12, Y9, Y9 // q

	VMULPD ASIN4, Y9, Y11
	VADDPD ASIN3, Y11, Y11
	VMULPD Y9, Y11, Y11
	VADDPD ASIN2, Y11, Y11
	VMULPD Y9, Y11, Y11
	VADDPD ASIN1, Y11, Y11
	VMULPD Y9, Y11, Y11 // circle

	VMULPD BEND_SCALE, Y3, Y13
	VMULPD Y9, Y13, Y13
	VMULPD Y12, Y13, Y13
	VMULPD Y10, Y8, Y14
	VMULPD Y12, Y14, Y14
	VSUBPD Y7, Y14, Y14
	VMULPD Y14, Y13, Y13
	VMULPD BEND_NEXT, Y9, Y14
	VADDPD ONE, Y14, Y14
	VMULPD Y14, Y13, Y13 // bend

	VMULPD Y9, Y9, Y14
	VMULPD E4, Y14, Y14
	VMOVUPD ONE, Y4
	VSUBPD Y10, Y4, Y4 // 1 − w
	VSUBPD Y7, Y4, Y5
	VMULPD REST_ACROSS, Y5, Y5
	VMULPD REST_ALONG, Y10, Y6
	VADDPD Y5, Y6, Y6
	VMULPD Y6, Y7, Y6
	VMULPD Y4, Y10, Y4
	VMULPD REST_TWIST, Y4, Y4
	VSUBPD Y4, Y6, Y6
	VMULPD Y6, Y14, Y14 // rest

	VADDPD Y14, Y13, Y13
	VADDPD Y13, Y11, Y11
	VADDPD ONE, Y11, Y11
	VSQRTPD Y3, Y15
	VMULPD Y11, Y15, Y11

	VCMPPD $29, SHORTEST, Y3, Y5 // at least; no for NaN, no signal
	VCMPPD $18, LONGEST, Y3, Y6  // at most
	VANDPD Y6, Y5, Y5
	VMOVMSKPD Y5, DX
	ANDL DX, R9
	VANDPD Y5, Y11, Y11
	VMOVUPD Y11, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, R10
	JG   four

	VZEROUPPER
	MOVQ R9, set+40(FP)
	RET
