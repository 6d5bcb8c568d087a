import { expect, it } from 'vitest';
import { toldAt, toldHere } from './told';

it('a fault beside its field is a sentence of its own', () => {
  expect(toldHere({ text: 'saknas', hint: 'till exempel 12,5' })).toBe('Saknas; till exempel 12,5.');
  expect(toldHere({ text: 'är inte något som Samloka känner', hint: 'menade du heat?' })).toBe('Är inte något som Samloka känner; menade du heat?');
  expect(toldHere({})).toBe('');
});

it('a fault elsewhere says where, of what and which value', () => {
  expect(toldAt({ place: 'flows.csv, rad 3', field: 'lat', value: '99', text: 'ska ligga mellan −90 och 90', hint: 'grader' })).toBe('flows.csv, rad 3: lat ska ligga mellan −90 och 90 (99); grader.');
  expect(toldAt({ text: 'saknas' })).toBe('saknas.');
});
