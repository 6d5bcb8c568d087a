// What the whole page needs of the region: its summary, the catalogue, and the revision that tells
// the map's tiles when something has changed.
import { createContext } from 'svelte';
import { askAgain, Remote } from '../api/remote.svelte';
import type { Api, Resource, ResourceList, Summary } from '../api/client';
import type { Named } from './filters';

/** So long a broken connection may be before the reader is told, ms. */
const ALONE = 5_000;

export class Region {
  readonly summary = new Remote<Summary>();
  readonly catalogue = new Remote<ResourceList>();

  /** What the map last learned to be old: at which revision, and in which tables; all of them without. */
  drawn = $state.raw<{ revision: string; tables?: ReadonlySet<string> }>();
  /** The revision that all that is shown has at least. */
  #whole = '';

  readonly revision = $derived(this.summary.value?.revision ?? '');
  readonly byCode: ReadonlyMap<string, Resource> = $derived(new Map(this.catalogue.value?.items.map((r) => [r.code, r]) ?? []));
  /** What filters can name. */
  readonly named: Named = $derived({ resources: this.catalogue.value && this.byCode, municipalities: this.summary.value?.municipalities.map((m) => m.name) });
  /** Tells those who show records that something was written. */
  writes = $state(0);

  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Tables that have changed since what is shown was read; undefined: any may have. */
  #stale: ReadonlySet<string> | undefined = new Set();
  /** A revision that was told of before there was anything to compare it with. */
  #early = '';

  /** Reads what the page needs anew, after news of some tables or, without them, of any. */
  load(news?: { revision: string; tables: readonly string[] }): void {
    this.#stale = news && this.#stale ? new Set([...this.#stale, ...news.tables]) : undefined;
    const stale = this.#stale;
    void this.summary.ask((signal) => this.#api.summary(signal)).then((summary) => {
      if (!summary) return; // a later question reads it; what is stale stays so till then
      this.#stale = new Set();
      // Read anew without news, as in another language: what is shown is of this revision already.
      const old = !stale && summary.revision === this.#whole ? new Set<string>() : stale;
      // The summary may be of a later state than the news: what that one changed is yet to be told.
      this.#whole = stale && news ? news.revision : summary.revision;
      this.drawn = { revision: summary.revision, ...(old && { tables: old }) };
      const early = this.#early;
      this.#early = '';
      if (early && early !== summary.revision) this.changed();
    });
    // The catalogue counts the flows of each resource.
    if (!stale || stale.has('flows')) void this.catalogue.ask((signal) => this.#api.resources(signal));
  }

  /** How many writes of this page are under way, and whether something was heard of meanwhile. */
  #writing = 0;
  #missed = false;

  /** Carries a write out. What the server tells of meanwhile, this very write among it, shows when it
   * is done: a record that is being taken away would be asked for once more and not be found. */
  async during<T>(write: () => Promise<T>): Promise<T> {
    this.#writing += 1;
    try {
      return await write();
    } finally {
      this.#writing -= 1;
      if (!this.#writing && this.#missed) {
        this.#missed = false;
        this.changed();
      }
    }
  }

  /** The server has told of a revision, and of the tables in which it differs from the one told before;
   * without them, anything may differ. */
  heard(revision: string, tables?: readonly string[]): void {
    if (this.summary.error) this.changed(); // what could not be read is read now
    else if (!this.summary.value) this.#early = revision;
    else if (revision === this.#whole) return;
    else if (this.#writing) this.#missed = true;
    else if (!tables) this.changed();
    else {
      this.writes += 1;
      this.load({ revision, tables });
    }
  }

  /** The server has not been reached for a while: others' changes are not seen. */
  cutOff = $state(false);
  #alone: ReturnType<typeof setTimeout> | undefined;

  /** The connection over which news come has broken; one that is made again at once is not worth a word. */
  lost(): void {
    this.#alone ??= setTimeout(() => (this.cutOff = true), ALONE);
  }

  /** How often the server was reached anew. */
  reached = $state(0);

  /** The server can be reached, perhaps after a break of which it has nothing to tell. */
  connected(): void {
    clearTimeout(this.#alone);
    this.#alone = undefined;
    this.cutOff = false;
    this.reached += 1;
    if (this.summary.error) this.changed();
    askAgain();
  }

  /** After a write: read the summary, and with it the map, anew. */
  changed(): void {
    this.#missed = false;
    this.writes += 1;
    this.load();
  }

  name(code: string): string {
    return this.byCode.get(code)?.name ?? code;
  }
}

export const [useRegion, provideRegion] = createContext<Region>();
