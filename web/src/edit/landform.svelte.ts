// What the forms of land, constraints and infrastructure have in common: what is typed and what is
// wrong with it, beside an outline that is drawn or typed.
import { useApi } from '../api/client';
import { troubleOf, type ApiError, type FieldProblem } from '../api/problem';
import { untrack } from 'svelte';
import type { Editor } from './editor.svelte';
import { serverFaults, type Fault, type Faults, type Typed } from './fields';
import { fromGeoJson } from './geometry/outline';
import { readDrawn } from './geometry/text';
import type { Sketch } from './sketch.svelte';

/** What the form makes of what is typed: a record, or faults. The outline is told of like a field: it can be missing, too. */
export type Read<F extends string, I> = (typed: Typed<F>, sketch: Sketch | undefined) => { record?: I; faults: Faults<F | 'geometry'> };

export class LandForm<F extends string, I> {
  typed = $state<Typed<F>>() as Typed<F>;
  faults = $state.raw<Faults<F | 'geometry'>>({});
  error = $state.raw<ApiError>();
  others = $state.raw<FieldProblem[]>([]);
  /** What is typed of the outline while it cannot be read. */
  unread = $state<string>();

  readonly editor: Editor;
  readonly #fields: readonly F[];
  readonly #read: Read<F, I>;
  #tried = false;

  /** To be made while a component is set up. `own` is the id of a piece of land that isn't its own neighbour. */
  constructor(editor: Editor, fields: readonly F[], typed: Typed<F>, read: Read<F, I>, own?: string) {
    this.editor = editor;
    this.#fields = fields;
    this.#read = read;
    this.typed = typed;
    const api = useApi();
    // Land nearby, as exact as it is on file, for corners to be drawn to.
    $effect(() => {
      const stop = new AbortController();
      void api.areas({ limit: 1000 }, stop.signal).then(
        ({ items }) => { if (editor.sketch) editor.sketch.neighbours = items.filter((a) => a.id !== own).flatMap((a) => (fromGeoJson(a.geometry) ?? []).flat()); },
        // Without it nothing is drawn to anything; the rest works.
        () => undefined,
      );
      return () => stop.abort();
    });
    $effect(() => {
      void this.sketch?.outline;
      untrack(() => { if (this.#tried) this.#check(); });
    });
  }

  get sketch(): Sketch | undefined {
    return this.editor.sketch;
  }

  /** The record as it stands in the form; undefined while something is wrong with it. */
  get record(): I | undefined {
    return this.#read(this.typed, this.sketch).record;
  }

  #check(): I | undefined {
    const { record, faults } = this.#read(this.typed, this.sketch);
    this.faults = faults;
    return this.unread === undefined ? record : undefined;
  }

  set(field: F, text: string): void {
    this.typed[field] = text;
    if (this.#tried) this.#check();
  }

  setOutline(text: string): void {
    const drawn = text.trim() ? readDrawn(text) : { form: this.sketch?.form ?? 'surface', outline: [] };
    const fits = drawn && this.sketch?.forms.includes(drawn.form);
    this.unread = fits ? undefined : text;
    if (drawn && fits) this.sketch?.set(drawn);
  }

  /** Saves what is in the form; what is wrong stands at its field, and the first such field has the focus. */
  async save(write: (record: I) => Promise<void>): Promise<void> {
    if (this.sketch?.mode === 'draw' && this.sketch.endable) this.sketch.finish();
    this.#tried = true;
    this.error = undefined;
    this.others = [];
    const record = this.#check();
    if (!record) {
      document.querySelector<HTMLElement>('#panel [aria-invalid="true"]')?.focus();
      return;
    }
    try {
      await write(record);
    } catch (thrown) {
      this.error = troubleOf(thrown);
      const at = serverFaults<F | 'geometry'>([...this.#fields, 'geometry'], this.error.errors);
      this.faults = at.faults;
      this.others = at.others;
    }
  }

  get geometryFault(): Fault | undefined {
    return this.unread === undefined ? this.faults.geometry : { rule: 'server', code: 'not_an_outline', text: '' };
  }
}
