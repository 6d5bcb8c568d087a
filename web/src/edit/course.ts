// What is wrong with a file of a year's course, in the reader's words. Pure: the form shows it.
import type { ApiError } from '../api/problem';
import type { Dictionary } from '../i18n/dictionary';

/** The server names the fault by a code, the line in its place, which it says in the reader's language, and the value it met. */
export function courseFault(error: ApiError, t: Dictionary): string {
  const p = error.errors[0];
  const say = p && t.edit.course.faults[p.code];
  if (!p || !say) return error.trouble === 'invalid' ? t.edit.course.unreadable : t.trouble[error.trouble];
  const line = /^\p{L}+ (\d+)$/u.exec(p.place ?? '')?.[1];
  const month = p.code === 'month_missing' ? t.pair.months[Number(p.value) - 1] : undefined;
  return [line && t.edit.course.line(line), say(month ?? p.value ?? '')].filter(Boolean).join(' ');
}
