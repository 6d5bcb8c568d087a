import { expression } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { COLOURS, HEAT_RAMP, hueExpression, hueOf, kindOf, KINDS, type Hue } from './kinds';
import { present } from './layer';
import { BENEFIT_WIDTHS, DIAMETER, sizeExpression, sizeOf, widthOf } from './sizes';

const LAND = '#f7f3e8';

const channels = (hex: string): [number, number, number] => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as [number, number, number];
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) => channels(hex).map(linear).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i]!, 0);
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
};

/** Linear RGB as a reader without red or green cones has it (Viénot, Brettel and Mollon 1999). */
const BLIND: Record<string, (rgb: number[]) => number[]> = {
  everyone: (rgb) => rgb,
  protanopia: ([r, g, b]) => [0.1124 * r! + 0.8876 * g!, 0.1124 * r! + 0.8876 * g!, 0.004 * r! - 0.004 * g! + b!],
  deuteranopia: ([r, g, b]) => [0.2928 * r! + 0.7072 * g!, 0.2928 * r! + 0.7072 * g!, -0.0223 * r! + 0.0223 * g! + b!],
};

/** CIE L*a*b* of linear RGB, D65. */
function lab(rgb: number[]): [number, number, number] {
  const [r, g, b] = rgb as [number, number, number];
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe('colours', () => {
  it('are at most eight kinds', () => expect(KINDS.length).toBeLessThanOrEqual(8));
  it.each(Object.entries(COLOURS))('%s stands out from the land', (hue, colour) => {
    // The palest step of heat is drawn with a rim in its own colour around it; 2.3 is enough there.
    expect(contrast(colour, LAND)).toBeGreaterThan(hue === 'heat-0' ? 2.3 : 3);
  });
  it('grow darker with the temperature', () => {
    const light = HEAT_RAMP.map(luminance);
    expect(light).toEqual([...light].sort((a, b) => b - a));
  });
  it.each(Object.keys(BLIND))('can be told apart by: %s', (who) => {
    const kinds = Object.keys(COLOURS) as Hue[];
    for (const a of kinds) {
      for (const b of kinds) {
        // The steps of heat are told apart by lightness, along the ramp.
        if (a >= b || (a.startsWith('heat-') && b.startsWith('heat-'))) continue;
        const [p, q] = [a, b].map((hue) => lab(BLIND[who]!(channels(COLOURS[hue]).map(linear)))) as unknown as [number[], number[]];
        expect(Math.hypot(...p.map((v, i) => v - q[i]!)), `${a} and ${b}`).toBeGreaterThan(14);
      }
    }
  });
});

/** What the map computes in its own language. */
function evaluate(spec: unknown, properties: Record<string, unknown>): unknown {
  const made = expression.createExpression(spec as never, 'layers[0].layout.icon-image' as never);
  if (made.result === 'error') throw new Error(made.value.map((e) => e.message).join('; '));
  return made.value.evaluate({ zoom: 8 } as never, { type: 1, properties } as never);
}

describe('map and list say the same', () => {
  it('of colour', () => {
    for (const resource of ['heat', 'heat.lt30', 'heat.30-50', 'heat.steam', 'co2.biogenic', 'water', 'cooling.free', 'food.whey', 'wood', 'plastic.pp', 'metal.cable', 'glass', 'goods.ibc', 'service', 'unheard.of', '']) {
      for (const supply_c of [undefined, -5, 29.9, 30, 55, 80, 119, 120, 400]) {
        const properties = { resource, ...(supply_c !== undefined && { supply_c }) };
        expect(evaluate(hueExpression(), properties), JSON.stringify(properties)).toBe(hueOf(resource, supply_c));
      }
    }
  });
  it('of size', () => {
    for (let e = -3; e < 7; e += 0.25) {
      const amount = 10 ** e;
      for (const properties of [{ energy_gwh_per_year: amount }, { mass_t_per_year: amount }, { energy_gwh_per_year: amount, mass_t_per_year: 1 }, {}]) {
        expect(evaluate(sizeExpression(), properties), JSON.stringify(properties)).toBe(String(sizeOf(properties)));
      }
    }
  });
});

it('puts every root of the catalogue in one kind', () => {
  expect(kindOf('heat.lt30')).toBe('heat');
  expect(kindOf('gas.biogas.raw')).toBe('gas');
  expect(kindOf('heating')).toBe('mineral');
});

it('never draws more as less', () => {
  const sizes = [0, 0.1, 1, 10, 40, 200, 1e6].map((gwh) => DIAMETER[sizeOf({ energy_gwh_per_year: gwh })]);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  const widths = [-1e6, 0, 3e5, 1e6, 3e6, 1e7, 1e12].map(widthOf);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths[0]).toBe(BENEFIT_WIDTHS[0]);
});

it('lists what is there in the order of the list', () => expect(present(['a', 'b', 'c'], ['c', 'a', 'x', 'c'])).toEqual(['a', 'c']));
