// An establishment that is tried out on the map: its place while it is dragged, and its matches.
import { createContext } from 'svelte';
import { isAbort, troubleOf, type ApiError } from '../api/problem';
import type { Api, WhatIfResult } from '../api/client';
import { pointOf } from './presets';
import type { WhatIf } from './url';
import type { ViewState } from './view.svelte';

export class WhatIfState {
  /** Where it is now; while it is dragged the address still holds where it was. */
  at = $state.raw<{ lon: number; lat: number }>();
  result = $state.raw<WhatIfResult>();
  error = $state.raw<ApiError>();
  pending = $state(false);

  readonly #view: ViewState;
  readonly #api: Api;
  #asking = false;
  #again = false;
  /** The question for ranges that is under way; what happens meanwhile ends it. */
  #ranges: AbortController | undefined;
  #turn = 0;

  constructor(view: ViewState, api: Api) {
    this.#view = view;
    this.#api = api;
    $effect(() => {
      const now = view.now.whatIf;
      void view.lang;
      if (!now) {
        this.at = this.result = this.error = undefined;
        this.#turn += 1;
      } else {
        this.at = { lon: now.lon, lat: now.lat };
        this.#ask();
      }
    });
  }

  start(preset: string, at: { lon: number; lat: number }): void {
    this.#view.go({ whatIf: { preset, lon: at.lon, lat: at.lat, values: {} }, around: undefined, selection: {}, list: false, workspace: 'map' });
  }

  change(change: Partial<WhatIf>): void {
    const now = this.#view.now.whatIf;
    if (now) this.#view.replace({ whatIf: { ...now, ...change } });
  }

  stop(): void {
    const { whatIf: _, ...rest } = this.#view.now;
    this.#view.go({ ...rest, whatIf: undefined as never });
  }

  /** Dragged here, not yet let go. */
  drag(lon: number, lat: number): void {
    this.at = { lon, lat };
    this.#ask();
  }

  drop(lon: number, lat: number): void {
    this.change({ lon, lat });
  }

  /** At most one question under way; what happened meanwhile is asked next, and the last answer wins. */
  #ask(): void {
    if (this.#asking) {
      this.#again = true;
      this.#ranges?.abort();
      return;
    }
    void this.#run();
  }

  async #run(): Promise<void> {
    const turn = this.#turn;
    this.#asking = true;
    this.pending = true;
    try {
      do {
        this.#again = false;
        const now = this.#view.now.whatIf;
        const at = this.at;
        if (!now || !at || turn !== this.#turn) break;
        const question = { points: [pointOf(now, at)], limit: 40, near_misses: true };
        const answer = async (sure: boolean, stop: AbortController) => {
          const [result] = await this.#api.whatIf({ ...question, ...(sure && { sure }) }, stop.signal);
          if (turn === this.#turn) {
            this.result = result;
            this.error = undefined;
          }
        };
        await answer(false, new AbortController());
        // Ranges take longer than a hand that still moves would wait.
        if (!this.#again) {
          this.pending = false;
          this.#ranges = new AbortController();
          try {
            await answer(true, this.#ranges);
          } catch (error) {
            if (!isAbort(error)) throw error;
          }
          this.#ranges = undefined;
        }
        this.pending = this.#again;
      } while (this.#again);
    } catch (error) {
      if (!isAbort(error) && turn === this.#turn) {
        this.error = troubleOf(error);
        this.result = undefined;
      }
    } finally {
      this.#asking = false;
      this.pending = false;
    }
  }
}

export const [useWhatIf, provideWhatIf] = createContext<WhatIfState>();
