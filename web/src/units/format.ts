// The one place of the page that turns a number with a unit into text. Numbers are rounded to what is known
// (three significant digits, two when reckoned), in the reader's language and decimal sign. The server writes
// sentences and documents by the same rule (internal/wording/number.go): rounding.test.ts holds both to it.

export type Lang = 'sv' | 'nb' | 'en';

const LOCALE: Record<Lang, string> = { sv: 'sv-SE', nb: 'nb-NO', en: 'en-GB' };

/** A step of a scale: from `from` on, values are divided by `by` and carry `unit`. */
interface Step {
  from: number;
  by: number;
  unit: Record<Lang, string>;
}

const same = (unit: string): Record<Lang, string> => ({ sv: unit, nb: unit, en: unit });
const per = (unit: string): Record<Lang, string> => ({ sv: `${unit}/år`, nb: `${unit}/år`, en: `${unit}/yr` });
const money = (sv: string, nb: string, en: string, end?: Record<Lang, string>): Record<Lang, string> => ({
  sv: sv + (end?.sv ?? ''),
  nb: nb + (end?.nb ?? ''),
  en: en + (end?.en ?? ''),
});
const A_YEAR = per('');

const moneySteps = (end?: Record<Lang, string>): Step[] => [
  { from: 0, by: 1, unit: money('kr', 'SEK', 'SEK', end) },
  { from: 1e4, by: 1e3, unit: money('tkr', 'kSEK', 'kSEK', end) },
  { from: 1e6, by: 1e6, unit: money('Mkr', 'MSEK', 'MSEK', end) },
  { from: 1e9, by: 1e9, unit: money('Gkr', 'GSEK', 'GSEK', end) },
];

/** Units with a ladder of sizes; the key is the unit as the API writes it. */
const LADDERS: Record<string, Step[]> = {
  m: [
    { from: 0, by: 1, unit: same('m') },
    { from: 1000, by: 1000, unit: same('km') },
  ],
  km: [
    { from: 0, by: 0.001, unit: same('m') },
    { from: 1, by: 1, unit: same('km') },
  ],
  MW: [
    { from: 0, by: 0.001, unit: same('kW') },
    { from: 1, by: 1, unit: same('MW') },
    { from: 1000, by: 1000, unit: same('GW') },
  ],
  'MWh/yr': [
    { from: 0, by: 1, unit: per('MWh') },
    { from: 1000, by: 1000, unit: per('GWh') },
    { from: 1e6, by: 1e6, unit: per('TWh') },
  ],
  'GWh/yr': [
    { from: 0, by: 0.001, unit: per('MWh') },
    { from: 1, by: 1, unit: per('GWh') },
    { from: 1000, by: 1000, unit: per('TWh') },
  ],
  kW: [
    { from: 0, by: 1, unit: same('kW') },
    { from: 1000, by: 1000, unit: same('MW') },
  ],
  'kg/yr': [
    { from: 0, by: 1, unit: per('kg') },
    { from: 10_000, by: 1000, unit: { sv: 'ton/år', nb: 'tonn/år', en: 't/yr' } },
  ],
  MWh: [
    { from: 0, by: 1, unit: same('MWh') },
    { from: 1000, by: 1000, unit: same('GWh') },
  ],
  't/yr': [
    { from: 0, by: 1, unit: { sv: 'ton/år', nb: 'tonn/år', en: 't/yr' } },
    { from: 1e5, by: 1e3, unit: per('kt') },
  ],
  // What is saved of emissions; the API tells it in t/yr.
  't CO2e/yr': [
    { from: 0, by: 1, unit: { sv: 'ton CO₂e/år', nb: 'tonn CO₂e/år', en: 't CO₂e/yr' } },
    { from: 1e5, by: 1e3, unit: per('kt CO₂e') },
  ],
  t: [
    { from: 0, by: 1, unit: { sv: 'ton', nb: 'tonn', en: 't' } },
    { from: 1e5, by: 1e3, unit: same('kt') },
  ],
  SEK: moneySteps(),
  'SEK/yr': moneySteps(A_YEAR),
  m2: [
    { from: 0, by: 1, unit: same('m²') },
    { from: 1e4, by: 1e4, unit: same('ha') },
  ],
};

/** Units written as they are, only in the reader's words. */
const PLAIN: Record<string, Record<Lang, string>> = {
  degC: same('°C'),
  '°C': same('°C'),
  K: same('K'),
  ha: same('ha'),
  h: same('h'),
  'h/yr': { sv: 'timmar/år', nb: 'timer/år', en: 'hours/yr' },
  'SEK/MWh': money('kr/MWh', 'SEK/MWh', 'SEK/MWh'),
  'SEK/t': money('kr/ton', 'SEK/tonn', 'SEK/t'),
  'SEK/m': money('kr/m', 'SEK/m', 'SEK/m'),
  'SEK/m/yr': money('kr/m', 'SEK/m', 'SEK/m', A_YEAR),
  'SEK/m·yr': money('kr/m', 'SEK/m', 'SEK/m', A_YEAR),
  'SEK/(m·yr)': { sv: 'kr/(m·år)', nb: 'SEK/(m·år)', en: 'SEK/(m·yr)' },
  'kSEK/(MW·yr)': { sv: 'tkr/(MW·år)', nb: 'kSEK/(MW·år)', en: 'kSEK/(MW·yr)' },
  'SEK/m²': money('kr/m²', 'SEK/m²', 'SEK/m²'),
  'SEK/km': money('kr/km', 'SEK/km', 'SEK/km'),
  'SEK/h': money('kr/h', 'SEK/h', 'SEK/h'),
  'SEK/(t·km)': money('kr/tonkm', 'SEK/tonnkm', 'SEK/tkm'),
  'SEK/tkm': money('kr/tonkm', 'SEK/tonnkm', 'SEK/tkm'),
  'SEK/m2': money('kr/m²', 'SEK/m²', 'SEK/m²'),
  'MSEK/MW': money('Mkr/MW', 'MSEK/MW', 'MSEK/MW'),
  'kg/t': { sv: 'kg/ton', nb: 'kg/tonn', en: 'kg/t' },
  yr: { sv: 'år', nb: 'år', en: 'years' },
  'm3/yr': per('m³'),
  'pcs/yr': { sv: 'st/år', nb: 'stk/år', en: 'pcs/yr' },
  pcs: { sv: 'st', nb: 'stk', en: 'pcs' },
};

const NARROW = '\u202f';
const HARD = '\u00a0';

/** A plain number: at most `digits` significant digits, whole numbers never cut below their units. */
export function number(value: number, lang: Lang, digits = 3): string {
  const magnitude = Math.abs(value);
  const options: Intl.NumberFormatOptions =
    magnitude >= 10 ** digits
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: digits };
  const shown = magnitude < 1e-6 ? 0 : round(value, digits);
  return new Intl.NumberFormat(LOCALE[lang], options).format(shown).replaceAll(HARD, NARROW).replace('-', '−');
}

/** Rounds to `digits` significant digits: 1.94382 → 1.94, 16990 → 17000. */
export function round(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  return Number(value.toPrecision(digits));
}

export interface FormatOptions {
  /** Write "≈" in front: a figure that is computed or estimated rather than measured. */
  about?: boolean;
  /** Most significant digits that are shown; 2 for computed figures unless told. */
  digits?: number;
  /** Show as typed, without rounding to what is known (an assumption the reader sets). */
  exact?: boolean;
}

/** The sign that follows a number; only English writes it without a space. */
export const perCent = (lang: Lang): string => (lang === 'en' ? '%' : `${HARD}%`);

/**
 * A value with its unit, such as "≈ 1,9 MW", "12,4 km", "1,2 Mkr/år".
 * A missing value gives an en dash; an unknown unit is written as it is.
 */
export function format(value: number | null | undefined, unit: string | undefined, lang: Lang, options: FormatOptions = {}): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const digits = options.exact ? 6 : (options.digits ?? (options.about ? 2 : 3));
  const sign = options.about && value !== 0 ? `≈${HARD}` : '';
  if (unit === '%') return `${sign}${number(value, lang, digits)}${perCent(lang)}`;
  if (unit === '1/yr') return `${sign}${number(value * 100, lang, digits)}${perCent(lang)} ${lang === 'en' ? 'a year' : 'per år'}`;
  // A year of the calendar.
  if (unit === 'yr' && value >= 1900 && options.exact) return String(value);
  if (unit === 'share') return `${sign}${number(value * 100, lang, digits)}${perCent(lang)}`;
  const ladder = unit ? LADDERS[unit] : undefined;
  if (ladder && !options.exact) {
    // Round first: 999.6 m is 1 km, not 1000 m.
    const rounded = Math.abs(round(value, digits));
    const step = (rounded === 0 ? ladder.find((s) => s.by === 1) : ladder.findLast((s) => rounded >= s.from)) ?? ladder[0]!;
    return `${sign}${number(value / step.by, lang, digits)}${HARD}${step.unit[lang]}`;
  }
  const name = unit === 'yr' && lang === 'en' && round(value, digits) === 1 ? 'year' : unitName(unit, lang);
  return `${sign}${number(value, lang, digits)}${name ? HARD + name : ''}`;
}

/** Two values with what joins them, as in "10 000 till 31 000 ton/år": a unit of both is said once. */
export function formatSpan(low: number, high: number, unit: string | undefined, lang: Lang, join: (low: string, high: string) => string, options: FormatOptions = {}): string {
  const [from, to] = [format(low, unit, lang, options), format(high, unit, lang, options)];
  const name = to.slice(to.lastIndexOf(HARD));
  return join(name.length < to.length && from.endsWith(name) ? from.slice(0, -name.length) : from, to);
}

/** A day as readers of the language write it, and the minute where it is asked for. */
export const dated = (at: string | number, lang: Lang, style: 'medium' | 'long' | 'minute' = 'medium'): string =>
  new Intl.DateTimeFormat(LOCALE[lang], style === 'minute' ? { dateStyle: 'medium', timeStyle: 'short' } : { dateStyle: style }).format(new Date(at));

/** A score of 0–1, two decimals: "0,61". It is a rank among choices, not a share of anything. */
export const score = (value: number, lang: Lang): string => new Intl.NumberFormat(LOCALE[lang], { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);

/** The unit alone, in the reader's words, as written behind an input field. */
export function unitName(unit: string | undefined, lang: Lang): string {
  if (!unit || unit === '-' || unit === '1') return '';
  const plain = PLAIN[unit];
  if (plain) return plain[lang];
  const base = LADDERS[unit]?.findLast((step) => step.by === 1);
  return base ? base.unit[lang] : unit;
}

/** A bound as the map's scale shows it, without "≈": for legends. */
export const bound = (value: number, unit: string, lang: Lang): string => format(value, unit, lang, { digits: 2 });

/** Names in the reader's alphabetical order: å, ä, ö last in Swedish. */
export const collator = (lang: Lang): Intl.Collator => new Intl.Collator(LOCALE[lang], { numeric: true, sensitivity: 'base' });

/** A number as a reader would type it: every digit, the language's decimal sign, no spaces. */
export const typedNumber = (value: number, lang: Lang, decimals?: number): string =>
  new Intl.NumberFormat(LOCALE[lang], { useGrouping: false, ...(decimals === undefined ? { maximumSignificantDigits: 15 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }) }).format(value).replace('−', '-');

/** A number that a reader typed: "1 200,5" and "1200.5" are the same; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace('−', '-').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
