// A made-up region of many areas among many sites, as files that the program imports: the same each time.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to 1 that look like chance (mulberry32). */
function chance(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const place = (next: () => number): [number, number] => [14 + 1.6 * next(), 62.9 + 0.7 * next()];

/** Writes a region of so many areas and sites, each with two flows, into a folder; returns the files. */
export function largeRegion(folder: string, areas: number, sites: number): string[] {
  const next = chance(7);
  const siteRows = ['id,name,lon,lat,municipality'];
  const flowRows = ['id,site_id,direction,resource,quantity,unit,supply_c,return_c,price_sek,disposal_cost_sek,status'];
  const materials = ['wood.sawdust', 'food.draff', 'plastic.pp', 'manure.cattle', 'substrate'];
  for (let i = 0; i < sites; i++) {
    const [lon, lat] = place(next);
    siteRows.push(`s${i},Företag ${i},${lon.toFixed(5)},${lat.toFixed(5)},Östersund`);
    const supply = Math.round(35 + 50 * next());
    flowRows.push(`h${i},s${i},${i % 3 ? 'surplus' : 'need'},heat,${(0.5 + 5 * next()).toFixed(2)},MW,${supply},${supply - 15},,,`);
    flowRows.push(`m${i},s${i},${i % 2 ? 'surplus' : 'need'},${materials[i % materials.length]},${Math.round(100 + 5000 * next())},t/yr,,,${i % 2 ? '' : Math.round(100 + 900 * next())},${i % 2 ? Math.round(500 * next()) : ''},${i % 2 ? 'by_product' : ''}`);
  }
  const features = Array.from({ length: areas }, (_, i) => {
    const [lon, lat] = place(next);
    const [w, h] = [0.002 + 0.006 * next(), 0.001 + 0.003 * next()];
    return {
      type: 'Feature',
      properties: { id: `a${i}`, name: `Område ${i}`, municipality: 'Östersund', plan_status: ['detaljplan', 'oversiktsplan', 'none'][i % 3], grid_mw: i % 4 ? Math.round(20 * next()) : null },
      geometry: { type: 'Polygon', coordinates: [[[lon, lat], [lon + w, lat], [lon + w, lat + h], [lon, lat + h], [lon, lat]]] },
    };
  });
  const files: [string, string][] = [
    ['sites.csv', siteRows.join('\n')], ['flows.csv', flowRows.join('\n')], ['areas.geojson', JSON.stringify({ type: 'FeatureCollection', features })],
  ];
  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
}
