// Something that comes from the server: its value, that it is on its way (and whether that takes
// long enough to say so), and what went wrong. The last question asked is the one that is answered.
import { isAbort, troubleOf, type ApiError } from './problem';

/** After this long a reader wants to know that something is going on, ms. */
export const SLOW = 700;

/** Questions that found no server. */
const unanswered = new Set<{ retry: () => void }>();

/** The server can be reached again: what it was asked meanwhile is asked once more. */
export function askAgain(): void {
  const all = [...unanswered];
  unanswered.clear();
  for (const remote of all) remote.retry();
}

export class Remote<T> {
  readonly #once: boolean;
  /** What is asked `once` does something: only the reader asks for it again. */
  constructor({ once = false } = {}) {
    this.#once = once;
  }

  value = $state.raw<T>();
  error = $state.raw<ApiError>();
  pending = $state(false);
  slow = $state(false);

  #running: AbortController | undefined;
  #again: ((signal: AbortSignal) => Promise<T>) | undefined;
  /** The newest question that waits for the one under way. */
  #next: ((signal: AbortSignal) => Promise<T>) | undefined;

  /** Asks; an earlier question still under way is given up. The old value stays until the new one comes. */
  async ask(question: (signal: AbortSignal) => Promise<T>, keep = true): Promise<T | undefined> {
    this.#running?.abort();
    this.#next = undefined;
    unanswered.delete(this);
    const running = new AbortController();
    this.#running = running;
    this.#again = question;
    this.pending = true;
    this.error = undefined;
    if (!keep) this.value = undefined;
    const timer = setTimeout(() => (this.slow = this.#running === running), SLOW);
    try {
      const value = await question(running.signal);
      if (this.#running === running) return (this.value = value);
    } catch (error) {
      if (this.#running === running && !isAbort(error)) {
        this.value = undefined;
        this.error = troubleOf(error);
        if (this.error.trouble === 'offline' && !this.#once) unanswered.add(this);
      }
    } finally {
      clearTimeout(timer);
      if (this.#running === running) {
        this.pending = this.slow = false;
        this.#running = undefined;
      }
    }
    return undefined;
  }

  /**
   * Asks while something is dragged: a question under way is answered and shown before the newest one
   * is asked, and those between are left out. So the answers follow the hand, instead of each being
   * given up for the next until it rests.
   */
  follow(question: (signal: AbortSignal) => Promise<T>): void {
    if (this.#running) {
      this.#next = question;
      return;
    }
    void this.ask(question).then(() => {
      const next = this.#next;
      this.#next = undefined;
      if (next) this.follow(next);
    });
  }

  /** Asks the last question again. */
  retry(): void {
    if (this.#again) void this.ask(this.#again);
  }

  stop(): void {
    unanswered.delete(this);
    this.#next = undefined;
    this.#running?.abort();
    this.#running = undefined;
    this.pending = this.slow = false;
  }
}
