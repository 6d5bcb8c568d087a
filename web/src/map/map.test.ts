import { describe, expect, it } from 'vitest';
import { LAYERS } from '../layers/all';
import { above, ORDER, rank } from './order';
import { fold, searchPlaces } from './places';
import names from '../../../geodata/basemap/places.json';

describe('the paint order', () => {
  it('throws on a layer that has no place', () => {
    expect(() => rank('clouds')).toThrow(/clouds/);
    expect(() => above('clouds', [])).toThrow(/clouds/);
    expect(() => above('land', ['clouds'])).toThrow(/clouds/);
  });
  it('holds every paint of every layer, once', () => {
    const paints = LAYERS.flatMap((layer) => layer.paints.map((p) => p.id));
    expect(new Set(paints).size).toBe(paints.length);
    for (const id of paints) expect(() => rank(id)).not.toThrow();
  });
  it('comes out the same in whatever order layers are added', () => {
    // Every rotation of the list, each layer put below the next that is there.
    for (let turn = 0; turn < ORDER.length; turn++) {
      const stack: string[] = [];
      for (const id of [...ORDER.slice(turn), ...ORDER.slice(0, turn)].reverse()) {
        const next = above(id, stack);
        stack.splice(next === undefined ? stack.length : stack.indexOf(next), 0, id);
      }
      expect(stack).toEqual(ORDER);
    }
  });
  it('has what can be hit drawn', () => {
    for (const layer of LAYERS) for (const id of layer.hits) expect(layer.paints.map((p) => p.id)).toContain(id);
  });
});

describe('towns', () => {
  it('are found without diacritics, what begins so first', () => {
    expect(fold('Mørsil ÅÄÖ æ')).toBe('morsil aao a');
    expect(searchPlaces('ostersund', 3)[0]?.name).toBe('Östersund');
    expect(searchPlaces('orkanger', 3)[0]?.name).toBe('Orkanger');
    expect(searchPlaces('sund', 9).map((p) => p.name)).toEqual(expect.arrayContaining(['Sundsvall', 'Östersund']));
    expect(searchPlaces('sund', 9)[0]?.name).toBe('Sundsvall');
    expect(searchPlaces('  ', 3)).toEqual([]);
  });
  it('stand once, within northern Europe', () => {
    expect(new Set(names.places.map((p) => p.name)).size).toBe(names.places.length);
    for (const p of names.places) {
      expect(p.lon > 4 && p.lon < 32 && p.lat > 54 && p.lat < 72, p.name).toBe(true);
      expect([1, 2, 3, 4]).toContain(p.rank);
    }
  });
});
