// From what is typed for a pitch sheet to what is sent, and what is wrong on the way. Pure.
import type { PitchInput } from '../api/client';
import type { Faults } from '../edit/fields';
import { dated, parseNumber, type Lang } from '../units/format';

export const FIELDS = ['profile_id', 'capacity', 'language', 'visibility', 'expires', 'contacts', 'title'] as const;
export type PitchField = (typeof FIELDS)[number];

/** How long a link lives unless its maker says otherwise, days. */
const USUAL_DAYS = 30;

const day = (date: Date): string => [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');

/** The day until which a link made today lives, as a date field writes it. */
export const usualExpiry = (today: Date): string => day(new Date(today.getFullYear(), today.getMonth(), today.getDate() + USUAL_DAYS));

/** The last day that a link lives through, by the reader's clock: it ends with that day. */
export const lastDay = (expires: string, lang: Lang): string => dated(Date.parse(expires) - 1, lang, 'long');

export function readPitch(typed: Record<PitchField, string>, area: string): { input?: PitchInput; faults: Faults<PitchField> } {
  const faults: Faults<PitchField> = {};
  if (!typed.profile_id) faults.profile_id = { rule: 'required' };
  const capacity = typed.capacity.trim() ? parseNumber(typed.capacity) : undefined;
  if (capacity === null) faults.capacity = { rule: 'number' };
  else if (capacity !== undefined && capacity <= 0) faults.capacity = { rule: 'positive' };
  // The link lives through the day that is named, by the maker's own clock.
  const [year, month, date] = typed.expires.split('-').map(Number);
  const expires = new Date(year ?? NaN, (month ?? NaN) - 1, (date ?? NaN) + 1);
  if (!typed.expires) faults.expires = { rule: 'required' };
  else if (Number.isNaN(expires.getTime())) faults.expires = { rule: 'server', code: 'not_a_date', text: typed.expires };
  if (Object.keys(faults).length) return { faults };
  const contact = typed.contacts.trim();
  const title = typed.title.trim();
  return {
    faults,
    input: {
      area_id: area, profile_id: typed.profile_id, language: typed.language as 'sv', visibility: typed.visibility as 'public', expires: expires.toISOString(),
      ...(capacity ? { capacity } : {}), ...(contact ? { contacts: [contact] } : {}), ...(title ? { title } : {}),
    },
  };
}
