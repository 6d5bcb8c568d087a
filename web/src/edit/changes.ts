// Every write of the page is a Change, and doing one gives the Change that takes it back. That makes
// a list of them the undo history, and undoing is nothing but another write, with the version that
// the server gave.
import type { Area, AreaInput, Comparison, ComparisonRequest, Deleted, Flow, FlowInput, KeptComparison, NewPitch, Pitch, PitchInput, Profile, ProfileInput, RemovedPitch, Site, SiteInput } from '../api/client';

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
  createProfile(profile: ProfileInput): Promise<Profile>;
  deleteProfile(id: string, read: number | undefined): Promise<Profile>;
  restore(deleted: Deleted): Promise<Deleted>;
  createComparison(request: ComparisonRequest): Promise<Comparison>;
  deleteComparison(id: string, read: number | undefined): Promise<KeptComparison>;
  createPitch(input: PitchInput): Promise<NewPitch>;
  deletePitch(id: string, read: number | undefined): Promise<RemovedPitch>;
  restorePitch(removed: RemovedPitch): Promise<Pitch>;
}

export type Deed = 'created' | 'saved' | 'removed';

export interface Change {
  deed: Deed;
  kind: 'site' | 'flow' | 'area' | 'comparison' | 'profile' | 'pitch' | 'settings';
  /** What it is about, for people. */
  name: string;
  /** Carries it out and gives its reverse, with the id of what was written. */
  run(writer: Writer): Promise<{ reverse: Change; id: string }>;
}

/** Of a record that was read or written, what a deletion has to name. */
interface Written {
  id?: string;
  version?: unknown;
}

const versionOf = (record: Written): number | undefined => (typeof record.version === 'number' ? record.version : undefined);

const nameOf = (flow: { name?: string; resource_name?: unknown; resource: string }): string =>
  flow.name || (typeof flow.resource_name === 'string' && flow.resource_name) || flow.resource;

export function createSite(site: SiteInput): Change {
  return {
    deed: 'created', kind: 'site', name: site.name,
    run: async (writer) => {
      const now = await writer.createSite(site);
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

export function createFlow(flow: FlowInput): Change {
  return {
    deed: 'created', kind: 'flow', name: nameOf(flow),
    run: async (writer) => {
      const now = await writer.createFlow(flow);
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

/** Adds a piece of land, or brings back one that was taken away. */
export function createArea(area: AreaInput): Change {
  return {
    deed: 'created', kind: 'area', name: area.name,
    run: async (writer) => {
      const now = await writer.createArea(area);
      return { reverse: removeArea(now), id: now.id ?? '' };
    },
  };
}

/** `before` is the land as it was read, with its version. */
export function saveArea(before: Area, after: AreaInput): Change {
  return {
    deed: 'saved', kind: 'area', name: after.name,
    run: async (writer) => {
      const now = await writer.putArea(before.id ?? '', after, before.version);
      return { reverse: saveArea(now, before as AreaInput), id: now.id ?? '' };
    },
  };
}

export function removeArea(area: Area): Change {
  return {
    deed: 'removed', kind: 'area', name: area.name,
    run: async (writer) => ({ reverse: createArea((await writer.deleteArea(area.id ?? '', area.version)) as AreaInput), id: area.id ?? '' }),
  };
}

/** Several changes that are taken back at once, the last first; told as the first of them. When one fails, those before it are taken back. */
export function together(first: Change, ...rest: Change[]): Change {
  return {
    deed: first.deed, kind: first.kind, name: first.name,
    run: async (writer) => {
      const done: { reverse: Change; id: string }[] = [];
      try {
        for (const change of [first, ...rest]) done.push(await change.run(writer));
      } catch (error) {
        for (const { reverse } of done.reverse()) await reverse.run(writer);
        throw error;
      }
      const [own, ...others] = done;
      const back = together(others.length ? others.at(-1)!.reverse : own!.reverse, ...(others.length ? [...others.slice(0, -1).reverse(), own!].map((d) => d.reverse) : []));
      return { reverse: { ...back, deed: own!.reverse.deed, name: own!.reverse.name }, id: own!.id };
    },
  };
}

export function createProfile(profile: ProfileInput): Change {
  const name = profile.names.sv ?? profile.names.nb ?? profile.names.en ?? '';
  return {
    deed: 'created', kind: 'profile', name,
    run: async (writer) => {
      const now = await writer.createProfile(profile);
      return { reverse: removeProfile(now), id: now.id ?? '' };
    },
  };
}

export function removeProfile(profile: Profile): Change {
  return {
    deed: 'removed', kind: 'profile', name: profile.name,
    run: async (writer) => ({ reverse: createProfile(await writer.deleteProfile(profile.id ?? '', profile.version)), id: profile.id ?? '' }),
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

/** Keeps areas side by side, or brings back a comparison that was taken away. */
export function saveComparison(name: string, request: ComparisonRequest): Change {
  return {
    deed: 'created', kind: 'comparison', name,
    run: async (writer) => {
      const now = await writer.createComparison(request);
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

/** Makes a pitch sheet; `told` hears its secret link, which the server tells once. */
export function makePitch(input: PitchInput, name: string, told: (pitch: NewPitch) => void): Change {
  return {
    deed: 'created', kind: 'pitch', name,
    run: async (writer) => {
      const now = await writer.createPitch(input);
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
