// What the whole page needs of the region: its summary, the catalogue, and the revision that tells
// the map's tiles when something has changed.
import { createContext } from 'svelte';
import { Remote } from '../api/remote.svelte';
import type { Api, Resource, ResourceList, Summary } from '../api/client';

export class Region {
  readonly summary = new Remote<Summary>();
  readonly catalogue = new Remote<ResourceList>();

  readonly revision = $derived(this.summary.value?.revision ?? '');
  readonly byCode: ReadonlyMap<string, Resource> = $derived(new Map(this.catalogue.value?.items.map((r) => [r.code, r]) ?? []));
  /** Tells those who show records that something was written. */
  writes = $state(0);

  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  load(): void {
    void this.summary.ask((signal) => this.#api.summary(signal));
    void this.catalogue.ask((signal) => this.#api.resources(signal));
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

  /** The server has told of a change. */
  heard(): void {
    if (this.#writing) this.#missed = true;
    else this.changed();
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
