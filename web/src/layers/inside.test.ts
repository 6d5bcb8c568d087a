import { createExpression, latest, type StylePropertySpecification } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { placesInside, textInside, type Screen } from './inside';
import { NAME_LINES, NAME_PLACES } from './sites';

// A screen of 400 × 300 pixels, of which each is a hundredth of a degree, from 10° E and 64° N.
const screen: Screen = { width: 400, height: 300, at: (x, y) => ({ lon: 10 + x / 100, lat: 64 - y / 100 }) };

const spec = (latest.layout_symbol as Record<string, unknown>)['text-variable-anchor-offset'] as StylePropertySpecification;
const text = (latest.layout_symbol as Record<string, unknown>)['text-field'] as StylePropertySpecification;

/** What an expression is for a point at x pixels, with a name. */
function at(expression: unknown, of: StylePropertySpecification, x: number, name = 'Orkanger'): string {
  const made = createExpression(expression, 'layout', of);
  if (made.result !== 'success') throw new Error(made.value.map((e) => `${e.key} ${e.message}`).join());
  const { lon, lat } = screen.at(x, 150);
  // Tile coordinates in the world tile 0/0/0, whose extent is 8192.
  const [tx, ty] = [((lon + 180) / 360) * 8192, ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 8192];
  const feature = { type: 1 as const, properties: { name }, geometry: [[{ x: tx, y: ty }]] };
  return String(made.value.evaluate({ zoom: 9 }, feature as never, {}, { z: 0, x: 0, y: 0, key: '' } as never));
}

describe('names on the map', () => {
  const places = placesInside(screen, NAME_PLACES, 2, 100);
  const anchors = (x: number) => new Set((at(places, spec, x).match(/[a-z]+/g) ?? []));

  it('go inwards in the bands at the edges, and anywhere between', () => {
    expect(anchors(10)).toEqual(new Set(['left']));
    expect(anchors(390)).toEqual(new Set(['right']));
    expect(anchors(75)).toEqual(new Set(['top', 'bottom', 'left']));
    expect(anchors(325)).toEqual(new Set(['top', 'bottom', 'right']));
    expect(anchors(200)).toEqual(new Set(['top', 'bottom', 'left', 'right']));
  });
  it('are nowhere for points outside', () => {
    const inside = textInside(screen, NAME_LINES);
    expect([-20, 20, 380, 420].map((x) => at(inside, text, x))).toEqual(['', 'Orkanger', 'Orkanger', '']);
  });
  it('break after a comma that follows a bracket, not before it', () => {
    const lines = (name: string) => at(textInside(screen, NAME_LINES), text, 200, name);
    expect(lines('Trelast (eksempel), Orkanger')).toBe('Trelast (eksempel),\nOrkanger');
    expect(lines('Växthus, planerat, Mörsil (exempel)')).toBe('Växthus, planerat, Mörsil (exempel)');
  });
});
