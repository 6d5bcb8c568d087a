// How an establishment's size is written, and what it finds.
import type { Find, RankedPartner } from '../api/client';
import type { Dictionary } from '../i18n/dictionary';
import { format, parseNumber, type Lang } from '../units/format';

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

/** A size as it is typed, in the profile's unit; hectares may be given in square metres: "20 000 m2". Null: no number. */
export function readSize(text: string, { capacity_unit: unit }: Sized): number | null {
  const [, squareMetres] = /^(.*?)\s*m(?:2|²|\^2)$/i.exec(text.trim()) ?? [];
  const value = parseNumber(squareMetres ?? text);
  return value === null || squareMetres === undefined || unit === 'm2' ? value : unit === 'ha' ? value / 10_000 : null;
}

/** What a partner comes to, in a line: how much, how far, at which cost. */
export function findText(f: Omit<RankedPartner, 'partner'>, direction: Find['direction'], lang: Lang, t: Dictionary): string {
  return [
    f.delivered !== undefined && format(f.delivered, f.delivered_unit, lang, { about: true }),
    f.share !== undefined && (direction === 'need' ? t.firms.share : t.firms.shareGiven)(format(f.share, 'share', lang, { digits: 2 })),
    f.class && t.class[f.class],
    f.distance_m !== undefined && format(f.distance_m, 'm', lang),
    direction === 'need' && f.delivered_cost_sek !== undefined && `${t.firms.cost} ${format(f.delivered_cost_sek, f.delivered_unit?.startsWith('MWh') ? 'SEK/MWh' : 'SEK/t', lang, { about: true })}`,
    f.needs_assessment && t.firms.assess,
  ].filter(Boolean).join(' · ');
}
