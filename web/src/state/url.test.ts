import { describe, expect, it } from 'vitest';
import { explainRequest } from './overrides';
import { POINT, pointOf, triesOut } from './presets';
import { flowsOf, PRESETS } from './presets';
import { target } from './target';
import { level, levelUp, parseView, START, writeView, type View } from './url';

const there = (view: View): View => {
  const url = new URL(writeView(view), 'http://x/');
  return parseView(url.search, url.hash);
};

describe('a view in the address', () => {
  const full: View = {
    lang: 'nb',
    matrix: true,
    firm: { profile: 'smolt', capacity: 500, order: 'co2e', must: ['land', 'plan:detaljplan'], open: 'morsil-a' },
    workspace: 'land',
    list: true,
    listing: { tab: 'sites', find: 'rör & "bad"', sort: { key: 'name', down: true } },
    selection: { site: 'a b/ö:1', flow: 'x&y=z#', pair: { surplus: 's:1', need: 'n,2~' } },
    filters: { resource: 'heat.30-50', municipality: 'Åre', direction: 'need', minBenefit: 300000 },
    camera: { zoom: 7.25, lat: 63.1234, lon: -14.5678 },
    hidden: ['flows', 'areas'],
    asked: ['constraints'],
    assumptions: { interest_rate: 0.05, 'surplus.price_sek': -12.5 },
    whatIf: { preset: 'own', lon: 14.1234, lat: 63.1, values: { mw: 2.5, supply: 55 } },
    around: { metres: 12_500, at: { lon: 14.1234, lat: 63.1 }, line: { direction: 'need', resource: 'heat.30-50' } },
    judging: { weights: { rail_m: 0, reach_sek: 7.5 }, curves: { grid_mw: [{ at: 0, value: 0 }, { at: 12, value: 1 }] }, pairs: { 'plan~land': 3 } },
    compare: ['krokom-a', 'a,b&c=d'],
    beside: true,
    comparison: 'x:1/ö',
  };

  it('comes back as it was', () => expect(there(full)).toEqual(full));
  it('is short when nothing is said', () => expect(writeView(START)).toBe('?'));
  it('comes back with any one part alone', () => {
    for (const key of Object.keys(full) as (keyof View)[]) {
      const one = { ...START, [key]: full[key], ...(key === 'beside' && { compare: full.compare }), ...(key === 'listing' && { list: true }) } as View;
      expect(there(one), key).toEqual(one);
    }
  });
  it.each([
    ['?room=cellar&lang=fi&direction=up&least=-4&list=9', '#9/99/500'],
    ['?find=bad&sort=name', ''],
    ['?surplus=only&whatif=x&assume=,:,a:,b:x&hide=,', '#a/b/c'],
    ['?least=1e999&whatif=x~200~0', '#'],
    ['?around=200001&line=need:heat', ''],
  ])('ignores what it cannot use: %s', (search, hash) => expect(parseView(search, hash)).toEqual(START));
  it('reads any text without throwing', () => {
    const parts = ['%', '&', '=', '~', ':', ',', '#', '/', 'site', 'whatif', 'assume', 'å', '\u0000', '9'];
    for (let i = 0; i < 4096; i++) {
      const text = [i & 15, (i >> 4) & 15, (i >> 8) & 15].map((n) => parts[n % parts.length]).join('');
      expect(() => writeView(parseView(`?${text}`, `#${text}`))).not.toThrow();
    }
  });
});

describe('levels', () => {
  it('go from the pair to the region, one at a time', () => {
    const pair = { surplus: 's', need: 'n' };
    expect(levelUp({ site: 'a', flow: 'f', pair })).toEqual({ site: 'a', flow: 'f' });
    expect(levelUp({ site: 'a', pair })).toEqual({ site: 'a' });
    expect(levelUp({ site: 'a', flow: 'f' })).toEqual({ site: 'a' });
    expect(levelUp({ pair })).toEqual({});
    expect(levelUp({ area: 'x' })).toEqual({});
    expect(levelUp({})).toEqual({});
  });
  it('name the deepest', () => {
    expect(level({})).toBe('region');
    expect(level({ site: 'a', flow: 'f' })).toBe('flow');
    expect(level({ site: 'a', pair: { surplus: 's', need: 'n' } })).toBe('pair');
  });
});

describe('targets', () => {
  it('lead to what they name, whatever an id looks like', () => {
    expect(target('site:a:b').selection).toEqual({ site: 'a:b' });
    expect(target('match:s:n').selection).toEqual({ pair: { surplus: 's', need: 'n' } });
    expect(target('area:x')).toMatchObject({ workspace: 'land', selection: { area: 'x' } });
    for (const odd of ['', 'site', 'site:', ':x', 'planet:x', 'match:only']) expect(target(odd).selection).toEqual({});
  });
});

describe('overrides', () => {
  const pair = { surplus: 's', need: 'n' };
  it('are told apart: assumptions, the surplus, the need', () =>
    expect(explainRequest(pair, { terrain: 1, 'surplus.price_sek': 5, 'need.return_c': 20 })).toEqual({ surplus_id: 's', need_id: 'n', assumptions: { terrain: 1 }, surplus: { price_sek: 5 }, need: { return_c: 20 } }));
  it('go with the establishment that is tried out, when the pair has one of its flows', () => {
    const whatIf = { preset: 'datacentre', lon: 13.7, lat: 63.3, values: { mw: 3 } };
    const tried = { surplus: `${POINT}:0`, need: 'n' };
    const point = pointOf(whatIf, whatIf, 'Serverhall');
    expect([triesOut(tried), triesOut(pair)]).toEqual([true, false]);
    expect(explainRequest(tried, {}, point)).toEqual({ surplus_id: 'whatif:0', need_id: 'n', point });
    expect(point).toMatchObject({ id: POINT, name: 'Serverhall', lon: 13.7, lat: 63.3, flows: [{ direction: 'surplus', quantity: 3, unit: 'MW' }] });
  });
  it('leave out what nothing was changed of', () => expect(explainRequest(pair, {})).toEqual({ surplus_id: 's', need_id: 'n' }));
});

describe('presets', () => {
  it.each(PRESETS)('$id is a flow of heat that is possible', (preset) => {
    const [heat] = flowsOf({ preset: preset.id, lon: 0, lat: 0, values: {} });
    expect(heat).toMatchObject({ resource: 'heat', unit: 'MW', direction: preset.direction });
    expect(heat!.supply_c!).toBeGreaterThan(heat!.return_c!);
  });
  it("take the reader's own values", () => expect(flowsOf({ preset: 'own', lon: 0, lat: 0, values: { mw: 7, return: 12 } })[0]).toMatchObject({ quantity: 7, return_c: 12, supply_c: 50 }));
});
