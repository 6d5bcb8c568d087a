// What a layer of the map is: how it is drawn, what its legend says about what is visible, what it
// tells under the pointer, what a click selects, and where it comes from. One module per layer.
import type { AddLayerObject, FilterSpecification, MapGeoJSONFeature, SourceSpecification } from 'maplibre-gl';
import type { Dictionary } from '../i18n/dictionary';
import type { PaintId } from '../map/order';
import type { Filters, Selection } from '../state/url';
import type { Lang } from '../units/format';
import type { Effect, FacilityKind } from './landsigns';
import type { FlowSign, SiteSign } from './symbols';

export interface Context {
  t: Dictionary;
  lang: Lang;
  /** Name of a resource in the reader's language. */
  name: (code: string) => string;
  /** A resource's code and all below it. */
  below: (code: string) => string[];
}

export type LegendSign =
  | { kind: 'flow'; flow: FlowSign }
  | { kind: 'site'; site: SiteSign }
  | { kind: 'line'; colour: string; width: number; dash: boolean; pale?: boolean }
  | { kind: 'rank'; colour: string }
  | { kind: 'ground'; effect: Effect; point: boolean }
  | { kind: 'facility'; facility: FacilityKind; point: boolean }
  | { kind: 'area'; colour: string; line: string; hatched: boolean };

export interface LegendItem {
  sign: LegendSign;
  label: string;
  /** Sizes of one dimension stand side by side under this caption. */
  scale?: string;
}

/** What the legend says of a layer. */
export interface LegendEntry {
  name: LayerName;
  items: LegendItem[];
  /** How many of the layer's features are too many to be drawn at this zoom. */
  leftOut: number;
}

export type LayerName = 'areas' | 'constraints' | 'facilities' | 'matches' | 'nearMisses' | 'whatif' | 'reach' | 'around' | 'exchanges' | 'sites' | 'flows' | 'ranked' | 'sketch';

export interface MapLayer {
  name: LayerName;
  /** Sources by id; an address of tiles is filled in by the page. */
  sources: Record<string, { tiles: string } | { data: true }>;
  paints: (Exclude<AddLayerObject, { type: 'custom' }> & { id: PaintId })[];
  /** The source of which only the weightiest features are drawn where there are too many. */
  thinned?: string;
  /** The paints under the pointer that count, topmost first. */
  hits: PaintId[];
  /** What the reader's filters leave of it. */
  filter?: (filters: Filters, context: Context) => Partial<Record<PaintId, FilterSpecification | null>>;
  legend: (visible: MapGeoJSONFeature[], context: Context) => LegendItem[];
  hover: (feature: MapGeoJSONFeature, context: Context) => string[];
  pick: (feature: MapGeoJSONFeature) => Selection | undefined;
  /** Where its data come from and what may be done with them. */
  source: (t: Dictionary) => string;
}

export const vector = (tiles: string): SourceSpecification => ({ type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: 14 });

export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
export const figure = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
export const truth = (value: unknown): boolean => value === true || value === 1 || value === 'true';

/** The values that occur, in the order of `all`. */
export const present = <T>(all: readonly T[], found: Iterable<T>): T[] => {
  const set = new Set(found);
  return all.filter((item) => set.has(item));
};
