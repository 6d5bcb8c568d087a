import { describe, expect, it } from 'vitest';
import { isPlain, judgement, judgingOf, moved, PLAIN, readCurves, settingsOf, stepOf, valueOf, writeCurves } from './judging';

describe('value functions in the address', () => {
  const curves = { grid_mw: [{ at: 0, value: 0 }, { at: 12.5, value: 0.25 }, { at: 50, value: 1 }], rail_m: [{ at: -1, value: 1 }, { at: 20000, value: 0 }] };
  it('come back as they were', () => expect(readCurves(writeCurves(curves))).toEqual(curves));
  it.each(['', ';;', 'a', ':1~0~2~1', 'a:1~0', 'a:1~0~2', 'a:2~0~1~1', 'a:1~0~1~1', 'a:1~0~2~1.5', 'a:x~0~2~1', 'a:1~~2~1'])('ignores %j', (text) => expect(readCurves(text)).toEqual({}));
});

describe('pairwise comparison', () => {
  it('is reciprocal, whichever way it was said', () => {
    expect(judgement({ 'a~b': 4 }, 'a', 'b')).toBe(4);
    expect(judgement({ 'a~b': 4 }, 'b', 'a')).toBe(0.25);
    expect(judgement({}, 'a', 'b')).toBe(1);
  });
  it('goes to the server as a matrix and comes back', () => {
    const j = { weights: { rail_m: 0 }, curves: {}, pairs: { 'plan~land': 3, 'plan~supply': 1 / 5 } };
    const settings = settingsOf(j, ['plan', 'land', 'supply']);
    expect(settings.ahp?.matrix).toEqual([[1, 3, 1 / 5], [1 / 3, 1, 1], [5, 1, 1]]);
    expect(judgingOf(settings)).toEqual(j);
  });
  it('has seventeen steps, alike in the middle', () => {
    for (let step = -8; step <= 8; step++) expect(stepOf(valueOf(step))).toBe(step);
    expect(valueOf(8)).toBe(9);
    expect(valueOf(-8)).toBeCloseTo(1 / 9);
  });
  it('says nothing when nothing is changed', () => {
    expect(settingsOf(PLAIN, ['plan', 'land'])).toEqual({});
    expect(isPlain(PLAIN)).toBe(true);
    expect(isPlain({ ...PLAIN, pairs: {} })).toBe(false);
  });
});

describe('a corner that is dragged', () => {
  const curve = [{ at: 0, value: 0 }, { at: 10, value: 0.5 }, { at: 20, value: 1 }];
  it('keeps between its neighbours and within 0 and 1', () => {
    expect(moved(curve, 1, { at: 15, value: 0.7 }, 20)[1]).toEqual({ at: 15, value: 0.7 });
    expect(moved(curve, 1, { at: 99, value: 7 }, 20)[1]).toEqual({ at: 19.9, value: 1 });
    expect(moved(curve, 1, { at: -99, value: -7 }, 20)[1]).toEqual({ at: 0.1, value: 0 });
    expect(moved(curve, 0, { at: -5, value: 0 }, 20)[0]).toEqual({ at: -5, value: 0 });
  });
});
