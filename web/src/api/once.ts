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

/** What was asked for and has not been answered, each thing with its key. */
export class Once {
  readonly #open = new Map<string, string>();

  /** `what` tells one wish from another. */
  async ask<T>(what: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const wish = JSON.stringify(what);
    const key = this.#open.get(wish) ?? freshKey();
    this.#open.set(wish, key);
    try {
      const answer = await send(key);
      this.#open.delete(wish);
      return answer;
    } catch (error) {
      if (!unanswered(error)) this.#open.delete(wish);
      throw error;
    }
  }
}
