// What is typed of a prospect, and the profile it makes. Pure.
import type { ProfileInput, QuantityUnit } from '../api/client';
import { parseNumber } from '../units/format';

export interface TypedFlow {
  direction: 'need' | 'surplus';
  resource: string;
  quantity: string;
  unit: string;
  supply: string;
  back: string;
}

export interface TypedProspect {
  name: string;
  land: string;
  grid: string;
  water: string;
  visibility: string;
  flows: TypedFlow[];
}

export const emptyFlow = (): TypedFlow => ({ direction: 'need', resource: 'heat', quantity: '', unit: 'MWh/yr', supply: '', back: '' });

export const isHeat = (resource: string): boolean => resource === 'heat' || resource.startsWith('heat.');

/** Undefined when something is missing or no number. The planned size is 1, and can be changed from a quarter to twice that. */
export function readProspect(typed: TypedProspect, planned: { sv: string; nb: string; en: string }): ProfileInput | undefined {
  const figure = (text: string): number | undefined | null => (text.trim() === '' ? undefined : parseNumber(text));
  const [land, grid, water] = [figure(typed.land), figure(typed.grid), figure(typed.water)];
  if (!typed.name.trim() || land === null || grid === null || water === null || (land ?? 0) < 0 || (grid ?? 0) < 0 || (water ?? 0) < 0) return undefined;
  const flows: ProfileInput['flows'] = [];
  for (const f of typed.flows) {
    const quantity = figure(f.quantity);
    if (!f.resource || !(typeof quantity === 'number' && quantity > 0)) return undefined;
    const [supply, back] = [figure(f.supply), figure(f.back)];
    if (isHeat(f.resource) && !(typeof supply === 'number' && typeof back === 'number' && supply > back)) return undefined;
    flows.push({ direction: f.direction, resource: f.resource, quantity, unit: f.unit as QuantityUnit, origin: { source: '' }, ...(isHeat(f.resource) && { supply_c: supply as number, return_c: back as number }) });
  }
  return {
    names: { sv: typed.name.trim() }, capacity_unit: '1', capacity_of: planned, capacity: 1, least_capacity: 0.25, greatest_capacity: 2, flows,
    prospect: true, visibility: typed.visibility as 'public' | 'network' | 'broker_only',
    ...(typeof land === 'number' && { land_ha: land }), ...(typeof grid === 'number' && { grid_mw: grid }), ...(typeof water === 'number' && { water_m3_per_year: water }),
  };
}
