import { expect, it } from 'vitest';
import { asWritten, isUnfiltered, unknownIn, whyNoMatch } from './filters';

const named = { resources: new Map([['heat', 1]]), municipalities: ['Orkland', 'Åre'] };

it('a filter that names what there is none of is told', () => {
  expect(unknownIn({ resource: 'heat', municipality: 'Åre', direction: 'need', minBenefit: 3 }, named)).toEqual({});
  expect(unknownIn({ resource: 'heet', municipality: 'Mordor' }, named)).toEqual({ resource: 'heet', municipality: 'Mordor' });
  expect(unknownIn({}, named)).toEqual({});
});

it('nothing is told before the region is known', () => expect(unknownIn({ resource: 'heet', municipality: 'Mordor' }, { resources: undefined, municipalities: undefined })).toEqual({}));

it('a name is found in any case and without its marks', () => {
  expect(asWritten('are', named.municipalities)).toBe('Åre');
  expect(asWritten('ORKLAND', named.municipalities)).toBe('Orkland');
  expect(asWritten('Ar', named.municipalities)).toBeUndefined();
});

it('where no filter is set, none leaves anything out', () => {
  expect(isUnfiltered({})).toBe(true);
  expect(isUnfiltered({ direction: 'need' })).toBe(false);
});

it('no match is laid to the filters only where there are some', () => {
  expect(whyNoMatch({ resource: 'heat' }, { surpluses: 1, needs: 0 })).toBe('filters');
  expect(whyNoMatch({}, { surpluses: 1121, needs: 0 })).toBe('needs');
  expect(whyNoMatch({}, { surpluses: 0, needs: 4 })).toBe('surpluses');
  expect(whyNoMatch({}, { surpluses: 3, needs: 4 })).toBe('pairs');
});
