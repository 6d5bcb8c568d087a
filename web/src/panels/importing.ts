// What somebody says of files that are to be imported, as the server is told it. Pure.
import type { ImportWish } from '../api/client';
import type { FormWords } from '../api/told';
import type { Dictionary } from '../i18n/dictionary';
import { parseNumber } from '../units/format';

/** What the features of somebody else's files are; "": the files have Samloka's own columns. */
export type As = '' | 'area' | 'constraint' | 'facility';

/** What is typed, as it stands in the fields. */
export interface TypedImport {
  as: As;
  crs: string;
  layer: string;
  effect: string;
  buffer: string;
  warning: string;
  facility: string;
  source: string;
  sourceDate: string;
  certainty: string;
  fromLayer: string;
  idPrefix: string;
  partial: boolean;
}

export const PLAIN_IMPORT: TypedImport = { as: '', crs: '', layer: 'protected_nature', effect: '', buffer: '', warning: '', facility: 'highway', source: '', sourceDate: '', certainty: 'reported', fromLayer: '', idPrefix: '', partial: false };

/** What the server's hints are told in. */
export const formWords = (t: Dictionary): FormWords => ({ ...t.importing, catalogue: t.data.catalogue });

/** Reference systems that land is surveyed in here, by EPSG number, with the names their users know. */
export const SYSTEMS: readonly (readonly [string, string])[] = [
  ['EPSG:4326', 'WGS 84'],
  ['EPSG:3006', 'SWEREF 99 TM'],
  ...([['3007', '12 00'], ['3008', '13 30'], ['3009', '15 00'], ['3010', '16 30'], ['3011', '18 00'], ['3012', '14 15'], ['3013', '15 45'], ['3014', '17 15'], ['3015', '18 45'], ['3016', '20 15'], ['3017', '21 45'], ['3018', '23 15']] as const)
    .map(([code, zone]) => [`EPSG:${code}`, `SWEREF 99 ${zone}`] as const),
  ...(['32', '33', '34', '35'] as const).map((zone) => [`EPSG:258${zone}`, `ETRS89 (EUREF89) / UTM ${zone}`] as const),
  ...(['32', '33', '34', '35'] as const).map((zone) => [`EPSG:326${zone}`, `WGS 84 / UTM ${zone}`] as const),
  ...([['3019', '7,5 gon V'], ['3020', '5 gon V'], ['3021', '2,5 gon V'], ['3022', '0 gon'], ['3023', '2,5 gon O'], ['3024', '5 gon O']] as const).map(([code, zone]) => [`EPSG:${code}`, `RT 90 ${zone}`] as const),
];

/** The names of fields that are no distances above nil. */
export type ImportFault = 'buffer' | 'warning';

/** What ids begin with when nothing else is said, as the server has it. */
export const usualPrefix = ({ as, layer, facility }: TypedImport): string => (as === 'constraint' ? layer : as === 'facility' ? facility : 'area');

/** What is sent: only what bears on the kind of files. */
export function importWish(typed: TypedImport): { wish: ImportWish; faults: ImportFault[] } {
  const wish: ImportWish = { ...(typed.crs && { crs: typed.crs }), ...(typed.partial && { partial: true }), ...(typed.fromLayer.trim() && { from_layer: typed.fromLayer.trim() }) };
  const faults: ImportFault[] = [];
  if (!typed.as) return { wish, faults };
  wish.as = typed.as;
  wish.certainty = typed.certainty as NonNullable<ImportWish['certainty']>;
  if (typed.source.trim()) wish.source = typed.source.trim();
  if (typed.idPrefix.trim()) wish.id_prefix = typed.idPrefix.trim();
  if (typed.sourceDate) wish.source_date = typed.sourceDate;
  if (typed.as === 'facility') wish.facility = typed.facility as NonNullable<ImportWish['facility']>;
  if (typed.as === 'constraint') {
    wish.layer = typed.layer;
    if (typed.effect) wish.effect = typed.effect as NonNullable<ImportWish['effect']>;
    for (const [field, key] of [['buffer', 'buffer_m'], ['warning', 'warning_distance_m']] as const) {
      if (!typed[field].trim()) continue;
      const metres = parseNumber(typed[field]);
      if (metres === null || metres < 0) faults.push(field);
      else wish[key] = metres;
    }
  }
  return { wish, faults };
}
