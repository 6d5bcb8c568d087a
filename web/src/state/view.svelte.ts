// The page's state that can be shared: kept in the address bar, so that Back, reload and a link all work.
import { createContext } from 'svelte';
import { LANGS, level, levelUp, parseView, writeView, type Camera, type Filters, type Listing, type Selection, type View } from './url';
import type { Lang } from '../units/format';

const LANG_KEY = 'samloka.lang';

/** Storage may be switched off in the browser; then the page just forgets. */
function remembered(): Lang | undefined {
  try {
    return LANGS.find((lang) => lang === localStorage.getItem(LANG_KEY));
  } catch {
    return undefined;
  }
}

/** Parts that are taken out say so by being undefined. */
const given = (view: { [K in keyof View]: View[K] | undefined }): View => Object.fromEntries(Object.entries(view).filter(([, part]) => part !== undefined)) as unknown as View;

/** What is changed; an optional part that is undefined is taken out. */
export type Step = { [K in keyof View]?: View[K] | undefined };

export class ViewState {
  #view = $state.raw<View>(parseView(location.search, location.hash));
  #stop: () => void;

  readonly lang: Lang = $derived(this.#view.lang ?? remembered() ?? 'sv');
  readonly level = $derived(level(this.#view.selection));

  constructor() {
    const read = () => (this.#view = parseView(location.search, location.hash));
    addEventListener('popstate', read);
    this.#stop = () => removeEventListener('popstate', read);
  }

  get now(): View {
    return this.#view;
  }

  /** A step the reader can take back with the browser's Back. */
  go(change: Step): void {
    this.#write(given({ ...this.#view, ...change }), true);
  }

  /** A change that is not worth a step of its own: panning, typing, dragging. */
  replace(change: Step): void {
    this.#write(given({ ...this.#view, ...change }), false);
  }

  select(selection: Selection): void {
    this.go({ selection });
  }

  back(): void {
    this.select(levelUp(this.#view.selection));
  }

  filter(change: { [K in keyof Filters]: Filters[K] | undefined }): void {
    const filters: Filters = {};
    for (const [key, value] of Object.entries({ ...this.#view.filters, ...change })) {
      if (value !== undefined && value !== '') Object.assign(filters, { [key]: value });
    }
    this.replace({ filters });
  }

  /** Another list, another search in it or another order; a part that is undefined is taken out. */
  list(change: { [K in keyof Listing]: Listing[K] | undefined }): void {
    const parts = Object.entries({ ...this.#view.listing, ...change }).filter(([, part]) => part !== undefined && part !== '');
    this.replace({ listing: parts.length ? (Object.fromEntries(parts) as Listing) : undefined });
  }

  camera(camera: Camera): void {
    this.replace({ camera });
  }

  speak(lang: Lang): void {
    try {
      localStorage.setItem(LANG_KEY, lang);
    } catch {
      // The address still carries the language.
    }
    this.replace({ lang });
  }

  close(): void {
    this.#stop();
  }

  #write({ listing, ...rest }: View, step: boolean): void {
    // A list that was left begins anew.
    const view: View = rest.list && listing ? { ...rest, listing } : rest;
    this.#view = view;
    const address = writeView(view);
    // What is there already is no step: going back would seem to do nothing.
    if (step && new URL(address, location.href).href !== location.href) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
}

export const [useView, provideView] = createContext<ViewState>();
