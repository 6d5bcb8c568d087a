import { describe, expect, it } from 'vitest';
import type { Area, AreaInput, Comparison, ComparisonRequest, Constraint, ConstraintInput, Deleted, Facility, FacilityInput, Flow, FlowInput, KeptComparison, NewPitch, Pitch, PitchInput, Profile, ProfileInput, RemovedPitch, Site, SiteInput } from '../api/client';
import { problemOf } from '../api/problem';
import { areaChanges, constraintChanges, createFlow, facilityChanges, profileChanges, createSite, together, makePitch, removeComparison, removeFlow, removePitch, removeSite, saveComparison, saveFlow, saveSite, type Change, type Writer } from './changes';
import { Trail } from './trail';

/** A store that keeps to the server's rules: versions count up from 1, from 1 again when a record comes back, and must be named; deletions can be restored. */
class Store implements Writer {
  sites = new Map<string, Site>();
  flows = new Map<string, Flow>();
  #next = 0;

  #read<T extends { version?: number }>(all: Map<string, T>, id: string, version: number | undefined): T {
    const now = all.get(id);
    if (!now) throw new Error(`no ${id}`);
    if (now.version !== version) throw new Error(`stale ${id}`);
    return now;
  }
  #put<T>(all: Map<string, T>, item: { id?: string }): T {
    const id = item.id ?? `new-${++this.#next}`;
    const now = { ...item, id, version: ((all.get(id) as { version?: number } | undefined)?.version ?? 0) + 1 } as T;
    all.set(id, now);
    return now;
  }
  async createSite(site: SiteInput) { return this.#put<Site>(this.sites, site); }
  async putSite(id: string, site: SiteInput, version: number | undefined) {
    this.#read(this.sites, id, version);
    return this.#put<Site>(this.sites, { ...site, id });
  }
  async deleteSite(id: string, version: number | undefined): Promise<Deleted> {
    const site = this.#read(this.sites, id, version);
    this.sites.delete(id);
    const flows = [...this.flows.values()].filter((f) => f.site_id === id);
    for (const f of flows) this.flows.delete(f.id!);
    return { sites: [site], flows, exchanges: [] };
  }
  async createFlow(flow: FlowInput) { return this.#put<Flow>(this.flows, flow); }
  async putFlow(id: string, flow: FlowInput, version: number | undefined) {
    this.#read(this.flows, id, version);
    return this.#put<Flow>(this.flows, { ...flow, id });
  }
  async deleteFlow(id: string, version: number | undefined): Promise<Deleted> {
    const flow = this.#read(this.flows, id, version);
    this.flows.delete(id);
    return { sites: [], flows: [flow], exchanges: [] };
  }
  areas = new Map<string, Area>();
  async createArea(area: AreaInput) { return this.#put<Area>(this.areas, area); }
  async putArea(id: string, area: AreaInput, version: number | undefined) {
    this.#read(this.areas, id, version);
    return this.#put<Area>(this.areas, { ...area, id } as AreaInput);
  }
  async deleteArea(id: string, version: number | undefined) { return this.#delete(this.areas, id, version); }
  constraints = new Map<string, Constraint>();
  async createConstraint(c: ConstraintInput) { return this.#put<Constraint>(this.constraints, c); }
  async putConstraint(id: string, c: ConstraintInput, version: number | undefined) {
    this.#read(this.constraints, id, version);
    return this.#put<Constraint>(this.constraints, { ...c, id } as ConstraintInput);
  }
  async deleteConstraint(id: string, version: number | undefined) { return this.#delete(this.constraints, id, version); }
  facilities = new Map<string, Facility>();
  async createFacility(f: FacilityInput) { return this.#put<Facility>(this.facilities, f); }
  async putFacility(id: string, f: FacilityInput, version: number | undefined) {
    this.#read(this.facilities, id, version);
    return this.#put<Facility>(this.facilities, { ...f, id } as FacilityInput);
  }
  async deleteFacility(id: string, version: number | undefined) { return this.#delete(this.facilities, id, version); }
  profiles = new Map<string, Profile>();
  async createProfile(p: ProfileInput) { return this.#put<Profile>(this.profiles, p); }
  async putProfile(id: string, p: ProfileInput, version: number | undefined) {
    this.#read(this.profiles, id, version);
    return this.#put<Profile>(this.profiles, { ...p, id } as ProfileInput);
  }
  async deleteProfile(id: string, version: number | undefined) { return this.#delete(this.profiles, id, version); }
  #delete<T extends { version?: number }>(all: Map<string, T>, id: string, version: number | undefined): T {
    const gone = this.#read(all, id, version);
    all.delete(id);
    return gone;
  }

  async restore(deleted: Deleted): Promise<Deleted> {
    return { sites: deleted.sites.map((s) => this.#put<Site>(this.sites, s)), flows: deleted.flows.map((f) => this.#put<Flow>(this.flows, f)), exchanges: [] };
  }
  comparisons = new Map<string, Comparison>();
  async createComparison(request: ComparisonRequest) {
    return this.#put<Comparison>(this.comparisons, (request.restore ?? { name: request.name, areas: request.areas }) as { id?: string });
  }
  async deleteComparison(id: string, version: number | undefined): Promise<KeptComparison> {
    const { version: _, ...kept } = this.#read(this.comparisons, id, version);
    this.comparisons.delete(id);
    return kept as unknown as KeptComparison;
  }
  pitches = new Map<string, Pitch>();
  async createPitch(input: PitchInput): Promise<NewPitch> {
    const made = this.#put<Pitch>(this.pitches, { ...input, title: input.title ?? 'Blad' } as { id?: string });
    return { ...made, link: '/pitch/hemligt' } as NewPitch;
  }
  async deletePitch(id: string, version: number | undefined): Promise<RemovedPitch> {
    const { version: _, ...gone } = this.#read(this.pitches, id, version);
    this.pitches.delete(id);
    return gone as unknown as RemovedPitch;
  }
  async restorePitch(removed: RemovedPitch): Promise<Pitch> {
    return this.#put<Pitch>(this.pitches, removed as unknown as { id?: string });
  }
  /** What is there, without versions, which always go up. */
  get content() {
    const plain = (all: Map<string, { version?: number }>) => [...all].sort(([a], [b]) => a.localeCompare(b)).map(([, { version: _, ...rest }]) => rest);
    return { sites: plain(this.sites), flows: plain(this.flows), comparisons: plain(this.comparisons), pitches: plain(this.pitches) };
  }
}

async function filled(): Promise<Store> {
  const store = new Store();
  await store.createSite({ id: 's', name: 'Såg', lon: 14, lat: 63 });
  await store.createFlow({ id: 'f', site_id: 's', direction: 'surplus', resource: 'wood.chips', quantity: 9, unit: 't/yr' });
  await store.createFlow({ id: 'g', site_id: 's', direction: 'need', resource: 'heat', quantity: 2, unit: 'MW' });
  await store.createComparison({ restore: { id: 'c', name: 'Tre', areas: ['a', 'b'] } as unknown as KeptComparison });
  await store.createPitch({ area_id: 'a', profile_id: 'p', title: 'Blad', language: 'sv', visibility: 'public' });
  return store;
}

const CASES: [string, (store: Store) => Change][] = [
  ['a site is added', () => createSite({ name: 'Ny', lon: 1, lat: 2 }, 'site-new')],
  ['a site is changed', (s) => saveSite(s.sites.get('s')!, { ...s.sites.get('s')!, name: 'Sågen' })],
  ['a site is removed with its flows', (s) => removeSite(s.sites.get('s')!)],
  ['a flow is added', () => createFlow({ site_id: 's', direction: 'need', resource: 'water', quantity: 5, unit: 'm3/yr' }, 'flow-new')],
  ['a flow is changed', (s) => saveFlow(s.flows.get('f')!, { ...s.flows.get('f')!, quantity: 12 })],
  ['a flow is removed', (s) => removeFlow(s.flows.get('g')!)],
  ['a comparison is saved', () => saveComparison('Två', { name: 'Två', areas: ['a', 'b'] })],
  ['a comparison is removed', (s) => removeComparison(s.comparisons.get('c')!)],
  ['a pitch sheet is made', () => makePitch({ area_id: 'b', profile_id: 'p', language: 'sv', visibility: 'public' }, 'a key', 'Mark', () => {})],
  ['a pitch sheet is withdrawn', (s) => removePitch([...s.pitches.values()][0]!)],
];

describe.each(CASES)('when %s', (_, change) => {
  it('undo, redo, undo and redo again lead back and forth between two states', async () => {
    const store = await filled();
    const before = store.content;
    let { reverse } = await change(store).run(store);
    const after = store.content;
    expect(after).not.toEqual(before);
    for (const wanted of [before, after, before, after]) {
      ({ reverse } = await reverse.run(store));
      // A record that is made anew may be given another id only where the server makes it.
      expect(store.content).toEqual(wanted);
    }
  });

  it('someone else having changed it in between stops the undo', async () => {
    const store = await filled();
    const { reverse, id } = await change(store).run(store);
    const site = store.sites.get(id);
    const flow = store.flows.get(id);
    if (site) await store.putSite(id, { ...site, name: 'theirs' }, site.version);
    else if (flow) await store.putFlow(id, { ...flow, quantity: 77 }, flow.version);
    else return; // removed: there is nothing left that they could have changed
    await expect(reverse.run(store)).rejects.toThrow('stale');
  });
});

describe('a history of several steps', () => {
  /** What the editor does with changes, without the page. */
  class History {
    readonly trail: Trail;
    readonly past: Change[] = [];
    constructor(store: Store) {
      this.trail = new Trail(store);
    }
    async run(change: Change): Promise<string> {
      const { reverse, id } = await change.run(this.trail);
      this.past.push(reverse);
      return id;
    }
    async undo(): Promise<void> {
      this.trail.undoing = true;
      try {
        await this.past.pop()!.run(this.trail);
      } finally {
        this.trail.undoing = false;
      }
    }
  }

  it('is taken back step by step to where it began', async () => {
    const store = await filled();
    const history = new History(store);
    const states = [store.content];
    const step = async (change: Change) => {
      const id = await history.run(change);
      states.push(store.content);
      return id;
    };
    const id = await step(createFlow({ site_id: 's', direction: 'need', resource: 'water', quantity: 1, unit: 'm3/yr' }, 'flow-new'));
    const flow = () => store.flows.get(id)!;
    await step(saveFlow(flow(), { ...flow(), quantity: 2 }));
    await step(saveFlow(flow(), { ...flow(), quantity: 3 }));
    await step(removeFlow(flow()));
    await history.undo();
    expect(store.content).toEqual(states[3]);
    await history.undo();
    expect(store.content).toEqual(states[2]);
    // On from the middle, and back again.
    states.length = 3;
    await step(saveFlow(flow(), { ...flow(), quantity: 4 }));
    await step(saveSite(store.sites.get('s')!, { ...store.sites.get('s')!, name: 'Sågen' }));
    await step(removeSite(store.sites.get('s')!));
    for (const wanted of states.slice(0, -1).reverse()) {
      await history.undo();
      expect(store.content).toEqual(wanted);
    }
  });

  it('stops where someone else has written in between', async () => {
    const store = await filled();
    const history = new History(store);
    const id = await history.run(createFlow({ site_id: 's', direction: 'need', resource: 'water', quantity: 1, unit: 'm3/yr' }, 'flow-new'));
    await store.putFlow(id, { ...store.flows.get(id)!, note: 'theirs' }, store.flows.get(id)!.version);
    await history.run(saveFlow(store.flows.get(id)!, { ...store.flows.get(id)!, quantity: 2 }));
    await history.undo();
    await expect(history.undo()).rejects.toThrow('stale');
    expect(store.flows.get(id)).toMatchObject({ note: 'theirs', quantity: 1 });
  });
});

describe('land', () => {
  const shape = { type: 'MultiPolygon', coordinates: [] } as unknown as AreaInput['geometry'];
  const names = (store: Store) => [...store.areas.values()].map((a) => a.name).sort();

  // Every noun that stands alone goes the same way; what tells its steps apart is its note.
  const nouns: { noun: string; changes: { create(record: never): Change; save(before: never, after: never): Change; remove(record: never): Change }; all: (store: Store) => Map<string, object>; first: object }[] = [
    { noun: 'an area', changes: areaChanges, all: (s) => s.areas, first: { name: 'x', geometry: shape } },
    { noun: 'a constraint', changes: constraintChanges, all: (s) => s.constraints, first: { layer: 'shore', source: 'x', geometry: shape } },
    { noun: 'a facility', changes: facilityChanges, all: (s) => s.facilities, first: { facility: 'rail', source: 'x', geometry: shape } },
    { noun: 'a profile', changes: profileChanges, all: (s) => s.profiles, first: { names: { sv: 'x' }, capacity_unit: '1', capacity: 1, flows: [] } },
  ];
  it.each(nouns)('$noun is made, changed twice, taken away, and all of it taken back', async ({ changes, all, first }) => {
    const store = new Store();
    const trail = new Trail(store);
    const past: Change[] = [];
    const run = async (change: Change) => {
      const { reverse, id } = await change.run(trail);
      past.push(reverse);
      return all(store).get(id) as never;
    };
    const noted = (record: object, note: string) => ({ ...record, note }) as never;
    const made = await run(changes.create(noted(first, 'a')));
    const once = await run(changes.save(made, noted(made, 'b')));
    const twice = await run(changes.save(once, noted(once, 'c')));
    await run(changes.remove(twice));
    trail.undoing = true;
    const seen = [];
    for (const reverse of past.reverse()) {
      await reverse.run(trail);
      seen.push([...all(store).values()].map((record) => (record as { note?: string }).note));
    }
    expect(seen).toEqual([['c'], ['b'], ['a'], []]);
  });

  it('that came back though nobody heard it comes back at the next try, unless somebody has changed it since', async () => {
    const store = new Store();
    const made = await store.createArea({ name: 'x', geometry: shape });
    const { reverse } = await areaChanges.remove(made).run(store);
    await reverse.run(store);
    // The store as the server is: an id that is taken is a conflict.
    const plain = store.createArea.bind(store);
    store.createArea = async (area) => {
      if (store.areas.has(area.id!)) throw problemOf(409, {});
      return plain(area);
    };
    const { id, reverse: back } = await reverse.run(store);
    expect(id).toBe(made.id);
    await back.run(store);
    expect(store.areas.size).toBe(0);
    await reverse.run(store);
    await store.putArea(made.id!, { name: 'another', geometry: shape }, 1);
    await expect(reverse.run(store)).rejects.toThrow('stale');
    expect(names(store)).toEqual(['another']);
  });

  it('is divided in one step, which goes back in one; a failure on the way leaves all as it was', async () => {
    const store = new Store();
    const trail = new Trail(store);
    const made = await store.createArea({ name: 'whole', geometry: shape });
    const divided = together(areaChanges.save(made, { ...made, name: 'left' } as AreaInput), areaChanges.create({ name: 'right', geometry: shape }), areaChanges.create({ name: 'third', geometry: shape }));
    const { reverse, id } = await divided.run(trail);
    expect(id).toBe(made.id);
    expect(names(store)).toEqual(['left', 'right', 'third']);
    expect(reverse).toMatchObject({ deed: 'saved', name: 'whole' });
    trail.undoing = true;
    const pieces = [...store.areas.keys()].filter((piece) => piece !== id);
    // Whoever shows one of the pieces hears that it is gone.
    expect((await reverse.run(trail)).gone?.toSorted()).toEqual(pieces.toSorted());
    expect(names(store)).toEqual(['whole']);
    trail.undoing = false;
    const now = [...store.areas.values()][0]!;
    const refused: Change = { ...areaChanges.create({ name: 'x', geometry: shape }), run: () => Promise.reject(new Error('refused')) };
    await expect(together(areaChanges.save(now, { ...now, name: 'left' } as AreaInput), areaChanges.create({ name: 'right', geometry: shape }), refused).run(trail)).rejects.toThrow('refused');
    expect(names(store)).toEqual(['whole']);
  });
});
