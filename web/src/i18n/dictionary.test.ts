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
