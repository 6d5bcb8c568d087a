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

  /** After a write: read the summary, and with it the map, anew. */
  changed(): void {
    this.writes += 1;
    this.load();
  }

  name(code: string): string {
    return this.byCode.get(code)?.name ?? code;
  }
}

export const [useRegion, provideRegion] = createContext<Region>();
