import { expect, test } from 'vitest';
import { importWish, PLAIN_IMPORT, usualPrefix } from './importing';

test("files with Samloka's columns need no more said than their reference system", () => {
  expect(importWish(PLAIN_IMPORT)).toEqual({ wish: {}, faults: [] });
  // What was typed before the kind was changed is not sent.
  expect(importWish({ ...PLAIN_IMPORT, crs: 'EPSG:3006', layer: 'shore', buffer: 'abc', source: 'Länsstyrelsen' }).wish).toEqual({ crs: 'EPSG:3006' });
});

test('a layer of constraints says what it is and how far it holds', () => {
  const typed = { ...PLAIN_IMPORT, as: 'constraint', layer: 'shore', effect: 'penalises', buffer: '100', warning: '1 000,5', source: ' Länsstyrelsen, CC0 ', sourceDate: '2026-03-01', partial: true } as const;
  expect(importWish(typed)).toEqual({
    wish: { as: 'constraint', layer: 'shore', effect: 'penalises', buffer_m: 100, warning_distance_m: 1000.5, source: 'Länsstyrelsen, CC0', source_date: '2026-03-01', certainty: 'reported', partial: true },
    faults: [],
  });
  expect(importWish({ ...typed, buffer: '-1', warning: 'långt' }).faults).toEqual(['buffer', 'warning']);
});

test('land and infrastructure carry nothing of constraints', () => {
  expect(importWish({ ...PLAIN_IMPORT, as: 'facility', facility: 'rail', buffer: '5' }).wish).toEqual({ as: 'facility', facility: 'rail', certainty: 'reported' });
  expect(importWish({ ...PLAIN_IMPORT, as: 'area', fromLayer: 'mark', idPrefix: ' mark-a ' }).wish).toEqual({ as: 'area', certainty: 'reported', from_layer: 'mark', id_prefix: 'mark-a' });
  expect(importWish({ ...PLAIN_IMPORT, idPrefix: 'mark-a' }).wish).toEqual({});
});

test('ids begin with what the records are, when nothing else is said', () => {
  expect(usualPrefix({ ...PLAIN_IMPORT, as: 'area' })).toBe('area');
  expect(usualPrefix({ ...PLAIN_IMPORT, as: 'constraint', layer: 'shore' })).toBe('shore');
  expect(usualPrefix({ ...PLAIN_IMPORT, as: 'facility', facility: 'rail' })).toBe('rail');
});
