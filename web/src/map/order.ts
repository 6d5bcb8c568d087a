// The one order in which everything is painted, from the bottom up. A map layer that is not named
// here cannot be added: where it belongs is a decision, not an accident of loading.
export const ORDER = [
  'water',
  'land',
  'lakes',
  'rivers',
  'coast',
  'borders',
  'own-basemap',
  'facilities-highway',
  'facilities-rail',
  'facilities-other',
  'zones-warning',
  'zones-warning-edge',
  'zones-buffer',
  'zones-buffer-edge',
  'constraints-fill',
  'areas-fill',
  'areas-hatch',
  'constraints-excludes',
  'constraints-penalises',
  'constraints-informs',
  'areas-line',
  'around-fill',
  'around-line',
  'left-fill',
  'left-line',
  'matches-line',
  'exchanges-casing',
  'exchanges-line',
  'near-misses-line',
  'reach-line',
  'pair-line',
  'whatif-line',
  'waters-label',
  'places-label',
  'areas-label',
  'constraints-point',
  'facilities-point',
  'sites-label',
  'sites-symbol',
  'flows-symbol',
  'selection-outline',
  'selection-ring',
  'ranked-symbol',
  'ranked-label',
  'whatif-symbol',
  'sketch-fill',
  'sketch-line',
  'sketch-path',
  'sketch-middle',
  'sketch-corner',
] as const;

export type PaintId = (typeof ORDER)[number];

const place = new Map<string, number>(ORDER.map((id, i) => [id, i]));

/** Where a layer stands in the order; throws on an id that has no place. */
export function rank(id: string): number {
  const at = place.get(id);
  if (at === undefined) throw new Error(`Map layer "${id}" has no place in the order: add it to src/map/order.ts`);
  return at;
}

/** The layer among `present` that `id` has to be put below; undefined when it belongs on top. */
export function above(id: string, present: Iterable<string>): string | undefined {
  const at = rank(id);
  let next: string | undefined;
  for (const other of present) {
    const there = rank(other);
    if (there > at && (next === undefined || there < rank(next))) next = other;
  }
  return next;
}
