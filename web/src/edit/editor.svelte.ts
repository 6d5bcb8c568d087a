// What is being edited, and the undo history. All writes of the page go through `run`.
import { createContext } from 'svelte';
import type { Api, Area, Constraint, Facility, Flow, Profile, Site } from '../api/client';
import { freshKey } from '../api/once';
import { troubleOf, type ApiError } from '../api/problem';
import { SLOW } from '../api/remote.svelte';
import type { Region } from '../state/region.svelte';
import { goneBy, type Change, type Deed } from './changes';
import { fromGeometry } from './geometry/outline';
import { freshId } from './landed';
import { Sketch } from './sketch.svelte';
import { Trail } from './trail';

export type Form = { kind: 'site'; site?: Site } | { kind: 'flow'; siteId: string; siteName: string; flow?: Flow } | { kind: 'area'; area?: Area } | { kind: 'constraint'; constraint?: Constraint } | { kind: 'facility'; facility?: Facility } | { kind: 'prospect'; profile?: Profile } | { kind: 'pitch'; area: { id: string; name: string }; profile?: string; capacity?: number; language?: string; visibility?: string };

/** The outline of what a form is of, and what can be drawn of it. */
function sketchOf(form: Form): Sketch | undefined {
  switch (form.kind) {
    case 'area':
      return new Sketch(form.area && fromGeometry(form.area.geometry), ['surface'], true);
    case 'constraint':
      return new Sketch(form.constraint && fromGeometry(form.constraint.geometry), ['surface', 'line', 'point']);
    case 'facility':
      return new Sketch(form.facility && fromGeometry(form.facility.geometry), ['point', 'line']);
    default:
      return undefined;
  }
}

export interface Toast {
  deed: Deed | 'undone' | 'failed' | 'nothing';
  name: string;
  error?: ApiError;
}

export class Editor {
  form = $state.raw<Form>();
  /** A form that was left with something typed or drawn in it: it stays as it is, to be gone on with. */
  aside = $state.raw<Form>();
  cancelled = false;
  /** Id of what the form adds: the same each time it is sent. */
  fresh = '';
  /** Key under which the form makes what has no id before it is made. */
  key = '';
  /** Something was typed into the form. */
  touched = false;
  /** The next click on the map gives the form its place. */
  placing = $state(false);
  /** Where the site of the form is to be, once known. */
  place = $state.raw<{ lon: number; lat: number }>();
  /** The outline of what the form is of. */
  sketch = $state.raw<Sketch>();
  toast = $state.raw<Toast>();
  /** Something is being written, and whether that takes long enough to say so. */
  busy = $state(false);
  slow = $state(false);
  past = $state.raw<readonly Change[]>([]);

  #kept: Pick<Editor, 'place' | 'sketch'> = { place: undefined, sketch: undefined };
  readonly #trail: Trail;
  readonly #region: Region;
  readonly #gone: (kind: Change['kind'], id: string) => void;

  /** `gone` is told of a record that has been taken away: nobody may go on showing it. */
  constructor(api: Api, region: Region, gone: (kind: Change['kind'], id: string) => void) {
    this.#trail = new Trail(api);
    this.#region = region;
    this.#gone = gone;
  }

  /** Something would be lost with the form. */
  get dirty(): boolean {
    const { form, place } = this;
    const moved = form?.kind === 'site' && place !== undefined && (place.lon !== form.site?.lon || place.lat !== form.site.lat);
    return form !== undefined && (this.touched || moved || this.sketch?.changed === true);
  }

  open(form: Form): void {
    this.form = form;
    this.fresh = freshId(form.kind === 'prospect' ? 'profile' : form.kind);
    this.key = freshKey();
    this.aside = undefined;
    this.touched = false;
    this.place = form.kind === 'site' && form.site ? { lon: form.site.lon, lat: form.site.lat } : undefined;
    this.placing = false;
    this.sketch = sketchOf(form);
  }

  /** Leaves the form: one with something in it is kept, and offered to be gone on with; for a while only when the reader has cancelled it. */
  leave(cancelled = false): void {
    if (!this.form) return;
    if (!this.dirty) return this.close();
    this.#kept = { place: this.place, sketch: this.sketch };
    this.aside = this.form;
    this.cancelled = cancelled;
    this.form = undefined;
    this.place = undefined;
    this.placing = false;
    this.sketch = undefined;
    this.toast = undefined;
  }

  /** Goes on with the form that was left. */
  resume(): void {
    if (!this.aside) return;
    this.form = this.aside;
    this.place = this.#kept.place;
    this.sketch = this.#kept.sketch;
    this.aside = undefined;
  }

  /** Lets the form that was left go. */
  drop(): void {
    this.aside = undefined;
    this.touched = false;
  }

  close(): void {
    this.form = undefined;
    this.touched = false;
    this.place = undefined;
    this.placing = false;
    this.sketch = undefined;
  }

  /** Carries a change out and remembers how to take it back; throws what the server said. */
  async run(change: Change): Promise<string> {
    const done = this.#begin();
    try {
      return await this.#region.during(async () => {
        const written = await change.run(this.#trail);
        const { reverse, id } = written;
        this.past = [...this.past, reverse];
        this.toast = { deed: change.deed, name: change.name };
        for (const gone of goneBy(change, written)) this.#gone(change.kind, gone);
        this.#region.changed();
        return id;
      });
    } finally {
      done();
    }
  }

  /** A write begins; call what it returns at its end. */
  #begin(): () => void {
    this.busy = true;
    const timer = setTimeout(() => (this.slow = true), SLOW);
    return () => {
      clearTimeout(timer);
      this.busy = this.slow = false;
    };
  }

  async undo(): Promise<void> {
    const reverse = this.past.at(-1);
    if (!reverse) {
      this.toast = { deed: 'nothing', name: '' };
      return;
    }
    if (this.busy) return;
    const done = this.#begin();
    this.#trail.undoing = true;
    try {
      await this.#region.during(async () => {
        const undone = await reverse.run(this.#trail);
        this.past = this.past.slice(0, -1);
        for (const gone of goneBy(reverse, undone)) this.#gone(reverse.kind, gone);
        this.toast = { deed: 'undone', name: reverse.name };
        this.#region.changed();
      });
    } catch (error) {
      const trouble = troubleOf(error);
      // What has changed since cannot be undone later either; anything else can be tried again.
      if (trouble.trouble === 'stale' || trouble.trouble === 'not_found') this.past = this.past.slice(0, -1);
      this.toast = { deed: 'failed', name: reverse.name, error: trouble };
    } finally {
      this.#trail.undoing = false;
      done();
    }
  }
}

export const [useEditor, provideEditor] = createContext<Editor>();
