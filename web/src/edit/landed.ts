// A write whose answer was lost on the way is there all the same. Whoever saves once more means that
// same write: a new record is made under an id of the page's own, so that it doesn't come twice, and a
// changed one that is on file as it was sent is no conflict with oneself.
import { ApiError } from '../api/problem';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** An id that nobody else gives, as the server makes them: 80 random bits. */
export function freshId(kind: string): string {
  return `${kind}-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte & 31]).join('')}`;
}

/** Adds a record under an id of the page's own; one that an earlier try has added is written over. */
export async function addOnce<I extends object, T>(record: I & { id: string }, create: (record: I) => Promise<T>, put: (id: string, record: I, read: number) => Promise<T>): Promise<T> {
  try {
    return await create(record);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    // As it was added; if somebody has changed it since, that is told.
    return put(record.id, record, 1);
  }
}

type Attributes = Record<string, unknown>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

/** What is on file when a write was refused as stale though nothing of it differs; `fields` are those that a reader can change. */
export function onFile(error: unknown, sent: object, fields: readonly string[]): { version: number } | undefined {
  if (!(error instanceof ApiError) || error.trouble !== 'stale' || !error.current || error.currentVersion === undefined) return undefined;
  const current = error.current as Attributes;
  const mine = sent as Attributes;
  const names = new Set([...Object.keys(current), ...fields]);
  names.delete('version');
  names.delete('id');
  return [...names].every((name) => same(mine[name], current[name])) ? { ...current, version: error.currentVersion } : undefined;
}
