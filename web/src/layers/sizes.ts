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

/** A flow's yearly amount, as the server works it out; what is neither energy nor mass has none. */
export interface Amount {
  energy_gwh_per_year?: number | undefined;
  mass_t_per_year?: number | undefined;
}

export function dimensionOf(a: Amount): Dimension {
  if (a.energy_gwh_per_year !== undefined) return 'energy';
  return a.mass_t_per_year !== undefined ? 'mass' : 'other';
}

export function sizeOf(a: Amount): SizeClass {
  const dimension = dimensionOf(a);
  if (dimension === 'other') return 2;
  const amount = dimension === 'energy' ? a.energy_gwh_per_year! * 1000 : a.mass_t_per_year!;
  return (1 + BOUNDS[dimension].filter((from) => amount >= from).length) as SizeClass;
}

/** sizeOf as an expression: "1" … "5". */
export function sizeExpression(): ExpressionSpecification {
  const of = (dimension: 'energy' | 'mass', key: string, factor: number) => {
    const [b2, b3, b4, b5] = BOUNDS[dimension];
    return ['step', ['*', ['coalesce', ['get', key], 0], factor], '1', b2, '2', b3, '3', b4, '4', b5, '5'];
  };
  return ['case', ['has', 'energy_gwh_per_year'], of('energy', 'energy_gwh_per_year', 1000), ['has', 'mass_t_per_year'], of('mass', 'mass_t_per_year', 1), '2'] as unknown as ExpressionSpecification;
}

/** Lower bounds of the widths of a match line, SEK a year, and the widths in px. */
export const BENEFIT_STEPS = [0, 300_000, 1_000_000, 3_000_000, 10_000_000] as const;
export const BENEFIT_WIDTHS = [1.4, 2.2, 3.4, 5, 7] as const;

export const widthOf = (sek: number): number => BENEFIT_WIDTHS[Math.max(0, BENEFIT_STEPS.findLastIndex((from) => sek >= from))]!;

export const widthExpression = (key: string): ExpressionSpecification =>
  ['step', ['coalesce', ['get', key], 0], BENEFIT_WIDTHS[0], ...BENEFIT_STEPS.slice(1).flatMap((from, i) => [from, BENEFIT_WIDTHS[i + 1]])] as unknown as ExpressionSpecification;
