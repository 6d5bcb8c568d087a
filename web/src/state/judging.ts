// How the reader judges land: weights, value functions and a pairwise comparison, as they stand in
// the address and as the server takes them. Pure.
import type { CurveCorner, EvaluationSettings } from '../api/client';

export interface Judging {
  /** By the key of the criterion; only proportions count. */
  weights: Record<string, number>;
  curves: Record<string, CurveCorner[]>;
  /** "row~column": how many times as important the row's group is, 1/9 to 9. Undefined: weights are given directly. */
  pairs?: Record<string, number>;
}

export const PLAIN: Judging = { weights: {}, curves: {} };

const finite = (text: string | undefined): number | undefined => {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/** "key:at~value~at~value;other:…"; what cannot be read is left out. */
export function readCurves(text: string | null | undefined): Record<string, CurveCorner[]> {
  const out: Record<string, CurveCorner[]> = {};
  for (const part of (text ?? '').split(';')) {
    const at = part.indexOf(':');
    const numbers = part.slice(at + 1).split('~').map(finite);
    if (at < 1 || numbers.length < 4 || numbers.length % 2 || numbers.some((n) => n === undefined)) continue;
    const corners = Array.from({ length: numbers.length / 2 }, (_, i) => ({ at: numbers[2 * i]!, value: numbers[2 * i + 1]! }));
    if (corners.every((c, i) => c.value >= 0 && c.value <= 1 && (i === 0 || c.at > corners[i - 1]!.at))) out[part.slice(0, at)] = corners;
  }
  return out;
}

export const writeCurves = (curves: Record<string, CurveCorner[]>): string =>
  Object.keys(curves).sort().map((key) => `${key}:${curves[key]!.map((c) => `${short(c.at)}~${short(c.value)}`).join('~')}`).join(';');

/** Six digits are more than anyone can drag. */
const short = (n: number): string => String(Number(n.toPrecision(6)));

export const isPlain = (j: Judging | undefined): boolean => !j || (Object.keys(j.weights).length === 0 && Object.keys(j.curves).length === 0 && j.pairs === undefined);

/** How many times as important `row` is as `column`; 1 where nobody has said. */
export const judgement = (pairs: Record<string, number>, row: string, column: string): number =>
  row === column ? 1 : (pairs[`${row}~${column}`] ?? (pairs[`${column}~${row}`] === undefined ? 1 : 1 / pairs[`${column}~${row}`]!));

/** The settings as the server takes them; `groups` are compared when the reader compares at all. */
export function settingsOf(j: Judging | undefined, groups: readonly string[]): EvaluationSettings {
  const settings: EvaluationSettings = {};
  if (!j) return settings;
  if (Object.keys(j.weights).length) settings.weights = j.weights;
  if (Object.keys(j.curves).length) settings.curves = j.curves;
  const { pairs } = j;
  if (pairs && groups.length > 1) settings.ahp = { items: [...groups], matrix: groups.map((row) => groups.map((column) => judgement(pairs, row, column))) };
  return settings;
}

/** The settings of a saved comparison, as the address has them. */
export function judgingOf(settings: EvaluationSettings): Judging {
  const curves = Object.entries(settings.curves ?? {}).flatMap(([key, curve]) => (curve ? [[key, curve] as const] : []));
  const j: Judging = { weights: settings.weights ?? {}, curves: Object.fromEntries(curves) };
  const { ahp } = settings;
  if (ahp) {
    j.pairs = {};
    ahp.items.forEach((row, i) => ahp.items.forEach((column, k) => {
      const v = ahp.matrix[i]?.[k] ?? 1;
      if (k > i && Math.abs(v - 1) > 1e-6) j.pairs![`${row}~${column}`] = v;
    }));
  }
  return j;
}

/** Saaty's scale as steps of a slider: −8 (column utterly) to 8 (row utterly), 0 alike. */
export const stepOf = (v: number): number => (v >= 1 ? Math.round(v) - 1 : 1 - Math.round(1 / v));
export const valueOf = (step: number): number => (step >= 0 ? step + 1 : 1 / (1 - step));

/** A value function moved at one corner: it keeps between its neighbours, and its value within 0 and 1. */
export function moved(curve: readonly CurveCorner[], i: number, to: CurveCorner, span: number): CurveCorner[] {
  const gap = span / 200;
  const low = i > 0 ? curve[i - 1]!.at + gap : -Infinity;
  const high = i < curve.length - 1 ? curve[i + 1]!.at - gap : Infinity;
  const at = low > high ? curve[i]!.at : Math.min(high, Math.max(low, to.at));
  return curve.map((c, k) => (k === i ? { at, value: Math.min(1, Math.max(0, to.value)) } : c));
}
