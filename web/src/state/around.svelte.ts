// What lies around the place that is asked about: the panel and the circle on the map read it here.
import { createContext } from 'svelte';
import type { Api, AroundQuestion, Surroundings } from '../api/client';
import { Remote } from '../api/remote.svelte';
import type { Region } from './region.svelte';
import type { Around, Selection, View } from './url';
import { level } from './url';
import type { ViewState } from './view.svelte';

/** Where it is asked about. */
export type Centre = { lat: number; lon: number } | { area: string } | { site: string };

/** The radius to begin with, m. */
export const FIRST_RADIUS = 10_000;

/** Of the selection the site or land counts that is shown; without one the place that is pointed at. */
export function centreOf({ selection, around }: { selection: Selection; around?: Around | undefined }): Centre | undefined {
  if (!around) return undefined;
  const shown = level(selection);
  if (shown === 'site') return { site: selection.site! };
  if (shown === 'area') return { area: selection.area! };
  return shown === 'region' && around.at ? around.at : undefined;
}

/** The panel of a place pointed at, in the workspace of the map. */
export const isAtPlace = (view: View): boolean => view.workspace === 'map' && !view.list && level(view.selection) === 'region' && view.around?.at !== undefined && view.whatIf === undefined;

export class AroundState {
  readonly found = new Remote<Surroundings>();
  /** Where the place pointed at is now; while it is dragged the address still holds where it was. */
  at = $state.raw<{ lon: number; lat: number }>();

  readonly #view: ViewState;

  constructor(view: ViewState, api: Api, region: Region) {
    this.#view = view;
    $effect(() => {
      this.at = view.now.around?.at;
    });
    const question = $derived.by(() => {
      const { around } = view.now;
      const centre = centreOf(view.now);
      if (!around || !centre || ('lat' in centre && !isAtPlace(view.now))) return '';
      const place = 'lat' in centre ? (this.at ?? centre) : centre;
      const { line } = around;
      return JSON.stringify({ ...place, radius_m: around.metres, ...(line && { resource: line.resource, direction: line.direction, limit: 1000 }) });
    });
    let before = '';
    $effect(() => {
      void view.lang;
      void region.writes;
      if (!question) {
        this.found.stop();
        this.found.value = this.found.error = undefined;
        before = '';
        return;
      }
      const asked = JSON.parse(question) as AroundQuestion;
      const place = asked.area ?? asked.site ?? '';
      // Of another site what was found here says nothing.
      if (place !== before) this.found.value = undefined;
      before = place;
      this.found.follow((signal) => api.around(asked, signal));
    });
  }

  start(at: { lon: number; lat: number }): void {
    this.#view.go({ around: { metres: this.#view.now.around?.metres ?? FIRST_RADIUS, at }, whatIf: undefined, selection: {}, list: false, workspace: 'map' });
  }

  /** Of the site or land that is shown. */
  open(): void {
    this.#view.replace({ around: { metres: FIRST_RADIUS } });
  }

  stop(): void {
    this.#view.go({ around: undefined });
  }

  radius(metres: number): void {
    this.#view.replace({ around: { ...this.#view.now.around, metres } });
  }

  move(lon: number, lat: number): void {
    const { around } = this.#view.now;
    if (around) this.#view.replace({ around: { ...around, at: { lon, lat } } });
  }

  drag(lon: number, lat: number): void {
    this.at = { lon, lat };
  }

  /** Lists the flows of a sum, or no longer. */
  list(line: Around['line']): void {
    const { around } = this.#view.now;
    if (!around) return;
    const { line: open, ...rest } = around;
    const same = line && open && line.direction === open.direction && line.resource === open.resource;
    this.#view.replace({ around: line && !same ? { ...rest, line } : rest });
  }
}

export const [useAround, provideAround] = createContext<AroundState>();
