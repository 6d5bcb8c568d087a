package symbiosis_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// The winter shape is what it says: the monthly sums of Hotmaps' profile for SE32, to half a
// per mille.
func TestWinterShapeIsThatOfMiddleNorrland(t *testing.T) {
	f, err := os.Open(testtool.SharedData(t, "profiles/residential_shw_and_heating_SE32.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 8761 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var sums [12]float64
	total, month, left := 0.0, 0, symbiosis.MonthHours[0]
	for _, row := range rows[1:] {
		if left == 0 {
			month++
			left = symbiosis.MonthHours[month]
		}
		load, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		sums[month] += load
		total += load
		left--
	}
	for m, share := range (symbiosis.Shape{Kind: symbiosis.Winter}).Shares() {
		if want := sums[m] / total; math.Abs(share-want) > 0.0005+1e-9 {
			t.Errorf("month %d: %.4f of the year, the profile has %.4f", m+1, share, want)
		}
	}
}

func TestSharesSumToOne(t *testing.T) {
	hours := unit.Hours(0)
	for _, h := range symbiosis.MonthHours {
		hours += h
	}
	if hours != unit.HoursPerYear {
		t.Fatalf("the months have %g hours", hours)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := symbiosis.Shape{Kind: rapid.SampledFrom(symbiosis.ShapeKinds()).Draw(t, "kind")}
		for m := range s.Monthly {
			s.Monthly[m] = rapid.Float64Range(0, 1e6).Draw(t, "month")
		}
		sum := 0.0
		for m, share := range s.Shares() {
			if !(share >= 0 && share <= 1) {
				t.Fatalf("month %d: %g", m+1, share)
			}
			sum += share
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("the shares sum to %g", sum)
		}
	})
	nothing := symbiosis.Shape{Kind: symbiosis.Own}
	if nothing.Shares() != (symbiosis.Shape{Kind: symbiosis.Flat}).Shares() {
		t.Error("twelve times nil isn't taken for flat")
	}
}

func TestEnvelopeBoundsItsStreams(t *testing.T) {
	draw := func(t *rapid.T) symbiosis.Stream {
		f := func(what string) float64 { return rapid.Float64Range(-100, 100).Draw(t, what) }
		return symbiosis.Stream{
			Supply: unit.Temperature(f("supply")), Return: unit.Temperature(f("return")), Power: unit.Power(f("power")),
			Energy: unit.Energy(f("energy")), Price: f("price"), Credit: unit.MassPrice(f("credit")), Substitution: f("σ"),
			LoadCost: unit.MassPrice(f("a")), HaulCost: unit.MassPrice(f("b")),
			Limit: unit.Length(f("limit")), HasLimit: rapid.Bool().Draw(t, "has limit"),
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var all, left, right symbiosis.Envelope
		for i := range rapid.IntRange(1, 8).Draw(t, "streams") {
			s := draw(t)
			all.Include(&s)
			if i%2 == 0 {
				left.Include(&s)
			} else {
				right.Include(&s)
			}
			if s.Energy > all.MaxEnergy || s.Power > all.MaxPower || s.Supply > all.MaxSupply || s.Return < all.MinReturn ||
				s.Supply.Minus(s.Return) > all.MaxDrop || s.Price < all.MinPrice || s.Price > all.MaxPrice || s.Credit > all.MaxCredit ||
				s.Substitution > all.MaxSubst || s.LoadCost < all.MinLoadCost || s.HaulCost < all.MinHaulCost ||
				s.HasLimit && s.Limit > all.MaxLimit || !s.HasLimit && !all.Unlimited {
				t.Fatalf("%+v isn't bounded by %+v", s, all)
			}
		}
		left.Merge(&right)
		if left != all {
			t.Fatalf("merged %+v, at once %+v", left, all)
		}
	})
}
