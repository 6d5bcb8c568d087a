// The only file that knows the map library: a thin adapter which keeps the paint order, releases
// its listeners and hands out plain values.
import type { GeoJSON } from 'geojson';
import type {
  AddLayerObject,
  ExpressionSpecification,
  FilterSpecification,
  GeoJSONSource,
  Map as LibraryMap,
  MapGeoJSONFeature,
  MapMouseEvent,
  Marker,
  SourceSpecification,
  StyleImageMetadata,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Lang } from '../units/format';
import type { Camera } from '../state/url';
import { basemapStyle, HOME, isArchive, LIMITS, ownBasemap, shapes, waterLabels } from './basemap';
import { above } from './order';

export type Bounds = [number, number, number, number];
export type { ExpressionSpecification, FilterSpecification, MapGeoJSONFeature };

export interface Hit {
  lon: number;
  lat: number;
  /** Pixels from the map's upper left corner. */
  x: number;
  y: number;
  features: MapGeoJSONFeature[];
}

export interface OpenOptions {
  lang: Lang;
  label: string;
  camera?: Camera;
  /** Pixels at each edge that the panel covers. */
  padding: Padding;
}

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** How often a map that is on its way is asked whether it has all, ms. */
const ASKED = 200;

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export class Atlas {
  readonly #map: LibraryMap;
  readonly #Marker: typeof Marker;
  /** Tiles that could not be fetched, by source. */
  #failed = new Map<string, TileAddress[]>();
  #told = (_busy: boolean): void => undefined;
  readonly #release: (() => void)[] = [];

  private constructor(map: LibraryMap, marker: typeof Marker) {
    this.#map = map;
    this.#Marker = marker;
  }

  /** Loads the library and opens a map in `container`; throws when the browser has no WebGL. */
  static async open(container: HTMLElement, options: OpenOptions): Promise<Atlas> {
    const [library] = await Promise.all([import('maplibre-gl'), import('maplibre-gl/dist/maplibre-gl.css')]);
    library.setWorkerUrl(workerUrl);
    const { camera } = options;
    const map = new library.Map({
      container,
      style: basemapStyle(options.lang),
      ...(camera
        ? { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom }
        : { bounds: HOME, fitBoundsOptions: { padding: options.padding } }),
      // On a phone the sheet covers the lower half, so that the south may go up above it.
      maxBounds: options.padding.bottom > 200 ? [LIMITS[0], LIMITS[1] - 16, LIMITS[2], LIMITS[3]] : LIMITS,
      minZoom: 3,
      maxZoom: 16,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: still() ? 0 : 200,
      locale: { 'Map.Title': options.label },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new library.ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-left');
    const atlas = new Atlas(map, library.Marker);
    await new Promise<void>((resolve) => map.once('style.load', () => resolve()));
    // Labels and data may come before the land does.
    void shapes().then((parts) => {
      for (const [name, data] of Object.entries(parts)) atlas.setData(name, data);
    });
    const own = ownBasemap();
    if (own) await atlas.#layOver(own.address, library);
    return atlas;
  }

  /** The user's own basemap, over the built-in one, which shows through where it has no tile; its names take the place of ours. */
  async #layOver(address: string, library: typeof import('maplibre-gl')): Promise<void> {
    const archive = isArchive(address);
    if (archive) {
      const { Protocol } = await import('pmtiles');
      library.addProtocol('pmtiles', new Protocol().tile);
    }
    this.addSource('own-basemap', { type: 'raster', tileSize: 256, ...(archive ? { url: `pmtiles://${address}` } : { tiles: [address] }) });
    this.addLayer({ id: 'own-basemap', type: 'raster', source: 'own-basemap' });
    this.show(['places-label', 'waters-label'], false);
  }

  close(): void {
    for (const release of this.#release.splice(0)) release();
    this.#map.remove();
  }

  speak(lang: Lang, label: string): void {
    this.setData('waters', waterLabels(lang));
    this.#map.getCanvas().setAttribute('aria-label', label);
  }

  // Sources and layers

  addSource(id: string, source: SourceSpecification): void {
    if (!this.#map.getSource(id)) this.#map.addSource(id, source);
  }

  setData(id: string, data: GeoJSON): void {
    this.#map.getSource<GeoJSONSource>(id)?.setData(data);
  }

  /** Gives a tiled source new addresses, so that it is read anew. */
  setTiles(id: string, tiles: string[]): void {
    // Of those that failed the library would wait for a fetching that nobody has begun.
    this.#fetchAgain(id);
    const source = this.#map.getSource(id);
    if (source && 'setTiles' in source) (source as { setTiles(t: string[]): void }).setTiles(tiles);
  }

  /** Fetches what could not be fetched. */
  fetchAgain(): void {
    for (const source of [...this.#failed.keys()]) this.#fetchAgain(source);
    this.#told(true);
  }

  #fetchAgain(source: string): void {
    const tiles = this.#failed.get(source);
    this.#failed.delete(source);
    if (tiles && this.#map.getSource(source)) this.#map.refreshTiles(source, tiles);
  }

  /** Adds a layer at its place in the order; throws when it has none. */
  addLayer(layer: AddLayerObject): void {
    if (this.#map.getLayer(layer.id)) return;
    this.#map.addLayer(layer, above(layer.id, this.#map.getLayersOrder()));
  }

  setFilter(id: string, filter: FilterSpecification | null): void {
    if (this.#map.getLayer(id)) this.#map.setFilter(id, filter);
  }

  setPaint(id: string, name: string, value: unknown): void {
    if (this.#map.getLayer(id)) this.#map.setPaintProperty(id, name as never, value as never);
  }

  setLayout(id: string, name: string, value: unknown): void {
    if (this.#map.getLayer(id)) this.#map.setLayoutProperty(id, name as never, value as never);
  }

  show(ids: readonly string[], visible: boolean): void {
    for (const id of ids) this.setLayout(id, 'visibility', visible ? 'visible' : 'none');
  }

  /** Draws a picture when a layer first asks for it; `draw` answers undefined for a name that is not its own. */
  drawImages(draw: (name: string) => { image: ImageData; options: Partial<StyleImageMetadata> } | undefined): void {
    this.#map.setMissingStyleImageResolver((name) => {
      const drawn = draw(name);
      if (drawn && !this.#map.hasImage(name)) this.#map.addImage(name, drawn.image, drawn.options);
    });
  }

  // Camera

  get camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    return { zoom: this.#map.getZoom(), lat, lon: lng };
  }

  get bounds(): Bounds {
    const b = this.#map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
  }

  onMove(then: (camera: Camera) => void): () => void {
    return this.#listen(
      (fn) => this.#map.on('moveend', fn),
      (fn) => this.#map.off('moveend', fn),
      () => then(this.camera),
    );
  }

  onIdle(then: () => void): () => void {
    return this.#listen(
      (fn) => this.#map.on('idle', fn),
      (fn) => this.#map.off('idle', fn),
      then,
    );
  }

  /** Tells when something of the map is being fetched, and when all there is to draw is drawn; `missing`: some tiles could not be fetched, and nobody has tried again. */
  onFetching(then: (now: { busy: boolean; missing: boolean }) => void): () => void {
    let asking: ReturnType<typeof setInterval> | undefined;
    const rest = () => {
      clearInterval(asking);
      asking = undefined;
    };
    const end = () => {
      rest();
      this.#told = () => undefined;
    };
    const tell = (this.#told = (busy: boolean) => {
      // Of a tile that comes again with the tag it had, the library says nothing and draws nothing: when
      // such a one is the last, nobody tells that the map is idle.
      if (busy) asking ??= setInterval(() => this.#map.loaded() && this.#map.triggerRepaint(), ASKED);
      else rest();
      then({ busy, missing: this.#failed.size > 0 });
    });
    const fail = (event: object): void => {
      const { sourceId, tile } = event as { sourceId?: string; tile?: { tileID: { canonical: TileAddress } } };
      if (!sourceId || !tile) return;
      this.#failed.set(sourceId, [...(this.#failed.get(sourceId) ?? []), tile.tileID.canonical]);
      this.#map.triggerRepaint(); // which ends with being idle
    };
    const release = [
      this.#listen((fn) => this.#map.on('dataloading', fn), (fn) => this.#map.off('dataloading', fn), () => tell(true)),
      this.#listen((fn) => this.#map.on('error', fn), (fn) => this.#map.off('error', fn), fail),
      this.onIdle(() => tell(false)),
      this.#listen(() => undefined, end, undefined),
    ];
    return () => release.forEach((one) => one());
  }

  zoomBy(step: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + step, duration: still() ? 0 : 250 });
  }

  fit(bounds: Bounds, padding: Padding, maxZoom = 11, jump = false): void {
    this.#map.fitBounds(bounds, { padding, maxZoom, duration: jump || still() ? 0 : 700 });
  }

  /** Brings bounds into the part of the map that nothing covers, unless they are there and large enough to be seen. */
  fitIfOutside(bounds: Bounds, padding: Padding, maxZoom = 13): void {
    const [a, b] = [this.#map.project([bounds[0], bounds[3]]), this.#map.project([bounds[2], bounds[1]])];
    const { clientWidth: w, clientHeight: h } = this.#map.getContainer();
    const inside = a.x > padding.left && b.x < w - padding.right && a.y > padding.top && b.y < h - padding.bottom;
    const seen = Math.max(b.x - a.x, b.y - a.y) > 60 || this.#map.getZoom() >= 11;
    if (!inside || !seen) this.fit(bounds, padding, maxZoom);
  }

  /** Brings a point into the part of the map that nothing covers, without zooming out. */
  reveal(lon: number, lat: number, padding: Padding, zoom?: number): void {
    const to = Math.max(zoom ?? 0, this.#map.getZoom());
    const p = this.#map.project([lon, lat]);
    const { clientWidth: w, clientHeight: h } = this.#map.getContainer();
    const inside = p.x > padding.left + 40 && p.x < w - padding.right - 40 && p.y > padding.top + 40 && p.y < h - padding.bottom - 40;
    if (inside && to === this.#map.getZoom()) return;
    const offset: [number, number] = [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2];
    this.#map.easeTo({ center: [lon, lat], zoom: to, offset, duration: still() ? 0 : 700 });
  }

  // Pointer

  at(x: number, y: number, layers: readonly string[], slack = 4): MapGeoJSONFeature[] {
    const there = layers.filter((id) => this.#map.getLayer(id));
    if (!there.length) return [];
    return this.#map.queryRenderedFeatures([[x - slack, y - slack], [x + slack, y + slack]], { layers: there });
  }

  visible(layers: readonly string[]): MapGeoJSONFeature[] {
    const there = layers.filter((id) => this.#map.getLayer(id));
    return there.length ? this.#map.queryRenderedFeatures({ layers: there }) : [];
  }

  /** How many features the tiles of a source say are too many to be drawn at this zoom, whatever filters leave of the others. */
  leftOut(source: string): number {
    if (!this.#map.getSource(source)) return 0;
    return this.#map.querySourceFeatures(source, { sourceLayer: source }).reduce((most, { properties: p }) => Math.max(most, Number(p.left_out ?? 0)), 0);
  }

  project(lon: number, lat: number): { x: number; y: number } {
    const { x, y } = this.#map.project([lon, lat]);
    return { x, y };
  }

  unproject(x: number, y: number): { lon: number; lat: number } {
    const { lng, lat } = this.#map.unproject([x, y]);
    return { lon: lng, lat };
  }

  onPointer(kind: 'click' | 'mousemove', layers: () => readonly string[], then: (hit: Hit) => void): () => void {
    return this.#listen(
      (fn) => this.#map.on(kind, fn),
      (fn) => this.#map.off(kind, fn),
      (event: MapMouseEvent) => {
        const { x, y } = event.point;
        then({ lon: event.lngLat.lng, lat: event.lngLat.lat, x, y, features: this.at(x, y, layers(), kind === 'click' ? 6 : 3) });
      },
    );
  }

  onLeave(then: () => void): () => void {
    return this.#listen(
      (fn) => this.#map.on('mouseout', fn),
      (fn) => this.#map.off('mouseout', fn),
      then,
    );
  }

  /** An element of the page that stands on the map and can be dragged. */
  pin(element: HTMLElement, at: { lon: number; lat: number }, dragged: (lon: number, lat: number) => void, dropped: (lon: number, lat: number) => void): { move(lon: number, lat: number): void; remove(): void } {
    const pin = new this.#Marker({ element, draggable: true }).setLngLat([at.lon, at.lat]).addTo(this.#map);
    let dragging = false;
    const drag = () => {
      dragging = true;
      const { lng, lat } = pin.getLngLat();
      dragged(lng, lat);
    };
    const drop = () => {
      dragging = false;
      const { lng, lat } = pin.getLngLat();
      dropped(lng, lat);
    };
    pin.on('drag', drag);
    pin.on('dragend', drop);
    return {
      move: (lon, lat) => {
        if (!dragging) pin.setLngLat([lon, lat]);
      },
      remove: () => {
        pin.off('drag', drag);
        pin.off('dragend', drop);
        pin.remove();
      },
    };
  }

  cursor(name: '' | 'pointer' | 'crosshair' | 'grabbing'): void {
    this.#map.getCanvas().style.cursor = name;
  }

  /** Dragging moves the map, or (false) is left to someone else. */
  pan(on: boolean): void {
    if (on) this.#map.dragPan.enable();
    else this.#map.dragPan.disable();
  }

  doubleClickZooms(on: boolean): void {
    if (on) this.#map.doubleClickZoom.enable();
    else this.#map.doubleClickZoom.disable();
  }

  get canvas(): HTMLCanvasElement {
    return this.#map.getCanvas();
  }

  #listen<F>(on: (fn: F) => void, off: (fn: F) => void, fn: F): () => void {
    on(fn);
    const release = () => off(fn);
    this.#release.push(release);
    return () => {
      const at = this.#release.indexOf(release);
      if (at >= 0) this.#release.splice(at, 1);
      release();
    };
  }
}
