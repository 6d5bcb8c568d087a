// The outline that is being drawn or changed, step by step, each of which can be taken back. The map
// and the form both show it; neither keeps anything of its own.
import { cut, split } from './geometry/divide';
import { hectares, metres } from './geometry/measure';
import type { Outline, Ring, Shape, Spot } from './geometry/outline';
import { inserted, moved, removed, sameCorner, type Corner } from './geometry/vertices';

/** What clicks on the map do: nothing, or add a corner to a new piece, a hole, or a line that divides. */
export type Mode = 'rest' | 'draw' | 'cut' | 'split';

export type SketchFault = 'fewCorners' | 'crossesItself' | 'missesLand' | 'nothingLeft';

interface Step {
  outline: Outline;
  apart: readonly Outline[];
  mode: Mode;
  path: Ring;
}

export class Sketch {
  outline = $state.raw<Outline>([]);
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

  constructor(outline: Outline) {
    this.outline = outline;
    if (!outline.length) this.mode = 'draw';
  }

  /** Hectares of the outline, with what is being drawn of it. */
  get hectares(): number {
    const line = this.line;
    return hectares(this.mode === 'draw' && line.length > 2 ? [...this.outline, [line]] : this.outline);
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
    return spots ? [spots.at(at - 1)!, spots[at]!] : [];
  }

  #remember(): void {
    const { outline, apart, mode, path } = this;
    this.past = [...this.past, { outline, apart, mode, path }];
    this.fault = undefined;
  }

  /** A whole outline at once, such as one that was typed. */
  set(outline: Outline): void {
    this.#remember();
    this.outline = outline;
    this.apart = [];
    this.rest();
  }

  begin(mode: Mode): void {
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
    this.path = [...this.path, spot];
    this.pointer = undefined;
  }

  /** Ends the line: the piece, the hole or the division is made, or a fault says why not. */
  finish(): void {
    const { mode, path } = this;
    this.pointer = undefined;
    if (path.length < (mode === 'split' ? 2 : 3)) {
      this.fault = 'fewCorners';
      return;
    }
    if (mode === 'draw') {
      this.#remember();
      this.outline = [...this.outline, [path]];
      this.rest();
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
    const outline = removed(this.outline, this.corner);
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
