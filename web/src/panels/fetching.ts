// Rows of a list, fetched no further than they are needed: on a slow line the first of them are there at
// once, and a region of thousands is fetched only for who searches it or puts it in order. Pure.
import type { Page } from '../api/client';

export interface Fetched<T> {
  rows: T[];
  total: number;
  /** Where the rest begins; undefined when all are here. */
  cursor: string | undefined;
}

/** So many rows come first, and are drawn at a time. */
export const PART = 200;
/** So many come at a time where all are wanted; a list that is no longer is fetched whole. */
export const LARGE = 1000;
/** So many are fetched at most, to be put in order and searched here where the server does neither. */
export const MOST = 5000;

/** How much of a list is wanted: its beginning, all of it, or all if that is little. */
export type Wish = 'part' | 'whole' | 'whole-if-little';

/** Fetches on from what is there already, a further part and `least` rows in all at least; `told` is given what there is after each part. */
export async function fetchOn<T>(part: (q: { limit: number; cursor: string | undefined }) => Promise<Page<T>>, have: Fetched<T> | undefined, wish: Wish, told: (now: Fetched<T>) => void, least = 0): Promise<Fetched<T>> {
  const already = have?.rows.length ?? 0;
  let now = have;
  do {
    const page: Page<T> = await part({ limit: now && wish !== 'part' ? LARGE : PART, cursor: now?.cursor });
    now = { rows: [...(now?.rows ?? []), ...page.items], total: page.total, cursor: page.next_cursor };
    told(now);
  } while (now.cursor && now.rows.length < already + MOST && (wish === 'whole' || now.rows.length < least || (wish === 'whole-if-little' && now.total <= LARGE)));
  return now;
}
