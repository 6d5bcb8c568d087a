// Typed dictionaries: Swedish is the pattern; a key that another language lacks, or has too many,
// is a type error.
import type { Lang } from '../units/format';
import { en } from './en';
import { nb } from './nb';
import { sv } from './sv';

type Words<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : { readonly [K in keyof T]: Words<T[K]> };

export type Dictionary = Words<typeof sv>;

const DICTIONARIES: Record<Lang, Dictionary> = { sv, nb, en };

export const dictionary = (lang: Lang): Dictionary => DICTIONARIES[lang];

/** What the page speaks for a BCP 47 code in `lang` attributes. */
export const htmlLang: Record<Lang, string> = { sv: 'sv', nb: 'nb', en: 'en' };
