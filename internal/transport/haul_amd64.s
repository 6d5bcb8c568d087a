//go:build !amd64.v3

#include "go_asm.h"
#include "textflag.h"

// FOUR gathers a figure at an offset from AX, CX, DX and R8 into Y, whose lower half is X.
#define FOUR(OFFSET, X, Y) \
	VMOVSD  OFFSET(AX), X; \
	VMOVHPD OFFSET(CX), X, X; \
	VMOVSD  OFFSET(DX), X15; \
	VMOVHPD OFFSET(R8), X15, X15; \
	VINSERTF128 $1, X15, Y, Y

// AND keeps in Y3 the bits of Y15.
#define AND VANDPD Y15, Y3, Y3

// func haulAVX2(h *haulage, s *symbiosis.Stream, with *symbiosis.Candidate, found *symbiosis.Outcome, n int, table *haulTable)
//
// Products, sums and quotients one by one in the order of haulage.at, never fused.
TEXT ·haulAVX2(SB), NOSPLIT, $0-48
	MOVQ h+0(FP), AX
	MOVQ s+8(FP), CX
	MOVQ with+16(FP), SI
	MOVQ found+24(FP), DI
	MOVQ n+32(FP), R10
	MOVQ table+40(FP), BX
	VBROADCASTSD const_streamMass(CX), Y8
	VBROADCASTSD const_streamSubstitution(CX), Y9
	VBROADCASTSD haulage_cost(AX), Y10
	VBROADCASTSD haulage_haulCost(AX), Y11
	VBROADCASTSD haulage_haulCO2e(AX), Y12
	VBROADCASTSD haulage_materialFactor(AX), Y13
	VBROADCASTSD const_streamCO2eSaving(CX), Y14

four:
	LEAQ const_candidateSize(SI), CX
	LEAQ (2*const_candidateSize)(SI), DX
	LEAQ (3*const_candidateSize)(SI), R8
	MOVQ SI, AX
	FOUR(const_candidateRoute, X2, Y2)
	MOVQ const_candidateNeed(AX), AX
	MOVQ const_candidateNeed(CX), CX
	MOVQ const_candidateNeed(DX), DX
	MOVQ const_candidateNeed(R8), R8
	FOUR(const_streamMass, X0, Y0)
	FOUR(const_streamPrice, X1, Y1)

	VMINPD Y0, Y8, Y3 // mass; no number where the need's is none
	VMAXPD Y0, Y8, Y4
	VDIVPD Y4, Y3, Y4                    // coverage
	VDIVPD haulTable_tonne(BX), Y3, Y5   // tonnes
	VMULPD Y9, Y1, Y1
	VSUBPD Y10, Y1, Y1                   // perTonne
	VMULPD Y5, Y1, Y1                    // benefitAtZero
	VMULPD Y5, Y11, Y6                   // benefitPerMetre
	VDIVPD Y6, Y1, Y7                    // budget

	VXORPD Y0, Y0, Y0
	VCMPPD $30, Y0, Y3, Y3  // mass > 0
	VCMPPD $30, Y0, Y1, Y15 // benefitAtZero > 0
	AND
	VCMPPD $18, Y7, Y2, Y15 // route <= budget
	AND
	VSUBPD Y1, Y1, Y15
	VCMPPD $0, Y0, Y15, Y15 // finite
	AND
	VSUBPD Y6, Y6, Y15
	VCMPPD $0, Y0, Y15, Y15
	AND                     // pays
	VCMPPD $0, haulTable_endless(BX), Y7, Y7

	VMULPD Y2, Y6, Y6
	VSUBPD Y6, Y1, Y1       // net benefit
	VMULPD Y5, Y13, Y6
	VMULPD Y6, Y14, Y6      // co2eAtZero
	VMULPD Y5, Y12, Y5      // co2ePerMetre
	VMULPD Y2, Y5, Y5
	VSUBPD Y5, Y6, Y6
	VANDPD haulTable_co2eKnown(BX), Y6, Y6

	// Four times a figure (Y4 coverage, Y1 net benefit, Y0 no investment, Y6 CO2e), turned to four outcomes.
	VUNPCKLPD Y1, Y4, Y2
	VUNPCKHPD Y1, Y4, Y5
	VUNPCKLPD Y6, Y0, Y15
	VUNPCKHPD Y6, Y0, Y6
	VPERM2F128 $0x20, Y15, Y2, Y1
	VMOVUPD Y1, (DI)
	VPERM2F128 $0x20, Y6, Y5, Y1
	VMOVUPD Y1, const_outcomeSize(DI)
	VPERM2F128 $0x31, Y15, Y2, Y1
	VMOVUPD Y1, (2*const_outcomeSize)(DI)
	VPERM2F128 $0x31, Y6, Y5, Y1
	VMOVUPD Y1, (3*const_outcomeSize)(DI)

	VANDPD haulTable_ifPays(BX), Y3, Y3
	VANDPD haulTable_ifItIsEndless(BX), Y7, Y7
	VORPD Y7, Y3, Y3
	VORPD haulTable_told(BX), Y3, Y3
	VEXTRACTF128 $1, Y3, X7
	VMOVLPD X3, const_outcomeFlags(DI)
	VMOVHPD X3, (const_outcomeSize+const_outcomeFlags)(DI)
	VMOVLPD X7, (2*const_outcomeSize+const_outcomeFlags)(DI)
	VMOVHPD X7, (3*const_outcomeSize+const_outcomeFlags)(DI)

	ADDQ $(4*const_candidateSize), SI
	ADDQ $(4*const_outcomeSize), DI
	SUBQ $4, R10
	JG   four

	VZEROUPPER
	RET
