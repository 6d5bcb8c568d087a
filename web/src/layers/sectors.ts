// Sectors by the letter of their section in NACE Rev. 2 (SNI 2007 and SN 2007 use the same letters).
import type { ExpressionSpecification } from 'maplibre-gl';

/** First division of each section. */
const FIRST: readonly (readonly [number, string])[] = [
  [1, 'A'], [5, 'B'], [10, 'C'], [35, 'D'], [36, 'E'], [41, 'F'], [45, 'G'], [49, 'H'], [55, 'I'], [58, 'J'], [64, 'K'],
  [68, 'L'], [69, 'M'], [77, 'N'], [84, 'O'], [85, 'P'], [86, 'Q'], [90, 'R'], [94, 'S'], [97, 'T'], [99, 'U'],
];

export const SECTIONS = FIRST.map(([, letter]) => letter);

/** Section of a code such as "17.12", "A01" or "C"; "" when it says nothing. */
export function sectionOf(nace: string | undefined | null): string {
  const text = (nace ?? '').trim().toUpperCase();
  if (/^[A-U]/.test(text)) return text[0]!;
  const division = Number.parseInt(text.slice(0, 2), 10);
  if (!Number.isFinite(division)) return '';
  return FIRST.findLast(([from]) => division >= from)?.[1] ?? '';
}

/** sectionOf as an expression over a feature's `nace`. */
export function sectionExpression(key = 'nace'): ExpressionSpecification {
  const code: ExpressionSpecification = ['coalesce', ['get', key], ''];
  const letter: ExpressionSpecification = ['slice', code, 0, 1];
  const division: ExpressionSpecification = ['to-number', ['slice', code, 0, 2], 0];
  return ['case', ['in', letter, ['literal', SECTIONS]], letter, ['step', division, '', ...FIRST.flat()]] as unknown as ExpressionSpecification;
}
