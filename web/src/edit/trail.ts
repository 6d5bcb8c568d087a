// Undoing is one more write, so a record that is back as it was has another version, and one that was
// taken away and comes back begins at 1 again. The steps of the undo history must not mind: what this
// writer hands out carries a mark instead of a version, a number below nil that stands for the
// content, and is told the version under which that content is on file when it comes back. What
// someone else has written since is found under no mark, and is refused.
import type { Area, AreaInput, Comparison, Constraint, ConstraintInput, ComparisonRequest, Deleted, Facility, FacilityInput, Flow, FlowInput, KeptComparison, NewPitch, Pitch, PitchInput, Profile, ProfileInput, RemovedPitch, Site, SiteInput } from '../api/client';
import { AREA_FIELDS } from './areafields';
import { CONSTRAINT_FIELDS, FACILITY_FIELDS } from './bearingfields';
import type { Writer } from './changes';
import { FLOW_FIELDS, SITE_FIELDS } from './fields';
import { onFile } from './landed';

interface Versioned {
  id?: string;
  version?: unknown;
}

export class Trail implements Writer {
  /** Whether what is written takes back what was written last. */
  undoing = false;
  readonly #to: Writer;
  #last = 0;
  /** Of what a mark stands for: the version it is on file under; none while it is gone. */
  readonly #version = new Map<number, number>();
  /** The mark of what it was made from. */
  readonly #before = new Map<number, number>();
  /** By record, then by version: the mark. */
  readonly #marks = new Map<string, Map<number, number>>();

  constructor(to: Writer) {
    this.#to = to;
  }

  /** The version on file of what was read, which may be a mark. */
  #now(read: number | undefined): number | undefined {
    return read !== undefined && read < 0 ? this.#version.get(read) : read;
  }

  #markOf(id: string | undefined, read: unknown): number | undefined {
    if (typeof read !== 'number') return undefined;
    return read < 0 ? read : this.#marks.get(id ?? '')?.get(read);
  }

  /** Notes what has just been written; without a mark that it has already, it gets one. */
  #mark<T extends Versioned>(now: T, mark: number | undefined): T {
    if (!now.id || typeof now.version !== 'number') return now;
    const own = mark ?? --this.#last;
    this.#version.set(own, now.version);
    if (!this.#marks.has(now.id)) this.#marks.set(now.id, new Map());
    this.#marks.get(now.id)!.set(now.version, own);
    return { ...now, version: own };
  }

  /** Notes that a record is gone: its versions mean nothing any more. */
  #gone<T extends Versioned>(record: T): T {
    const own = this.#markOf(record.id, record.version) ?? --this.#last;
    for (const mark of this.#marks.get(record.id ?? '')?.values() ?? []) this.#version.delete(mark);
    this.#marks.delete(record.id ?? '');
    return { ...record, version: own };
  }

  async #create<I extends object, T extends Versioned>(record: I, write: (record: I) => Promise<T>): Promise<T> {
    const { version } = record as Versioned;
    return this.#mark(await write(record), this.undoing && typeof version === 'number' && version < 0 ? version : undefined);
  }

  /** `fields` are what a reader can change of the record. */
  async #put<T extends Versioned>(id: string, record: object, fields: readonly string[], read: number | undefined, write: (version: number | undefined) => Promise<T>): Promise<T> {
    const from = this.#markOf(id, read);
    let now: T;
    try {
      now = await write(this.#now(read));
    } catch (error) {
      const there = onFile(error, record, fields);
      if (!there) throw error;
      now = { ...record, ...there, id } as unknown as T;
    }
    if (this.undoing) return this.#mark(now, from === undefined ? undefined : this.#before.get(from));
    const marked = this.#mark(now, undefined);
    if (from !== undefined && typeof marked.version === 'number') this.#before.set(marked.version, from);
    return marked;
  }

  async #remove<T extends Versioned>(read: number | undefined, write: (version: number | undefined) => Promise<T>): Promise<T> {
    return this.#gone(await write(this.#now(read)));
  }

  /** A deletion takes more than the one record along. */
  async #removeAll(read: number | undefined, write: (version: number | undefined) => Promise<Deleted>): Promise<Deleted> {
    const deleted = await write(this.#now(read));
    return { ...deleted, sites: deleted.sites.map((site) => this.#gone(site)), flows: deleted.flows.map((flow) => this.#gone(flow)) };
  }

  createSite(site: SiteInput): Promise<Site> {
    return this.#create(site, (record) => this.#to.createSite(record));
  }

  createFlow(flow: FlowInput): Promise<Flow> {
    return this.#create(flow, (record) => this.#to.createFlow(record));
  }

  createArea(area: AreaInput): Promise<Area> {
    return this.#create(area, (record) => this.#to.createArea(record));
  }

  putArea(id: string, area: AreaInput, read: number | undefined): Promise<Area> {
    return this.#put(id, area, AREA_FIELDS, read, (version) => this.#to.putArea(id, area, version));
  }

  deleteArea(id: string, read: number | undefined): Promise<Area> {
    return this.#remove(read, (version) => this.#to.deleteArea(id, version));
  }

  createConstraint(constraint: ConstraintInput): Promise<Constraint> {
    return this.#create(constraint, (record) => this.#to.createConstraint(record));
  }

  putConstraint(id: string, constraint: ConstraintInput, read: number | undefined): Promise<Constraint> {
    return this.#put(id, constraint, CONSTRAINT_FIELDS, read, (version) => this.#to.putConstraint(id, constraint, version));
  }

  deleteConstraint(id: string, read: number | undefined): Promise<Constraint> {
    return this.#remove(read, (version) => this.#to.deleteConstraint(id, version));
  }

  createFacility(facility: FacilityInput): Promise<Facility> {
    return this.#create(facility, (record) => this.#to.createFacility(record));
  }

  putFacility(id: string, facility: FacilityInput, read: number | undefined): Promise<Facility> {
    return this.#put(id, facility, FACILITY_FIELDS, read, (version) => this.#to.putFacility(id, facility, version));
  }

  deleteFacility(id: string, read: number | undefined): Promise<Facility> {
    return this.#remove(read, (version) => this.#to.deleteFacility(id, version));
  }

  createProfile(profile: ProfileInput): Promise<Profile> {
    return this.#create(profile, (record) => this.#to.createProfile(record));
  }

  putProfile(id: string, profile: ProfileInput, read: number | undefined): Promise<Profile> {
    return this.#put(id, profile, ['names', 'note'], read, (version) => this.#to.putProfile(id, profile, version));
  }

  deleteProfile(id: string, read: number | undefined): Promise<Profile> {
    return this.#remove(read, (version) => this.#to.deleteProfile(id, version));
  }

  putSite(id: string, site: SiteInput, read: number | undefined): Promise<Site> {
    return this.#put(id, site, SITE_FIELDS, read, (version) => this.#to.putSite(id, site, version));
  }

  putFlow(id: string, flow: FlowInput, read: number | undefined): Promise<Flow> {
    return this.#put(id, flow, FLOW_FIELDS, read, (version) => this.#to.putFlow(id, flow, version));
  }

  deleteSite(id: string, read: number | undefined): Promise<Deleted> {
    return this.#removeAll(read, (version) => this.#to.deleteSite(id, version));
  }

  deleteFlow(id: string, read: number | undefined): Promise<Deleted> {
    return this.#removeAll(read, (version) => this.#to.deleteFlow(id, version));
  }

  createComparison(request: ComparisonRequest, key?: string): Promise<Comparison> {
    return this.#to.createComparison(request, key);
  }

  deleteComparison(id: string, read: number | undefined): Promise<KeptComparison> {
    return this.#to.deleteComparison(id, read);
  }

  createPitch(input: PitchInput, key: string): Promise<NewPitch> {
    return this.#to.createPitch(input, key);
  }

  deletePitch(id: string, read: number | undefined): Promise<RemovedPitch> {
    return this.#to.deletePitch(id, read);
  }

  restorePitch(removed: RemovedPitch): Promise<Pitch> {
    return this.#to.restorePitch(removed);
  }

  async restore(deleted: Deleted): Promise<Deleted> {
    const now = await this.#to.restore(deleted);
    const marks = new Map([...deleted.sites, ...deleted.flows].map((record) => [record.id, this.#markOf(record.id, record.version)] as const));
    const back = <T extends Versioned>(record: T) => this.#mark(record, marks.get(record.id));
    return { ...now, sites: now.sites.map(back), flows: now.flows.map(back) };
  }
}
