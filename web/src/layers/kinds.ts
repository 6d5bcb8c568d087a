// Colour means one thing: the kind of resource. Eight kinds, told apart by colour-blind readers too
// (at least 3:1 against the land, and far apart also without red or green cones: layers.test.ts),
// heat as a warm ramp by temperature.
import type { ExpressionSpecification } from 'maplibre-gl';

export const KINDS = ['heat', 'gas', 'water', 'bio', 'wood', 'plastic', 'mineral', 'service'] as const;
export type Kind = (typeof KINDS)[number];

/** The catalogue's roots (the part of a code before its first dot) by kind; the rest is mineral. */
const ROOTS: Record<Exclude<Kind, 'mineral'>, readonly string[]> = {
  heat: ['heat'],
  gas: ['gas', 'co2', 'techgas', 'electricity'],
  water: ['water', 'cooling'],
  bio: ['food', 'animal', 'manure', 'digestate', 'sludge', 'substrate', 'feed', 'fertiliser'],
  wood: ['wood', 'paper', 'fuel'],
  plastic: ['plastic', 'rubber', 'chemical', 'textile'],
  service: ['goods', 'competence', 'service'],
};

export const rootOf = (code: string): string => code.split('.', 1)[0] ?? code;

export function kindOf(code: string): Kind {
  const root = rootOf(code);
  for (const kind of KINDS) if (kind !== 'mineral' && ROOTS[kind].includes(root)) return kind;
  return 'mineral';
}

/** Lower bounds of the ramp of heat, °C of the hot end. */
export const HEAT_STEPS = [-Infinity, 30, 50, 80, 120] as const;
export const HEAT_RAMP = ['#d9932f', '#d0702a', '#c04a25', '#9c2524', '#611019'] as const;

/** A hue: a kind, or a step of the ramp of heat ("heat-0" … "heat-4"). */
export type Hue = Exclude<Kind, 'heat'> | `heat-${0 | 1 | 2 | 3 | 4}`;

export const COLOURS: Record<Hue, string> = {
  'heat-0': HEAT_RAMP[0],
  'heat-1': HEAT_RAMP[1],
  'heat-2': HEAT_RAMP[2],
  'heat-3': HEAT_RAMP[3],
  'heat-4': HEAT_RAMP[4],
  gas: '#422ed0',
  water: '#538bc3',
  bio: '#1c714b',
  wood: '#848c53',
  plastic: '#af4399',
  mineral: '#3f4e52',
  service: '#3d9283',
};

/** The middle of a class of heat, °C, where a flow gives no temperature of its own. */
const CLASS_C: Record<string, number> = { 'heat.lt30': 20, 'heat.30-50': 40, 'heat.50-80': 65, 'heat.80-120': 100, 'heat.gt120': 150, 'heat.steam': 180 };

export function hueOf(code: string, supplyC?: number | null): Hue {
  const kind = kindOf(code);
  if (kind !== 'heat') return kind;
  const t = supplyC ?? CLASS_C[code] ?? 65;
  const step = HEAT_STEPS.findLastIndex((from) => t >= from);
  return `heat-${Math.max(0, step) as 0 | 1 | 2 | 3 | 4}`;
}

export const colourOf = (code: string, supplyC?: number | null): string => COLOURS[hueOf(code, supplyC)];

/** hueOf as an expression over a feature's `resource` and `supply_c`. */
export function hueExpression(resource = 'resource', supply = 'supply_c'): ExpressionSpecification {
  const code: ExpressionSpecification = ['coalesce', ['get', resource], ''];
  const dot: ExpressionSpecification = ['index-of', '.', code];
  const root: ExpressionSpecification = ['case', ['==', dot, -1], code, ['slice', code, 0, dot]];
  const classes = Object.entries(CLASS_C).flat();
  const temperature = ['coalesce', ['get', supply], ['match', code, ...classes, 65]] as unknown as ExpressionSpecification;
  const ramp: ExpressionSpecification = ['step', temperature, 'heat-0', 30, 'heat-1', 50, 'heat-2', 80, 'heat-3', 120, 'heat-4'];
  const pairs = (Object.keys(ROOTS) as (keyof typeof ROOTS)[]).filter((kind) => kind !== 'heat').flatMap((kind) => [ROOTS[kind], kind]);
  return ['match', root, ['heat'], ramp, ...pairs, 'mineral'] as unknown as ExpressionSpecification;
}

/** The colour of a feature, as an expression. */
export const colourExpression = (resource = 'resource', supply = 'supply_c'): ExpressionSpecification =>
  ['match', hueExpression(resource, supply), ...Object.entries(COLOURS).flat(), COLOURS.mineral] as unknown as ExpressionSpecification;
