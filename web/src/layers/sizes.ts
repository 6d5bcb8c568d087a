// Size means amount: five classes, each dimension with bounds of its own.
import type { ExpressionSpecification } from 'maplibre-gl';

export type Dimension = 'energy' | 'mass' | 'other';
export type SizeClass = 1 | 2 | 3 | 4 | 5;

/** Lower bounds of classes 2–5: MWh a year of energy, tonnes a year of mass. */
export const BOUNDS: Record<Exclude<Dimension, 'other'>, readonly [number, number, number, number]> = {
  energy: [500, 5_000, 25_000, 100_000],
  mass: [100, 1_000, 10_000, 100_000],
};

/** Diameter on the map, px. */
export const DIAMETER: Record<SizeClass, number> = { 1: 11, 2: 15, 3: 20, 4: 26, 5: 34 };

/** Yearly hours at full power that a power is taken to run when nothing is said: only to choose a size. */
const HOURS = 4000;

/** What one of a unit is in MWh/yr or t/yr. Water and pieces have no class of their own. */
const FACTORS: Record<string, [Dimension, number]> = {
  MW: ['energy', HOURS],
  kW: ['energy', HOURS / 1000],
  'MWh/yr': ['energy', 1],
  'GWh/yr': ['energy', 1000],
  't/yr': ['mass', 1],
  'kg/yr': ['mass', 0.001],
  // A cubic metre is counted as a tonne, as of water.
  'm3/yr': ['mass', 1],
};

export const dimensionOf = (unit: string): Dimension => FACTORS[unit]?.[0] ?? 'other';

export function sizeOf(quantity: number, unit: string): SizeClass {
  const factor = FACTORS[unit];
  if (!factor || factor[0] === 'other') return 2;
  const amount = quantity * factor[1];
  return (1 + BOUNDS[factor[0]].filter((from) => amount >= from).length) as SizeClass;
}

/** sizeOf as an expression over a feature's quantity and unit: "1" … "5". */
export function sizeExpression(quantity = 'quantity', unit = 'unit'): ExpressionSpecification {
  const of = (dimension: 'energy' | 'mass', factor: number) => {
    const [b2, b3, b4, b5] = BOUNDS[dimension];
    return ['step', ['*', ['coalesce', ['get', quantity], 0], factor], '1', b2, '2', b3, '3', b4, '4', b5, '5'];
  };
  const cases = Object.entries(FACTORS).flatMap(([name, [dimension, factor]]) => (dimension === 'other' ? [] : [name, of(dimension, factor)]));
  return ['match', ['coalesce', ['get', unit], ''], ...cases, '2'] as unknown as ExpressionSpecification;
}

/** Lower bounds of the widths of a match line, SEK a year, and the widths in px. */
export const BENEFIT_STEPS = [0, 300_000, 1_000_000, 3_000_000, 10_000_000] as const;
export const BENEFIT_WIDTHS = [1.4, 2.2, 3.4, 5, 7] as const;

export const widthOf = (sek: number): number => BENEFIT_WIDTHS[Math.max(0, BENEFIT_STEPS.findLastIndex((from) => sek >= from))]!;

export const widthExpression = (key: string): ExpressionSpecification =>
  ['step', ['coalesce', ['get', key], 0], BENEFIT_WIDTHS[0], ...BENEFIT_STEPS.slice(1).flatMap((from, i) => [from, BENEFIT_WIDTHS[i + 1]])] as unknown as ExpressionSpecification;
