// Documents and the command line write numbers by internal/wording: the same cases hold for both.
import { expect, it } from 'vitest';
import cases from '../../../internal/wording/testdata/rounding.json';
import { format } from './format';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each(cases)('$value $unit (known: $known) as documents write it', ({ value, unit, known, ...texts }) => {
  for (const lang of ['sv', 'nb', 'en'] as const) {
    expect(plain(format(value, unit, lang, known ? {} : { about: true })).replace(/^≈ /, ''), lang).toBe(texts[lang]);
  }
});
