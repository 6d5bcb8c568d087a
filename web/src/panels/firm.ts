// How an establishment's size is written.
import { format, type Lang } from '../units/format';

interface Sized {
  capacity_unit: string;
  counted?: string | undefined;
}

/** "1 000 ton/år smolt"; units of one's own are written as they are. */
export function sizeOf(capacity: number, { capacity_unit: unit, counted }: Sized, lang: Lang): string {
  // A size stays in the unit of its profile: 3 ha, not 30 000 m².
  const text = unit === 'm2' ? format(capacity, undefined, lang) + '\u00a0m²' : format(capacity, unit, lang);
  return counted ? `${text} ${counted}` : text;
}
