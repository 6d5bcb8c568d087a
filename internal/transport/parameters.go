package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Model reckons with one set of assumptions. It is immutable and safe for many goroutines.
type Model struct {
	a symbiosis.Assumptions // for the explanation

	// Heat, models 1.1.
	exchangers    float64                    // n
	approach      unit.TemperatureDifference // ΔT_m
	lineDrop      unit.TemperatureDifference // δ
	ground        unit.Temperature           // T_g
	lineSupplyMax unit.Temperature
	heatValue     unit.EnergyPrice // v
	electricity   unit.EnergyPrice // p_el
	winterHours   unit.Hours
	basePower     float64
	baseEnergy    float64

	// Pipe, models 1.2–1.4.
	pipeC1, pipeC2 float64 // SEK/m and SEK/m², of the terrain
	c1Key, c2Key   string
	pipeFactor     float64
	bandLow        float64
	bandHigh       float64
	gradient       float64 // Pa/m
	heatCapacity   float64 // MJ/(m³·K)
	pumpEfficiency float64
	pipeYear       float64 // a(r, life) + maintenance, 1/yr
	cheapestPipe   float64 // SEK/(m·yr), of all sizes

	// Stations, models 1.6.
	stations         float64
	stationCost      float64 // SEK/W
	stationCostSmall float64
	stationSmall     unit.Power
	stationYear      float64 // a(r, life) + maintenance, 1/yr
	leastStation     float64 // SEK per MWh of stations that run all the year

	// Heat pump, models 1.5.
	pumpCarnot    float64
	copMax        float64
	pumpSupplyMax unit.Temperature
	pumpCost      [3]float64 // SEK/W at 1, 3 and 10 MW
	pumpFixed     float64    // SEK/(W·yr)
	pumpVariable  unit.EnergyPrice
	pumpAnnuity   float64

	detourRoad, detourPipe float64

	// Truck, models 2.1 and 2.2.
	kmCost, hourCost float64 // SEK/km, SEK/h
	speed            float64 // km/h
	loadHours        float64
	emptyReturn      float64 // β
	fill             float64
	index            float64
	brokering        unit.MassPrice // C_trans
	margin           unit.MassPrice // M
	vehicles         map[symbiosis.Vehicle]vehicle

	// Climate, models 2.3.
	materialFactor  float64 // on the catalogue's savings
	replacedHeat    float64 // kg/MWh
	electricityCO2e float64 // kg/MWh
}

// vehicle is a class of truck.
type vehicle struct {
	payload unit.Mass
	volume  unit.Volume
	co2e    float64 // kg per tonne-km
	co2eKey string
}

// New reads a model's parameters from a full set of assumptions.
func New(a symbiosis.Assumptions) *Model {
	v := a.Value
	terrain := []string{"field", "road", "city"}[int(v("terrain"))]
	m := &Model{
		a:             a,
		exchangers:    math.Round(v("heat_exchangers_count")),
		approach:      unit.TemperatureDifference(v("heat_approach_k")),
		lineDrop:      unit.TemperatureDifference(v("line_drop_k")),
		ground:        unit.Temperature(v("ground_c")),
		lineSupplyMax: unit.Temperature(v("line_supply_max_c")),
		heatValue:     unit.EnergyPrice(v("heat_value_sek_per_mwh")),
		electricity:   unit.EnergyPrice(v("electricity_price_sek_per_mwh")),
		winterHours:   unit.Hours(v("winter_full_load_hours")),
		basePower:     v("base_load_power_share"),
		baseEnergy:    v("base_load_energy_share"),

		c1Key:          "pipe_c1_" + terrain + "_sek_per_m",
		c2Key:          "pipe_c2_" + terrain + "_sek_per_m2",
		pipeFactor:     v("pipe_cost_factor"),
		bandLow:        v("pipe_band_low"),
		bandHigh:       v("pipe_band_high"),
		gradient:       v("pressure_gradient_pa_per_m"),
		heatCapacity:   v("heat_capacity_mj_per_m3k"),
		pumpEfficiency: v("pump_efficiency"),
		pipeYear:       Annuity(v("interest_rate"), v("pipe_life_yr")) + v("pipe_maintenance"),

		stations:         v("stations_count"),
		stationCost:      v("station_cost_msek_per_mw"),
		stationCostSmall: v("station_cost_small_msek_per_mw"),
		stationSmall:     unit.Power(v("station_small_below_mw")) * unit.Megawatt,
		stationYear:      Annuity(v("interest_rate"), v("station_life_yr")) + v("station_maintenance"),

		pumpCarnot:    v("heat_pump_efficiency"),
		copMax:        v("heat_pump_cop_max"),
		pumpSupplyMax: unit.Temperature(v("heat_pump_supply_max_c")),
		pumpCost: [3]float64{v("heat_pump_cost_1mw_msek_per_mw"), v("heat_pump_cost_3mw_msek_per_mw"),
			v("heat_pump_cost_10mw_msek_per_mw")},
		pumpFixed:    v("heat_pump_fixed_ksek_per_mw_yr") * 1e3 / unit.Megawatt.Watts(),
		pumpVariable: unit.EnergyPrice(v("heat_pump_variable_sek_per_mwh")),
		pumpAnnuity:  Annuity(v("interest_rate"), v("station_life_yr")),

		detourRoad: v("detour_road"),
		detourPipe: v("detour_pipe"),

		kmCost:      v("truck_km_sek"),
		hourCost:    v("truck_hour_sek"),
		speed:       v("truck_speed_km_per_h"),
		loadHours:   v("truck_load_hours"),
		emptyReturn: v("truck_empty_return"),
		fill:        v("truck_fill"),
		index:       v("truck_index_factor"),
		brokering:   unit.MassPrice(v("brokering_sek_per_t")),
		margin:      unit.MassPrice(v("margin_sek_per_t")),
		vehicles:    map[symbiosis.Vehicle]vehicle{},

		materialFactor:  v("material_co2e_factor"),
		replacedHeat:    v("replaced_heat_kg_per_mwh"),
		electricityCO2e: v("electricity_kg_per_mwh"),
	}
	m.pipeC1, m.pipeC2 = v(m.c1Key), v(m.c2Key)
	m.leastStation = m.stations * m.stationYear * min(m.stationCost, m.stationCostSmall) * 1e6 / float64(unit.HoursPerYear)
	m.cheapestPipe = math.Inf(1)
	for i := range PipeSizes {
		m.cheapestPipe = min(m.cheapestPipe, m.pipeYear*m.pipeCost(&PipeSizes[i], 1))
	}
	for _, name := range symbiosis.Vehicles() {
		key := "truck_artic_kg_per_tkm"
		if name == symbiosis.Rigid15 || name == symbiosis.Loose5 {
			key = "truck_rigid_kg_per_tkm"
		}
		m.vehicles[name] = vehicle{
			payload: unit.Mass(v("truck_payload_"+string(name)+"_t")) * unit.Tonne,
			volume:  unit.Volume(v("truck_volume_" + string(name) + "_m3")),
			co2e:    v(key),
			co2eKey: key,
		}
	}
	return m
}

// Assumptions returns the set the model reckons with.
func (m *Model) Assumptions() symbiosis.Assumptions { return m.a }

// Annuity returns a(r, n) = r(1+r)ⁿ/((1+r)ⁿ − 1), the yearly payment on 1 borrowed at real
// interest r for n years (models 1.6). At r = 0 it is 1/n.
func Annuity(r, n float64) float64 {
	if r == 0 {
		return 1 / n
	}
	return r / (1 - math.Pow(1+r, -n))
}

// Detour returns the factor from crow to route distance (models 3).
func (m *Model) Detour(t symbiosis.Transport) float64 {
	if t == symbiosis.HeatPipe {
		return m.detourPipe
	}
	return m.detourRoad
}
