// An answer may be lost on its way, and what was asked for be made all the same. Who asks once more for
// the same thing does so under the same key, and is given what there is.
import { ApiError } from './problem';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** So many random letters of five bits each. */
export const randomLetters = (count: number): string => Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => LETTERS[byte & 31]).join('');

/** A key that nobody else has, nor can guess: 130 random bits. */
export const freshKey = (): string => randomLetters(26);

/** Nobody knows whether what was asked for has been done. */
const unanswered = (error: unknown): boolean => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

/** Where what is open outlives the page being loaded anew. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const STORED = 'samloka.unanswered';
const DAY = 24 * 3600 * 1000;
/** Wishes beyond these are forgotten, the oldest first; larger ones with the page. */
const MOST = 50;
const LARGEST = 20_000;

interface Open {
  key: string;
  /** When it was last asked for, in milliseconds. */
  at: number;
}

/** What was asked for and has not been answered, each thing with its key, for a day. */
export class Once {
  readonly #open = new Map<string, Open>();
  readonly #kept: Kept | undefined;
  readonly #now: () => number;

  /** `kept` is the window's own: another window's wishes are its own too. */
  constructor(kept?: Kept, now: () => number = Date.now) {
    this.#kept = kept;
    this.#now = now;
    try {
      const read = JSON.parse(kept?.getItem(STORED) ?? '[]') as [string, Open][];
      for (const [wish, { key, at }] of read) if (typeof wish === 'string' && /^[a-z2-7]{26}$/.test(key) && typeof at === 'number') this.#open.set(wish, { key, at });
    } catch {
      // Nothing that we have written, or nothing may be stored.
    }
  }

  /** `what` tells one wish from another; `own` is the key of a wish that hasn't been asked for yet. */
  async ask<T>(what: unknown, send: (key: string) => Promise<T>, own: string = freshKey()): Promise<T> {
    const wish = JSON.stringify(what);
    const before = this.#open.get(wish);
    const key = before && this.#now() - before.at < DAY ? before.key : own;
    this.#open.delete(wish); // the latest stands last
    this.#open.set(wish, { key, at: this.#now() });
    this.#keep();
    try {
      const answer = await send(key);
      // Other words that were tried under this key have come to nothing: what is there is of these.
      for (const [other, open] of this.#open) if (open.key === key) this.#open.delete(other);
      this.#keep();
      return answer;
    } catch (error) {
      if (!unanswered(error)) {
        this.#open.delete(wish);
        this.#keep();
      }
      throw error;
    }
  }

  #keep(): void {
    const open = [...this.#open].filter(([wish, { at }]) => wish.length <= LARGEST && this.#now() - at < DAY).slice(-MOST);
    try {
      if (open.length) this.#kept?.setItem(STORED, JSON.stringify(open));
      else this.#kept?.removeItem(STORED);
    } catch {
      // It is kept until the page goes.
    }
  }
}

/** What a window keeps until it is closed; undefined where nothing may be stored. */
export function ofThisWindow(): Kept | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
