// The colours of the heat map: one hue, lighter to darker, so that order is seen without naming colours.
export const HEAT = ['#eef3ee', '#cfe3df', '#9cc7c3', '#5f9fa2', '#2b7079', '#0f3c46'] as const;

/** What the darkest step stands for: the value that five in a hundred of the good cells exceed. */
export function strongest(values: readonly number[]): number {
  const good = values.filter((v) => v > 0).toSorted((a, b) => a - b);
  return good[Math.floor(good.length * 0.95)] ?? good.at(-1) ?? 0;
}

/** The step of a value, 0 for nil: by ratio, since benefits span orders of magnitude. */
export function heat(value: number, most: number): number {
  if (!(value > 0) || !(most > 0)) return 0;
  const decades = Math.log10(most / value);
  return Math.max(1, Math.min(5, 5 - Math.floor(decades * 2)));
}
