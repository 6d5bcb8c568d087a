import { describe, expect, it } from 'vitest';
import { hectares, lineMetres, metres, ringArea } from './measure';
import { boundsOf, fromGeoJson, fromGeometry, toGeoJson, toGeometry, type Drawn, type Outline, type Spot } from './outline';
import { snap } from './snap';
import { readDrawn, writeWkt } from './text';
import { corners, inserted, middles, moved, removed } from './vertices';

const SQUARE: Outline = [[[[14, 63], [14.02, 63], [14.02, 63.01], [14, 63.01]], [[14.005, 63.002], [14.005, 63.004], [14.01, 63.004]]]];

describe('surface', () => {
  it('is that of the whole ellipsoid (510 065 621.7 km²) for all of it', () => {
    const half = (ring: Spot[]) => Math.abs(ringArea(ring));
    expect(2 * half([[-90, -90], [90, -90], [90, 90], [-90, 90]])).toBeCloseTo(510_065_621.724e6, -6);
  });
  it('is that of geodesics (12 308.78 km² for the degree north of the equator) but for 0.005 %, even with sides of 111 km', () => {
    expect(ringArea([[0, 0], [1, 0], [1, 1], [0, 1]]) / 12_308.78e6).toBeCloseTo(1, 4);
  });
  it('takes holes off, whichever way they go', () => {
    const whole = hectares([[SQUARE[0]![0]!]]);
    const hole = hectares([[SQUARE[0]![1]!]]);
    expect(hectares(SQUARE)).toBeCloseTo(whole - hole, 9);
    expect(hectares([[SQUARE[0]![0]!, [...SQUARE[0]![1]!].reverse()]])).toBeCloseTo(whole - hole, 9);
  });
});

it('measures a degree along the meridian and along a parallel (110 574 m and 111 320 m at the equator, 111 412 m and 55 800 m at 60°)', () => {
  expect(metres([0, -0.5], [0, 0.5]) / 110_574.3).toBeCloseTo(1, 4);
  expect(metres([0, 0], [1, 0]) / 111_319.5).toBeCloseTo(1, 4);
  expect(metres([0, 59.5], [0, 60.5]) / 111_412.3).toBeCloseTo(1, 4);
  expect(metres([0, 60], [1, 60]) / 55_800.2).toBeCloseTo(1, 4);
});

describe('text', () => {
  it('comes back as it went', () => {
    const readOutline = (text: string) => readDrawn(text)?.outline;
    expect(readDrawn(writeWkt(SQUARE))).toEqual({ form: 'surface', outline: SQUARE });
    const two: Outline = [...SQUARE, [[[15, 63], [15.1, 63], [15.1, 63.1]]]];
    expect(readOutline(writeWkt(two))).toEqual(two);
    expect(readOutline(JSON.stringify(toGeoJson(two)))).toEqual(two);
    expect(readOutline(JSON.stringify({ type: 'Feature', properties: {}, geometry: toGeoJson(SQUARE) }))).toEqual(SQUARE);
  });
  it.each(['', 'POLYGON', 'POLYGON EMPTY', 'POINT (1 2, 3 4)', 'POINT (1)', 'LINESTRING (1 2)', 'LINESTRING (1 2, 1 2)', 'MULTIPOINT (1 2, x)', 'GEOMETRYCOLLECTION (POINT (1 2))', 'POLYGON ((1 2, 3 4))', 'POLYGON ((480000 7000000, 480100 7000000, 480100 7000100))', '{', '{"type":"Polygon"}', 'null', '{"type":"Feature","geometry":null}', 'POLYGON ((a b, c d, e f))', 'POLYGON ((1 2, 3 4, 5 x))', '[[[1,2]]]'])('refuses %s', (text) => expect(readDrawn(text)).toBeUndefined());
  it('reads what others write: closed or not, heights, an SRID', () => {
    expect(readDrawn('SRID=4326;POLYGON Z ((14 63 1,14.02 63 1,14.02 63.01 2,14 63 1))')?.outline).toEqual([[[[14, 63], [14.02, 63], [14.02, 63.01]]]]);
    expect(readDrawn('MULTIPOINT ((14 63), (15 63))')).toEqual(readDrawn('multipoint (14 63, 15 63)'));
  });
  const others: Drawn[] = [
    { form: 'line', outline: [[[[14, 63], [14.1, 63], [14.1, 63.1]]]] },
    { form: 'line', outline: [[[[14, 63], [14.1, 63]]], [[[15, 63], [15.1, 63]]]] },
    { form: 'point', outline: [[[[14, 63]]]] },
    { form: 'point', outline: [[[[14, 63]]], [[[15, 63]]]] },
  ];
  it.each(others)('comes back as it went: $form', (drawn) => {
    expect(readDrawn(writeWkt(drawn.outline, drawn.form))).toEqual(drawn);
    expect(fromGeometry(toGeometry(drawn))).toEqual(drawn);
    expect(fromGeoJson(toGeometry(drawn)), 'is no surface').toBeUndefined();
  });
  it('has bounds', () => {
    expect(boundsOf(SQUARE)).toEqual([14, 63, 14.02, 63.01]);
    expect(boundsOf([])).toBeUndefined();
  });
  it('is opened and closed', () => expect(fromGeoJson(toGeoJson(SQUARE))).toEqual(SQUARE));
});

describe('corners', () => {
  it('are moved, added in the middle of sides, and taken away down to three', () => {
    expect(corners(SQUARE)).toHaveLength(7);
    const at = { shape: 0, ring: 0, at: 3 };
    const more = inserted(SQUARE, at, middles(SQUARE)[3]!.spot);
    expect(more[0]![0]).toHaveLength(5);
    expect(hectares(more)).toBeCloseTo(hectares(SQUARE), 4);
    expect(removed(more, { ...at, at: 4 })).toEqual(SQUARE);
    expect(moved(SQUARE, at, [14.5, 63.5])[0]![0]![3]).toEqual([14.5, 63.5]);
    const triangle: Outline = [[[[0, 0], [1, 0], [0, 1]]]];
    expect(removed(triangle, { shape: 0, ring: 0, at: 0 })).toBe(triangle);
    expect(removed(SQUARE, { shape: 0, ring: 1, at: 0 })[0]).toHaveLength(1);
  });
  it('of lines and points have no side back, and the last of them stays', () => {
    const line: Outline = [[[[0, 0], [1, 0], [1, 1]]]];
    expect(middles(line, 'line').map((m) => m.spot)).toEqual([[0.5, 0], [1, 0.5]]);
    const at = { shape: 0, ring: 0, at: 0 };
    const short = removed(line, at, 'line');
    expect(short).toEqual([[[[1, 0], [1, 1]]]]);
    expect(removed(short, at, 'line')).toBe(short);
    const points: Outline = [[[[0, 0]]], [[[1, 1]]]];
    expect(middles(points, 'point')).toEqual([]);
    expect(removed(points, at, 'point')).toEqual([[[[1, 1]]]]);
    expect(removed(removed(points, at, 'point'), at, 'point')).toEqual([[[[1, 1]]]]);
    expect(lineMetres([[[[0, 59.5], [0, 60], [0, 60.5]]]])).toBeCloseTo(metres([0, 59.5], [0, 60.5]), 0);
  });
});

it('is drawn to corners before sides, and to nothing far off', () => {
  const project = (p: Spot) => ({ x: p[0] * 100, y: p[1] * 100 });
  const ring: Spot[] = [[0, 0], [1, 0], [1, 1]];
  expect(snap({ x: 97, y: 4 }, [ring], project, 10)).toEqual([1, 0]);
  expect(snap({ x: 50, y: -6 }, [ring], project, 10)).toEqual([0.5, 0]);
  expect(snap({ x: 50, y: -30 }, [ring], project, 10)).toBeUndefined();
});
