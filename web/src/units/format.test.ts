import { describe, expect, it } from 'vitest';
import { collator, dated, format, formatSpan, number, parseNumber, round, score, unitName, typedNumber } from './format';

/** Hard and narrow spaces as plain ones, so that the expectations can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it('days are written as in Sweden, Norway and, in English, Europe', () => {
  const noon = '2026-11-26T12:00:00Z';
  expect([dated(noon, 'sv'), dated(noon, 'nb'), dated(noon, 'en'), dated(noon, 'en', 'long')].map(plain)).toEqual(['26 nov. 2026', '26. nov. 2026', '26 Nov 2026', '26 November 2026']);
  expect(dated(noon, 'en', 'minute')).not.toMatch(/[AP]M/i);
});

it('a span says the unit of both ends once', () => {
  const till = (low: string, high: string) => `${low} till ${high}`;
  const span = (low: number, high: number, unit: string | undefined) => plain(formatSpan(low, high, unit, 'sv', till, { digits: 2 }));
  expect(span(10_000, 31_000, 't/yr')).toBe('10 000 till 31 000 ton/år');
  expect(span(900_000, 1_200_000, 'SEK/yr')).toBe('900 tkr/år till 1,2 Mkr/år');
  expect(span(0.1, 0.25, 'share')).toBe('10 till 25 %');
  expect(span(3, 4, undefined)).toBe('3 till 4');
});

describe('format', () => {
  it.each([
    [1.94382, 'MW', 'sv', { about: true }, '≈ 1,9 MW'],
    [1.94382, 'MW', 'en', { about: true }, '≈ 1.9 MW'],
    [0.14, 'MW', 'sv', {}, '140 kW'],
    [12_400, 'm', 'sv', {}, '12,4 km'],
    [12_400, 'm', 'nb', {}, '12,4 km'],
    [999.6, 'm', 'sv', {}, '1 km'],
    [480, 'm', 'en', {}, '480 m'],
    [1_234_567, 'SEK/yr', 'sv', { about: true }, '≈ 1,2 Mkr/år'],
    [1_234_567, 'SEK/yr', 'nb', { about: true }, '≈ 1,2 MSEK/år'],
    [1_234_567, 'SEK/yr', 'en', { about: true }, '≈ 1.2 MSEK/yr'],
    [-480_000, 'SEK/yr', 'sv', { about: true }, '≈ −480 tkr/år'],
    [16.99, 'GWh/yr', 'sv', {}, '17 GWh/år'],
    [0.4, 'GWh/yr', 'sv', {}, '400 MWh/år'],
    [48_211, 't/yr', 'sv', { about: true }, '≈ 48 000 ton/år'],
    [0.62, 'share', 'sv', { digits: 2 }, '62 %'],
    [0.62, 'share', 'en', { digits: 2 }, '62%'],
    [5, '%', 'en', {}, '5%'],
    [55, 'degC', 'nb', {}, '55 °C'],
    [3, undefined, 'sv', {}, '3'],
    [0, 'SEK/yr', 'sv', { about: true }, '0 kr/år'],
    [7, 'parsec', 'sv', {}, '7 parsec'],
    [0.001234, 'MWh/yr', 'en', { exact: true }, '0.001234 MWh/yr'],
  ] as const)('%s %s in %s', (value, unit, lang, options, wanted) => {
    expect(plain(format(value, unit, lang, options))).toBe(wanted);
  });

  it('says that a value is missing instead of zero', () => {
    for (const missing of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY]) expect(format(missing, 'MW', 'sv')).toBe('–');
  });

  it('never shows more digits than it was told', () => {
    for (let e = -6; e <= 12; e++) {
      for (const unit of ['MW', 'm', 'SEK/yr', 't/yr', 'MWh/yr', 'GWh/yr']) {
        const digits = format(1.23456789 * 10 ** e, unit, 'en', { digits: 3 }).replace(/[^\d]/g, '').replace(/^0+/, '').replace(/0+$/, '');
        expect(digits.length, `${e} ${unit}`).toBeLessThanOrEqual(3);
      }
    }
  });
});

it.each([
  [0.61139, 'sv', '0,61'],
  [0.7, 'nb', '0,70'],
  [1, 'en', '1.00'],
  [0, 'sv', '0,00'],
] as const)('a score of %s in %s is %s', (value, lang, wanted) => expect(score(value, lang)).toBe(wanted));

describe('round', () => {
  it('keeps significant digits', () => {
    expect(round(1.94382, 2)).toBe(1.9);
    expect(round(16_990, 2)).toBe(17_000);
    expect(round(-0.00123, 1)).toBe(-0.001);
    expect(round(0, 3)).toBe(0);
  });
});

describe('typedNumber', () => {
  it.each([
    [16.99, 'sv', undefined, '16,99'],
    [16.99, 'nb', undefined, '16,99'],
    [16.99, 'en', undefined, '16.99'],
    [-1234567.125, 'sv', undefined, '-1234567,125'],
    [13.66, 'sv', 5, '13,66000'],
    [0.1 + 0.2, 'sv', undefined, '0,3'],
  ] as const)('writes %j in %s as %j', (value, lang, decimals, want) => {
    expect(typedNumber(value, lang, decimals)).toBe(want);
    expect(parseNumber(want)).toBeCloseTo(value, 9);
  });
  it('signs are a real minus where one reads', () => expect([number(-92, 'en'), number(-92, 'sv')]).toEqual(['−92', '−92']));
});

describe('parseNumber', () => {
  it.each([
    ['12,5', 12.5],
    ['12.5', 12.5],
    ['1 200,5', 1200.5],
    ['1\u202f200', 1200],
    ['−3', -3],
    ['5e-1', 0.5],
  ])('%s', (text, wanted) => expect(parseNumber(text)).toBe(wanted));
  it.each(['', ' ', 'tolv', '1,2,3', '12 MW', '--1', '1e999'])('refuses %j', (text) => expect(parseNumber(text)).toBeNull());
  it('reads what number writes', () => {
    for (const lang of ['sv', 'nb', 'en'] as const) for (const v of [0.5, 12.5, 123, 999]) expect(parseNumber(number(v, lang))).toBe(v);
  });
});

it('knows units in every language and leaves unknown ones alone', () => {
  expect(unitName('SEK/MWh', 'sv')).toBe('kr/MWh');
  expect(unitName('1', 'sv')).toBe('');
  expect(unitName('MW', 'nb')).toBe('MW');
  expect(unitName('Pa/m', 'en')).toBe('Pa/m');
});

it('sorts å, ä and ö last in Swedish', () => {
  expect(['Öre', 'Zon', 'Åre', 'Ånge', 'Ale'].sort(collator('sv').compare)).toEqual(['Ale', 'Zon', 'Ånge', 'Åre', 'Öre']);
});
