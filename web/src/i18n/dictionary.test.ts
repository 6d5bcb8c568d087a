import { describe, expect, it } from 'vitest';
import { dictionary } from './dictionary';

type Leaf = string | ((...given: never[]) => string);
function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, item]) => leaves(item, path ? `${path}.${key}` : key));
}

const sv = new Map(leaves(dictionary('sv')));

/** A type cannot see that an index of words (roles, groups, choices) lacks one, or that a text is empty. */
describe.each(['nb', 'en'] as const)('%s', (lang) => {
  const own = new Map(leaves(dictionary(lang)));
  it('has the same keys as Swedish', () => expect([...own.keys()].sort()).toEqual([...sv.keys()].sort()));
  it('uses every value it is given', () => {
    for (const [key, word] of sv) {
      if (typeof word !== 'function') continue;
      const given = Array.from({ length: word.length }, (_, i) => `‹${i}›`);
      const text = (own.get(key) as (...g: string[]) => string)(...given);
      for (const mark of given) expect(text, key).toContain(mark);
    }
  });
  it('is not Swedish where it must differ', () => {
    for (const key of ['tagline', 'site.noMatches', 'pair.assumptionsHelp', 'trouble.offline']) expect(own.get(key)).not.toBe(sv.get(key));
  });
});

it.each(['sv', 'nb', 'en'] as const)('%s has no empty text', (lang) => {
  for (const [key, word] of leaves(dictionary(lang))) if (typeof word === 'string') expect(word.trim(), key).not.toBe('');
});

/** Every text of a language; those with values in them as they read when each value is one. */
const ofOne = (lang: 'sv' | 'nb' | 'en') => leaves(dictionary(lang)).map(([key, word]): [string, string] => [key, typeof word === 'string' ? word : (word as (...g: unknown[]) => string)(...Array.from({ length: word.length }, () => (/\bn === 1\b/.test(String(word)) ? 1 : '1')))]);

const MANY = {
  sv: /(^|[^\d])1 (platser|flöden|matchningar|områden|par|uppgifter|träffar|filter|antaganden|fält|rader|påpekanden|valda|delar|värden|blad|prospektblad|möjliga)(?= |\.|,|;|$)/,
  nb: /(^|[^\d])1 (steder|strømmer|koblinger|områder|opplysninger|filtre|antakelser|rader|merknader|deler|verdier|partnere|mulige)(?= |\.|,|;|$)/,
  en: /(^|[^\d])1 (sites|flows|matches|areas|pairs|figures|hits|filters|assumptions|fields|rows|remarks|pieces|values|sheets|surpluses|needs|more partners)(?= |\.|,|;|$)/,
};
/** Both a filter and filters, a pair and pairs are the same word in Swedish. */
const ALIKE = new Set(['filter.active', 'jobs.pairs', 'home.pairs', 'firms.more']);
/** Only ever said of two or more: chosen areas, changes made in one go. */
const NEVER_ONE = new Set(['judge.compareN', 'history.together']);

describe.each(['sv', 'nb', 'en'] as const)('%s', (lang) => {
  it('says one of a thing in the singular', () => {
    for (const [key, text] of ofOne(lang)) if (!NEVER_ONE.has(key) && !(lang === 'sv' && ALIKE.has(key))) expect(text, key).not.toMatch(MANY[lang]);
  });
  it('keeps a number and its unit, and the thousands of a number, on one line', () => {
    for (const [key, text] of ofOne(lang)) expect(text, key).not.toMatch(/\d (°C|km|MW|kW|ha|m)(?!\p{L})|\d \d{3}(?![.\d])/u);
  });
});
