// Corners of an outline: where they are, and the outline with one moved, added or taken away.
import { LEAST, type Form, type Outline, type Spot } from './outline';

/** A corner, or for a new one the corner after which it comes. */
export interface Corner {
  shape: number;
  ring: number;
  at: number;
}

export const sameCorner = (a: Corner | undefined, b: Corner | undefined): boolean => a !== undefined && b !== undefined && a.shape === b.shape && a.ring === b.ring && a.at === b.at;

function* all(outline: Outline): Generator<{ corner: Corner; spot: Spot; next: Spot }> {
  for (const [shape, rings] of outline.entries()) for (const [ring, spots] of rings.entries()) for (const [at, spot] of spots.entries()) yield { corner: { shape, ring, at }, spot, next: spots[(at + 1) % spots.length]! };
}

export const corners = (outline: Outline): { corner: Corner; spot: Spot }[] => [...all(outline)];

/** The middles of all sides: a corner put there comes after `corner`. A line has none from its end to its beginning, a point none at all. */
export const middles = (outline: Outline, form: Form = 'surface'): { corner: Corner; spot: Spot }[] =>
  [...all(outline)]
    .filter(({ corner }) => form === 'surface' || corner.at + 1 < outline[corner.shape]![corner.ring]!.length)
    .map(({ corner, spot, next }) => ({ corner, spot: [(spot[0] + next[0]) / 2, (spot[1] + next[1]) / 2] }));

function edited(outline: Outline, { shape, ring }: Corner, edit: (spots: Spot[]) => Spot[]): Outline {
  return outline.map((rings, s) => (s === shape ? rings.map((spots, r) => (r === ring ? edit([...spots]) : spots)) : rings));
}

export const moved = (outline: Outline, corner: Corner, to: Spot): Outline => edited(outline, corner, (spots) => spots.with(corner.at, to));

export const inserted = (outline: Outline, corner: Corner, spot: Spot): Outline => edited(outline, corner, (spots) => spots.toSpliced(corner.at + 1, 0, spot));

/** A hole of three corners goes with one of them, and so does a line of two or a point that isn't alone; an outer ring of three keeps them all. */
export function removed(outline: Outline, corner: Corner, form: Form = 'surface'): Outline {
  const ring = outline[corner.shape]?.[corner.ring];
  if (!ring) return outline;
  if (ring.length > LEAST[form]) return edited(outline, corner, (spots) => spots.toSpliced(corner.at, 1));
  if (corner.ring > 0) return outline.map((rings, s) => (s === corner.shape ? rings.toSpliced(corner.ring, 1) : rings));
  return form !== 'surface' && outline.length > 1 ? outline.toSpliced(corner.shape, 1) : outline;
}
