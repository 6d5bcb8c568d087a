// What the tiles of a layer are made of: when none of it has changed, the map keeps them.

/** Tables of the region, as its history calls them, by the tiles that show something of them. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  sites: ['sites', 'flows'],
  flows: ['flows', 'sites'],
  areas: ['areas'],
  constraints: ['constraints', 'settings'],
  zones: ['constraints', 'settings'],
  facilities: ['facilities'],
  exchanges: ['exchanges', 'flows', 'sites'],
  matches: ['flows', 'sites', 'exchanges', 'assumptions'],
};

/** Whether tiles show another state than the region's; `changed` undefined: anything may have changed. */
export function isOld(tiles: string, changed: ReadonlySet<string> | undefined): boolean {
  const tables = TABLES[tiles];
  return !changed || !tables || tables.some((table) => changed.has(table));
}
