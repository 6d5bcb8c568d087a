// The outline that is being drawn or changed, step by step, each of which can be taken back. The map
// and the form both show it; neither keeps anything of its own.
import { cut, split } from './geometry/divide';
import { hectares, lineMetres, metres } from './geometry/measure';
import { LEAST, type Drawn, type Form, type Outline, type Ring, type Shape, type Spot } from './geometry/outline';
import { inserted, moved, removed, sameCorner, type Corner } from './geometry/vertices';

/** Beyond so many corners an outline is not changed by hand: it shows, without its corners. */
export const MOST_CORNERS = 4000;

/** What clicks on the map do: nothing, or add a corner to a new piece, a hole, or a line that divides. */
export type Mode = 'rest' | 'draw' | 'cut' | 'split';

export type SketchFault = 'fewCorners' | 'crossesItself' | 'missesLand' | 'nothingLeft';

interface Step {
  form: Form;
  outline: Outline;
  apart: readonly Outline[];
  mode: Mode;
  path: Ring;
}

export class Sketch {
  form = $state<Form>('surface');
  outline = $state.raw<Outline>([]);
  /** What a new piece is; one of another form takes the place of what was there. */
  drawing = $state<Form>('surface');
  /** What can be drawn. */
  readonly forms: readonly Form[];
  /** A line can divide it, and the pieces become records of their own. */
  readonly divides: boolean;
  /** Pieces that a line has divided off; they become land of their own. */
  apart = $state.raw<readonly Outline[]>([]);
  mode = $state<Mode>('rest');
  /** The corners put so far. */
  path = $state.raw<Ring>([]);
  /** Where the next corner would come. */
  pointer = $state.raw<Spot>();
  corner = $state.raw<Corner>();
  fault = $state<SketchFault>();
  past = $state.raw<readonly Step[]>([]);
  /** Land nearby that corners are drawn to. */
  neighbours = $state.raw<readonly Ring[]>([]);

  constructor(drawn: Drawn | undefined, forms: readonly Form[] = ['surface'], divides = false) {
    // What came in a form that isn't drawn here can still be changed.
    this.forms = drawn && !forms.includes(drawn.form) ? [drawn.form, ...forms] : forms;
    this.divides = divides;
    this.form = this.drawing = drawn?.form ?? forms[0]!;
    this.outline = drawn?.outline ?? [];
    if (!drawn) this.mode = 'draw';
  }

  /** More corners than can be changed by hand. */
  readonly heavy: boolean = $derived(this.outline.reduce((sum, shape) => sum + shape.reduce((part, ring) => part + ring.length, 0), 0) > MOST_CORNERS);

  /** Steps of it could be taken back. */
  get changed(): boolean {
    return this.past.length > 0;
  }

  /** Hectares of the outline, with what is being drawn of it. */
  get hectares(): number {
    return this.#withLine('surface', hectares);
  }

  /** Metres along the lines, with what is being drawn of them. */
  get metres(): number {
    return this.#withLine('line', lineMetres);
  }

  #withLine(form: Form, measure: (outline: Outline) => number): number {
    const line = this.line;
    const own = this.form === form ? this.outline : [];
    return measure(this.mode === 'draw' && this.drawing === form && line.length >= LEAST[form] ? [...(this.drawing === this.form ? own : []), [line]] : own);
  }

  /** Metres of the side that is drawn or was drawn last. */
  get side(): number | undefined {
    const line = this.mode === 'rest' ? this.#sideOfCorner() : this.line;
    return line.length > 1 ? metres(line.at(-2)!, line.at(-1)!) : undefined;
  }

  get line(): Ring {
    return this.pointer && this.mode !== 'rest' ? [...this.path, this.pointer] : this.path;
  }

  #sideOfCorner(): Ring {
    const spots = this.corner && this.outline[this.corner.shape]?.[this.corner.ring];
    const at = this.corner?.at ?? 0;
    if (!spots || spots.length < 2) return [];
    // A line has no side before its first corner.
    return at === 0 && this.form === 'line' ? [spots[0]!, spots[1]!] : [spots.at(at - 1)!, spots[at]!];
  }

  #remember(): void {
    const { form, outline, apart, mode, path } = this;
    this.past = [...this.past, { form, outline, apart, mode, path }];
    this.fault = undefined;
  }

  /** A whole outline at once, such as one that was typed. */
  set({ form, outline }: Drawn): void {
    this.#remember();
    this.form = form;
    this.outline = outline;
    this.apart = [];
    this.rest();
  }

  begin(mode: Mode, drawing = this.form): void {
    this.drawing = drawing;
    this.path = [];
    this.pointer = undefined;
    this.corner = undefined;
    this.fault = undefined;
    this.mode = mode;
  }

  /** Leaves what is being drawn; what was finished stays. */
  rest(): void {
    this.begin('rest');
  }

  put(spot: Spot): void {
    this.#remember();
    this.pointer = undefined;
    if (this.mode === 'draw' && this.drawing === 'point') {
      this.#add([spot]);
      return;
    }
    this.path = [...this.path, spot];
  }

  /** Another piece of the same form stands beside what is there; a point, or one of another form, in its place. */
  #add(path: Ring): void {
    this.outline = this.drawing === this.form && this.form !== 'point' ? [...this.outline, [path]] : [[path]];
    this.form = this.drawing;
    this.rest();
  }

  /** Whether the line that is being drawn can be ended. */
  get endable(): boolean {
    return this.path.length >= (this.mode === 'split' ? 2 : this.mode === 'draw' ? LEAST[this.drawing] : 3);
  }

  /** What is drawn is closed by a click on its first corner; a line ends at its last. */
  get closes(): boolean {
    return this.mode === 'cut' || (this.mode === 'draw' && this.drawing === 'surface');
  }

  /** Ends the line: the piece, the hole or the division is made, or a fault says why not. */
  finish(): void {
    const { mode, path } = this;
    this.pointer = undefined;
    if (!this.endable) {
      this.fault = 'fewCorners';
      return;
    }
    if (mode === 'draw') {
      this.#remember();
      this.#add(path);
      return;
    }
    const made = mode === 'cut' ? cut(this.outline, path) : split(this.outline, path);
    if ('fault' in made) {
      this.fault = made.fault;
      return;
    }
    this.#remember();
    this.outline = made.outline;
    this.apart = [...this.apart, ...made.apart];
    this.rest();
  }

  select(corner: Corner | undefined): void {
    this.corner = corner;
  }

  /** A drag begins: everything up to its end is one step. */
  grab(corner: Corner, fresh?: Spot): void {
    this.#remember();
    this.corner = corner;
    if (!fresh) return;
    this.outline = inserted(this.outline, corner, fresh);
    this.corner = { ...corner, at: corner.at + 1 };
  }

  drag(to: Spot): void {
    if (this.corner) this.outline = moved(this.outline, this.corner, to);
  }

  /** A drag that moved nothing is no step. */
  drop(): void {
    if (this.past.at(-1)?.outline === this.outline) this.past = this.past.slice(0, -1);
  }

  remove(): void {
    if (!this.corner) return;
    const outline = removed(this.outline, this.corner, this.form);
    if (outline === this.outline) {
      this.fault = 'fewCorners';
      return;
    }
    this.#remember();
    this.outline = outline;
    this.corner = undefined;
  }

  isSelected(corner: Corner): boolean {
    return sameCorner(corner, this.corner);
  }

  undo(): void {
    const last = this.past.at(-1);
    if (!last) return;
    this.past = this.past.slice(0, -1);
    this.form = last.form;
    this.outline = last.outline;
    this.apart = last.apart;
    this.mode = last.mode;
    this.path = last.path;
    this.pointer = undefined;
    this.corner = undefined;
    this.fault = undefined;
  }

  /** Rings that corners are drawn to: the neighbours', and for cuts and lines the land's own. */
  get magnets(): readonly Ring[] {
    const own = (shapes: readonly Shape[]) => shapes.flat();
    return this.mode === 'rest' ? this.neighbours : [...this.neighbours, ...own(this.outline)];
  }
}
