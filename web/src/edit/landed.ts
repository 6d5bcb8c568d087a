// A write whose answer was lost on the way is there all the same. Whoever saves once more means that
// same write: a new record is made under an id of the page's own, so that it doesn't come twice, and a
// changed one that is on file as it was sent is no conflict with oneself.
import { randomLetters } from '../api/once';
import { ApiError } from '../api/problem';

/** An id that nobody else gives, as the server makes them: 80 random bits. */
export function freshId(kind: string): string {
  return `${kind}-${randomLetters(16)}`;
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

/** Makes something under a key; what an earlier try made of other words under that key is taken away, nobody having been told of it. */
export async function makeOnce<T>(make: () => Promise<T>, remove: (id: string, read: number) => Promise<unknown>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const made = error instanceof ApiError ? error.errors.find((p) => p.code === 'made_otherwise')?.value : undefined;
    if (!made) throw error;
    await remove(made, 1);
    return make();
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
