// Kinds of establishment to try on the map. The figures are round examples from the table of needs by
// activity in the models' section 1.7; a reader can change those of heat. How far wet and perishable
// surpluses go is our own assumption: digestate is spread on fields nearby, sludge and greenhouse waste
// are hauled to a plant of the neighbourhood.
import type { FlowAttributes, WhatIfPoint } from '../api/client';
import type { Pair, WhatIf } from './url';

export type PresetId = 'greenhouse' | 'fish' | 'biogas' | 'dryer' | 'datacentre' | 'own';

/** The flow of heat that gives the establishment its size: what the reader can change. */
export interface HeatValues {
  mw: number;
  supply: number;
  return: number;
  hours: number;
}

export interface Preset {
  id: PresetId;
  direction: 'surplus' | 'need';
  heat: HeatValues;
  shape: 'flat' | 'winter';
  /** Other flows, as they are at the preset's own power. */
  others: FlowAttributes[];
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'greenhouse', direction: 'need', heat: { mw: 2.2, supply: 50, return: 30, hours: 1950 }, shape: 'winter',
    others: [
      { direction: 'need', resource: 'co2', quantity: 250, unit: 't/yr', certainty: 'estimated' },
      { direction: 'surplus', resource: 'food.fruitveg.greenhouse', quantity: 180, unit: 't/yr', max_distance_m: 50_000, certainty: 'estimated' },
    ],
  },
  {
    id: 'fish', direction: 'need', heat: { mw: 3, supply: 30, return: 12, hours: 8000 }, shape: 'flat',
    others: [{ direction: 'surplus', resource: 'sludge.fish', quantity: 500, unit: 't/yr', max_distance_m: 80_000, certainty: 'estimated' }],
  },
  {
    id: 'biogas', direction: 'need', heat: { mw: 0.5, supply: 80, return: 60, hours: 8000 }, shape: 'flat',
    others: [{ direction: 'surplus', resource: 'digestate.liquid', quantity: 20000, unit: 't/yr', max_distance_m: 30_000, certainty: 'estimated' }],
  },
  { id: 'dryer', direction: 'need', heat: { mw: 3, supply: 75, return: 50, hours: 7000 }, shape: 'flat', others: [] },
  { id: 'datacentre', direction: 'surplus', heat: { mw: 1.94, supply: 55, return: 30, hours: 8760 }, shape: 'flat', others: [] },
  { id: 'own', direction: 'need', heat: { mw: 2, supply: 50, return: 30, hours: 4000 }, shape: 'flat', others: [] },
];

export const presetOf = (id: string): Preset => PRESETS.find((preset) => preset.id === id) ?? PRESETS[0]!;

/** The preset's heat with the reader's own values. */
export function heatOf(whatIf: WhatIf): HeatValues {
  const { heat } = presetOf(whatIf.preset);
  const v = whatIf.values;
  return { mw: v.mw ?? heat.mw, supply: v.supply ?? heat.supply, return: v.return ?? heat.return, hours: v.hours ?? heat.hours };
}

/** What is asked of the server: the flow of heat first, then the others. */
export function flowsOf(whatIf: WhatIf): FlowAttributes[] {
  const preset = presetOf(whatIf.preset);
  const heat = heatOf(whatIf);
  return [
    { direction: preset.direction, resource: 'heat', quantity: heat.mw, unit: 'MW', supply_c: heat.supply, return_c: heat.return, full_load_hours: heat.hours, shape: preset.shape, certainty: 'estimated' },
    ...preset.others,
  ];
}

/** The id of the site that is tried out; its flows are POINT:0, POINT:1 … */
export const POINT = 'whatif';

/** The establishment as the server takes it, where it is now. */
export const pointOf = (whatIf: WhatIf, at: { lon: number; lat: number } = whatIf, name?: string): WhatIfPoint => ({ id: POINT, ...(name && { name }), lon: at.lon, lat: at.lat, flows: flowsOf(whatIf) });

/** One of the pair's ends is the establishment that is tried out. */
export const triesOut = (pair: Pair): boolean => [pair.surplus, pair.need].some((id) => id.startsWith(`${POINT}:`));
