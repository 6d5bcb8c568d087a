// Scores as readers see them: 0 to 100, whole numbers.
import { number, perCent, type Lang } from '../units/format';

export const hundredths = (score: number, lang: Lang): string => number(Math.round(score * 100), lang, 3);

/** "72 (51–93)", or one number where nothing is missing. */
export function scoreText(score: number, low: number, high: number, lang: Lang): string {
  const [s, l, h] = [score, low, high].map((v) => hundredths(v, lang)) as [string, string, string];
  return l === h ? s : `${s} (${l}–${h})`;
}

/** Areas side by side are called A, B, C … on map and plot. */
export const letter = (i: number): string => String.fromCharCode(65 + i);

/** A share of many trials in whole per cent; what isn't all or nothing never reads as such. */
export function shareText(share: number, lang: Lang): string {
  if (share > 0 && share < 0.01) return `<\u00a01${perCent(lang)}`;
  return `${number(share < 1 ? Math.min(99, Math.round(share * 100)) : 100, lang, 3)}${perCent(lang)}`;
}

/** A weight in per cent, to what a slider can tell. */
export const weightText = (weight: number, lang: Lang): string => `${number(weight * 100, lang, weight < 0.0995 ? 2 : 3)}${perCent(lang)}`;
