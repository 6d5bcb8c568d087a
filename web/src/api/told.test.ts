import { expect, it } from 'vitest';
import { inForm, toldApart, toldAt, toldHere } from './told';

it('a fault beside its field is a sentence of its own', () => {
  expect(toldHere({ text: 'saknas', hint: 'till exempel 12,5' })).toBe('Saknas; till exempel 12,5.');
  expect(toldHere({ text: 'är inte något som Samloka känner', hint: 'menade du heat?' })).toBe('Är inte något som Samloka känner; menade du heat?');
  expect(toldHere({})).toBe('');
});

it('a fault elsewhere says where, of what and which value', () => {
  expect(toldAt({ place: 'flows.csv, rad 3', field: 'lat', value: '99', text: 'ska ligga mellan −90 och 90', hint: 'grader' })).toBe('flows.csv, rad 3: lat ska ligga mellan −90 och 90 (99); grader.');
  expect(toldAt({ text: 'saknas' })).toBe('saknas.');
});

const words = { as: 'Filerna innehåller', fromLayer: 'Lager', crs: 'Koordinaterna är i', idPrefix: 'Id börjar med', columns: 'Kolumner', catalogue: 'Resurskatalog', quoted: (name: string) => `”${name}”`, inField: (name: string) => name, inFields: (a: string, b: string) => `${a} och ${b}` };

it('a fault in a list has its parts apart, and not the name of the one file', () => {
  const fault = { place: 'f.csv, rad 3, kolumn lat', field: 'lat', value: 'sextio', text: 'är inte ett tal', hint: 'siffror' };
  expect(toldApart(fault, words, 'f.csv')).toEqual({ place: 'Rad 3, kolumn lat', what: 'Är inte ett tal (sextio).', hint: 'Siffror.' });
  expect(toldApart(fault, words).place).toBe(fault.place);
});

it('a column goes by the name that the file has for it', () => {
  const fault = { place: 'f.xlsx, blad Flöden, rad 3, kolumn framledning', field: 'supply_c', value: 'sextio', text: 'är inte ett tal' };
  expect(toldApart(fault, words, 'f.xlsx').what).toBe('Är inte ett tal (sextio).');
  // One that the file has not is named.
  expect(toldApart({ place: 'f.xlsx, rad 3', field: 'supply_c', text: 'saknas' }, words).what).toBe('supply_c saknas.');
});

it('flags of the command are fields of the form on the page', () => {
  expect(inForm('säg vad: mark eller annat (--as)', words)).toBe('säg vad: mark eller annat (Filerna innehåller)');
  expect(inForm('läs in det som mark (--as, --from-layer)', words)).toBe('läs in det som mark (Filerna innehåller och Lager)');
  expect(inForm('ge referenssystemet, till exempel EPSG:3006 (SWEREF 99 TM; samloka import --crs EPSG:3006)', words)).toBe('ge referenssystemet, till exempel EPSG:3006 (Koordinaterna är i)');
  expect(inForm('en i taget (--from-layer), med egen början (--id-prefix)', words)).toBe('en i taget (Lager), med egen början (Id börjar med)');
  expect(inForm('samloka columns visar våra', words)).toBe('”Kolumner” visar våra');
  expect(inForm('en kod ur katalogen (samloka resources)', words)).toBe('en kod ur katalogen (”Resurskatalog”)');
  expect(inForm('i grader (WGS 84)', words)).toBe('i grader (WGS 84)');
});
