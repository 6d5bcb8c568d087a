// Every write of the page is a Change, and doing one gives the Change that takes it back. That makes
// a list of them the undo history, and undoing is nothing but another write, with the version that
// the server gave.
import type { Area, AreaInput, Comparison, Constraint, ConstraintInput, ComparisonRequest, Deleted, Facility, FacilityInput, Flow, FlowInput, KeptComparison, NewPitch, Pitch, PitchInput, Profile, ProfileInput, RemovedPitch, Site, SiteInput } from '../api/client';
import { addOnce, makeOnce } from './landed';

/** What a change needs of the server; the page's client has it. */
export interface Writer {
  createSite(site: SiteInput): Promise<Site>;
  putSite(id: string, site: SiteInput, read: number | undefined): Promise<Site>;
  deleteSite(id: string, read: number | undefined): Promise<Deleted>;
  createFlow(flow: FlowInput): Promise<Flow>;
  putFlow(id: string, flow: FlowInput, read: number | undefined): Promise<Flow>;
  deleteFlow(id: string, read: number | undefined): Promise<Deleted>;
  createArea(area: AreaInput): Promise<Area>;
  putArea(id: string, area: AreaInput, read: number | undefined): Promise<Area>;
  deleteArea(id: string, read: number | undefined): Promise<Area>;
  createConstraint(constraint: ConstraintInput): Promise<Constraint>;
  putConstraint(id: string, constraint: ConstraintInput, read: number | undefined): Promise<Constraint>;
  deleteConstraint(id: string, read: number | undefined): Promise<Constraint>;
  createFacility(facility: FacilityInput): Promise<Facility>;
  putFacility(id: string, facility: FacilityInput, read: number | undefined): Promise<Facility>;
  deleteFacility(id: string, read: number | undefined): Promise<Facility>;
  createProfile(profile: ProfileInput): Promise<Profile>;
  putProfile(id: string, profile: ProfileInput, read: number | undefined): Promise<Profile>;
  deleteProfile(id: string, read: number | undefined): Promise<Profile>;
  restore(deleted: Deleted): Promise<Deleted>;
  /** `key` is the page's own, the same at each try. */
  createComparison(request: ComparisonRequest, key?: string): Promise<Comparison>;
  deleteComparison(id: string, read: number | undefined): Promise<KeptComparison>;
  createPitch(input: PitchInput, key: string): Promise<NewPitch>;
  deletePitch(id: string, read: number | undefined): Promise<RemovedPitch>;
  restorePitch(removed: RemovedPitch): Promise<Pitch>;
}

export type Deed = 'created' | 'saved' | 'removed';

export interface Change {
  deed: Deed;
  kind: 'site' | 'flow' | 'area' | 'constraint' | 'facility' | 'comparison' | 'profile' | 'pitch' | 'settings';
  /** What it is about, for people. */
  name: string;
  /** Carries it out and gives its reverse, with the id of what was written. */
  run(writer: Writer): Promise<Done>;
}

interface Done {
  reverse: Change;
  id: string;
  /** Ids of what was taken away, where that is more or less than the one. */
  gone?: string[];
}

/** What a change has taken away. */
export const goneBy = ({ deed }: Change, { id, gone }: Done): string[] => gone ?? (deed === 'removed' ? [id] : []);

/** Of a record that was read or written, what a deletion has to name. */
interface Written {
  id?: string;
  version?: unknown;
}

const versionOf = (record: Written): number | undefined => (typeof record.version === 'number' ? record.version : undefined);

const nameOf = (flow: { name?: string; resource_name?: unknown; resource: string }): string =>
  flow.name || (typeof flow.resource_name === 'string' && flow.resource_name) || flow.resource;

/** `id` is the page's own, the same at each try, so that the site isn't added twice. */
export function createSite(site: SiteInput, id: string): Change {
  return {
    deed: 'created', kind: 'site', name: site.name,
    run: async (writer) => {
      const now = await addOnce({ ...site, id }, (record) => writer.createSite(record), (own, record, read) => writer.putSite(own, record, read));
      return { reverse: removeSite(now), id: now.id ?? '' };
    },
  };
}

/** `before` is the site as it was read, with its version. */
export function saveSite(before: Site, after: SiteInput): Change {
  return {
    deed: 'saved', kind: 'site', name: after.name,
    run: async (writer) => {
      const now = await writer.putSite(before.id ?? '', after, before.version);
      return { reverse: saveSite(now, before), id: now.id ?? '' };
    },
  };
}

export function removeSite(site: Written & { name: string }): Change {
  return {
    deed: 'removed', kind: 'site', name: site.name,
    run: async (writer) => ({ reverse: restore('site', site.name, await writer.deleteSite(site.id ?? '', versionOf(site))), id: site.id ?? '' }),
  };
}

/** As createSite. */
export function createFlow(flow: FlowInput, id: string): Change {
  return {
    deed: 'created', kind: 'flow', name: nameOf(flow),
    run: async (writer) => {
      const now = await addOnce({ ...flow, id }, (record) => writer.createFlow(record), (own, record, read) => writer.putFlow(own, record, read));
      return { reverse: removeFlow(now), id: now.id ?? '' };
    },
  };
}

export function saveFlow(before: Flow, after: FlowInput): Change {
  return {
    deed: 'saved', kind: 'flow', name: nameOf(after),
    run: async (writer) => {
      const now = await writer.putFlow(before.id ?? '', after, before.version);
      return { reverse: saveFlow(now, before), id: now.id ?? '' };
    },
  };
}

export function removeFlow(flow: Written & { name?: string; resource_name?: unknown; resource: string }): Change {
  return {
    deed: 'removed', kind: 'flow', name: nameOf(flow),
    run: async (writer) => ({ reverse: restore('flow', nameOf(flow), await writer.deleteFlow(flow.id ?? '', versionOf(flow))), id: flow.id ?? '' }),
  };
}

/** A noun that no other hangs on: how it is written, and what it is called. */
interface Alone<T extends Written, I> {
  kind: Change['kind'];
  name: (record: T | I) => string;
  create: (writer: Writer, record: I) => Promise<T>;
  put: (writer: Writer, id: string, record: I, read: number | undefined) => Promise<T>;
  remove: (writer: Writer, id: string, read: number | undefined) => Promise<T>;
}

/** Adding (or bringing back), saving over the record as it was read, and removing; each is the others' reverse. */
function changesOf<T extends Written, I extends object>({ kind, name, create, put, remove }: Alone<T, I>) {
  const noun = {
    /** `id` is that of a new record: the page's own, the same at each try. One that is brought back has its own. */
    create: (record: I, id?: string): Change => ({
      deed: 'created', kind, name: name(record),
      run: async (writer) => {
        const own = id ?? (record as Written).id;
        const now = await (own === undefined ? create(writer, record) : addOnce({ ...record, id: own }, (r: I) => create(writer, r), (named, r, read) => put(writer, named, r, read)));
        return { reverse: noun.remove(now), id: now.id ?? '' };
      },
    }),
    save: (before: T, after: I): Change => ({
      deed: 'saved', kind, name: name(after),
      run: async (writer) => {
        const now = await put(writer, before.id ?? '', after, versionOf(before));
        // What the server adds to a record may be sent back.
        return { reverse: noun.save(now, before as unknown as I), id: now.id ?? '' };
      },
    }),
    remove: (record: T): Change => ({
      deed: 'removed', kind, name: name(record),
      run: async (writer) => ({ reverse: noun.create((await remove(writer, record.id ?? '', versionOf(record))) as unknown as I), id: record.id ?? '' }),
    }),
  };
  return noun;
}

export const areaChanges = changesOf<Area, AreaInput>({
  kind: 'area', name: (a) => a.name,
  create: (w, a) => w.createArea(a), put: (w, id, a, read) => w.putArea(id, a, read), remove: (w, id, read) => w.deleteArea(id, read),
});

export const constraintChanges = changesOf<Constraint, ConstraintInput>({
  kind: 'constraint', name: (c) => c.name || (typeof c.layer_name === 'string' && c.layer_name) || c.layer,
  create: (w, c) => w.createConstraint(c), put: (w, id, c, read) => w.putConstraint(id, c, read), remove: (w, id, read) => w.deleteConstraint(id, read),
});

export const facilityChanges = changesOf<Facility, FacilityInput>({
  kind: 'facility', name: (f) => f.name || (typeof f.facility_name === 'string' && f.facility_name) || f.facility,
  create: (w, f) => w.createFacility(f), put: (w, id, f, read) => w.putFacility(id, f, read), remove: (w, id, read) => w.deleteFacility(id, read),
});

export const profileChanges = changesOf<Profile, ProfileInput>({
  kind: 'profile', name: (p) => (typeof p.name === 'string' && p.name) || p.names.sv || p.names.nb || p.names.en || '',
  create: (w, p) => w.createProfile(p), put: (w, id, p, read) => w.putProfile(id, p, read), remove: (w, id, read) => w.deleteProfile(id, read),
});

/** Several changes that are taken back at once, the last first; told as the first of them. When one fails, those before it are taken back. */
export function together(first: Change, ...rest: Change[]): Change {
  return {
    deed: first.deed, kind: first.kind, name: first.name,
    run: async (writer) => {
      const done: Done[] = [];
      const gone: string[] = [];
      try {
        for (const change of [first, ...rest]) {
          const one = await change.run(writer);
          done.push(one);
          gone.push(...goneBy(change, one));
        }
      } catch (error) {
        for (const { reverse } of done.reverse()) await reverse.run(writer);
        throw error;
      }
      const [own, ...others] = done;
      const back = together(others.length ? others.at(-1)!.reverse : own!.reverse, ...(others.length ? [...others.slice(0, -1).reverse(), own!].map((d) => d.reverse) : []));
      return { reverse: { ...back, deed: own!.reverse.deed, name: own!.reverse.name }, id: own!.id, gone };
    },
  };
}

/** Brings back what a deletion took away. */
export function restore(kind: 'site' | 'flow', name: string, deleted: Deleted): Change {
  return {
    deed: 'created', kind, name,
    run: async (writer) => {
      const now = await writer.restore(deleted);
      const site = now.sites[0];
      const flow = now.flows[0];
      if (kind === 'site' && site) return { reverse: removeSite(site), id: site.id ?? '' };
      if (kind === 'flow' && flow) return { reverse: removeFlow(flow), id: flow.id ?? '' };
      throw new Error('the server restored nothing');
    },
  };
}

/** Keeps areas side by side, under a key of the page's own, or brings back a comparison that was taken away. */
export function saveComparison(name: string, request: ComparisonRequest, key?: string): Change {
  return {
    deed: 'created', kind: 'comparison', name,
    run: async (writer) => {
      const now = await makeOnce(() => writer.createComparison(request, key), (id, read) => writer.deleteComparison(id, read));
      return { reverse: removeComparison(now), id: now.id };
    },
  };
}

export function removeComparison(comparison: { id: string; name: string; version: number }): Change {
  return {
    deed: 'removed', kind: 'comparison', name: comparison.name,
    run: async (writer) => ({ reverse: saveComparison(comparison.name, { restore: await writer.deleteComparison(comparison.id, comparison.version) }), id: comparison.id }),
  };
}

/** Makes a pitch sheet under a key of the page's own; `told` hears its secret link, which the server tells only who has the key. */
export function makePitch(input: PitchInput, key: string, name: string, told: (pitch: NewPitch) => void): Change {
  return {
    deed: 'created', kind: 'pitch', name,
    run: async (writer) => {
      const now = await makeOnce(() => writer.createPitch(input, key), (id, read) => writer.deletePitch(id, read));
      told(now);
      return { reverse: removePitch(now), id: now.id };
    },
  };
}

/** Withdraws a pitch sheet: its link shows nothing any more, until it is brought back. */
export function removePitch(pitch: { id: string; title: string; version: number }): Change {
  return {
    deed: 'removed', kind: 'pitch', name: pitch.title,
    run: async (writer) => ({ reverse: restorePitch(await writer.deletePitch(pitch.id, pitch.version)), id: pitch.id }),
  };
}

export function restorePitch(removed: RemovedPitch): Change {
  return {
    deed: 'created', kind: 'pitch', name: removed.title,
    run: async (writer) => {
      const now = await writer.restorePitch(removed);
      return { reverse: removePitch(now), id: now.id };
    },
  };
}
