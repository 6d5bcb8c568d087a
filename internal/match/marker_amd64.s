//go:build !amd64.v3

#include "go_asm.h"
#include "textflag.h"

// PART adds a part of the score, V, to the sum Y10 with the weights at W, and these to Y11, where it is a finite
// number and KNOWN has its bits set (scorer.total). Y15 is nil.
#define PART(V, KNOWN, W) \
	VSUBPD V, V, Y12; \
	VCMPPD $0, Y15, Y12, Y12; \
	VANDPD KNOWN, Y12, Y12; \
	VMULPD W, V, V; \
	VANDPD Y12, V, V; \
	VADDPD V, Y10, Y10; \
	VANDPD W, Y12, Y12; \
	VADDPD Y12, Y11, Y11

// SATURATE sets V to V/(V + HALF), and to nil where it isn't more than nil.
#define SATURATE(V, HALF) \
	VADDPD HALF, V, Y12; \
	VCMPPD $30, Y15, V, Y13; \
	VDIVPD Y12, V, V; \
	VANDPD Y13, V, V

#define WEIGHT(part) markTable_weights+(32*part)(BX)

// func marksAVX2(scores *float64, needs **record, outcomes *symbiosis.Outcome, common *float64, n int, table *markTable)
//
// Products, sums and quotients one by one in the order of scorer.rate and scorer.total, never fused.
TEXT ·marksAVX2(SB), NOSPLIT, $0-48
	MOVQ scores+0(FP), DI
	MOVQ needs+8(FP), R8
	MOVQ outcomes+16(FP), SI
	MOVQ common+24(FP), R9
	MOVQ n+32(FP), R10
	MOVQ table+40(FP), BX
	VXORPD Y15, Y15, Y15
	VPCMPEQD Y14, Y14, Y14 // all bits

four:
	// Four outcomes, turned to four figures each: Y0 coverage, Y1 net benefit, Y2 investment, Y3 CO2e.
	VMOVUPD (SI), Y4
	VMOVUPD const_outcomeSize(SI), Y5
	VMOVUPD (2*const_outcomeSize)(SI), Y6
	VMOVUPD (3*const_outcomeSize)(SI), Y7
	VUNPCKLPD Y5, Y4, Y0
	VUNPCKHPD Y5, Y4, Y1
	VUNPCKLPD Y7, Y6, Y4
	VUNPCKHPD Y7, Y6, Y5
	VPERM2F128 $0x31, Y4, Y0, Y2
	VPERM2F128 $0x20, Y4, Y0, Y0
	VPERM2F128 $0x31, Y5, Y1, Y3
	VPERM2F128 $0x20, Y5, Y1, Y1

	// Of four needs: Y4 steps, Y5 confidence.
	MOVQ 0(R8), AX
	MOVQ 8(R8), CX
	MOVQ 16(R8), DX
	MOVQ 24(R8), R11
	VMOVSD  record_steps(AX), X4
	VMOVHPD record_steps(CX), X4, X4
	VMOVSD  record_steps(DX), X6
	VMOVHPD record_steps(R11), X6, X6
	VINSERTF128 $1, X6, Y4, Y4
	VMOVSD  record_confidence(AX), X5
	VMOVHPD record_confidence(CX), X5, X5
	VMOVSD  record_confidence(DX), X6
	VMOVHPD record_confidence(R11), X6, X6
	VINSERTF128 $1, X6, Y5, Y5

	VXORPD Y10, Y10, Y10
	VXORPD Y11, Y11, Y11
	SATURATE(Y1, markTable_halfBenefit(BX))
	PART(Y1, Y14, WEIGHT(0))
	VCMPPD $30, Y15, Y0, Y6 // a coverage of nil isn't known
	PART(Y0, Y6, WEIGHT(1))
	SATURATE(Y3, markTable_halfCO2e(BX))
	PART(Y3, markTable_co2eKnown(BX), WEIGHT(2))
	PART(Y4, markTable_ridding(BX), WEIGHT(3))
	VMOVUPD (R9), Y6
	PART(Y6, Y14, WEIGHT(4))
	VMINPD markTable_confidence(BX), Y5, Y5
	PART(Y5, Y14, WEIGHT(5))
	VMOVUPD markTable_halfInvestment(BX), Y6
	VADDPD Y2, Y6, Y2
	VDIVPD Y2, Y6, Y6
	PART(Y6, Y14, WEIGHT(6))

	VCMPPD $30, Y15, Y11, Y6
	VDIVPD Y11, Y10, Y10
	VANDPD Y6, Y10, Y10
	VMOVUPD Y10, (DI)

	ADDQ $32, DI
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $(4*const_outcomeSize), SI
	SUBQ $4, R10
	JG   four

	VZEROUPPER
	RET
