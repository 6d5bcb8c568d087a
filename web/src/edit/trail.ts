// Undoing is one more write, so a record that is back as it was has a new version. This writer
// remembers which: an older step of the undo history, which names the version it left behind, still
// finds the record. A version that someone else's write has replaced is not found, and is refused.
import type { Area, AreaInput, Comparison, Constraint, ConstraintInput, ComparisonRequest, Deleted, Facility, FacilityInput, Flow, FlowInput, KeptComparison, NewPitch, Pitch, PitchInput, Profile, ProfileInput, RemovedPitch, Site, SiteInput } from '../api/client';
import type { Writer } from './changes';

interface Versioned {
  id?: string;
  version?: number;
}

export class Trail implements Writer {
  /** Whether what is written takes back what was written last. */
  undoing = false;
  readonly #to: Writer;
  /** By record and version: the version it was made from. */
  readonly #before = new Map<string, number>();
  /** By record and version: the version under which the same content is back. */
  readonly #back = new Map<string, number>();

  constructor(to: Writer) {
    this.#to = to;
  }

  /** The version of what stood under `read`, now. */
  #now(id: string, read: number | undefined): number | undefined {
    let now = read;
    for (let next = now; next !== undefined; next = this.#back.get(`${id} ${next}`)) now = next;
    return now;
  }

  #wrote(record: Versioned, over: number | undefined): void {
    const { id, version } = record;
    if (!id || version === undefined || over === undefined) return;
    const key = (of: number) => `${id} ${of}`;
    if (!this.undoing) {
      this.#before.set(key(version), over);
      return;
    }
    const before = this.#before.get(key(over));
    if (before !== undefined) this.#same(id, before, version);
  }

  /** What stood under one version of a record stands under another again. */
  #same(id: string, old: number, version: number): void {
    this.#back.set(`${id} ${old}`, version);
    const before = this.#before.get(`${id} ${old}`);
    if (before !== undefined) this.#before.set(`${id} ${version}`, before);
  }

  createSite(site: SiteInput): Promise<Site> {
    return this.#to.createSite(site);
  }

  createFlow(flow: FlowInput): Promise<Flow> {
    return this.#to.createFlow(flow);
  }

  /** What an undo brings back stands under a new version. */
  async #create<I extends object, T extends Versioned>(record: I, write: (record: I) => Promise<T>): Promise<T> {
    const now = await write(record);
    const { version: old } = record as { version?: unknown };
    if (this.undoing && now.id && typeof old === 'number' && now.version !== undefined) this.#same(now.id, old, now.version);
    return now;
  }

  async #put<T extends Versioned>(id: string, read: number | undefined, write: (version: number | undefined) => Promise<T>): Promise<T> {
    const version = this.#now(id, read);
    const now = await write(version);
    this.#wrote(now, version);
    return now;
  }

  createArea(area: AreaInput): Promise<Area> {
    return this.#create(area, (record) => this.#to.createArea(record));
  }

  putArea(id: string, area: AreaInput, read: number | undefined): Promise<Area> {
    return this.#put(id, read, (version) => this.#to.putArea(id, area, version));
  }

  deleteArea(id: string, read: number | undefined): Promise<Area> {
    return this.#to.deleteArea(id, this.#now(id, read));
  }

  createConstraint(constraint: ConstraintInput): Promise<Constraint> {
    return this.#create(constraint, (record) => this.#to.createConstraint(record));
  }

  putConstraint(id: string, constraint: ConstraintInput, read: number | undefined): Promise<Constraint> {
    return this.#put(id, read, (version) => this.#to.putConstraint(id, constraint, version));
  }

  deleteConstraint(id: string, read: number | undefined): Promise<Constraint> {
    return this.#to.deleteConstraint(id, this.#now(id, read));
  }

  createFacility(facility: FacilityInput): Promise<Facility> {
    return this.#create(facility, (record) => this.#to.createFacility(record));
  }

  putFacility(id: string, facility: FacilityInput, read: number | undefined): Promise<Facility> {
    return this.#put(id, read, (version) => this.#to.putFacility(id, facility, version));
  }

  deleteFacility(id: string, read: number | undefined): Promise<Facility> {
    return this.#to.deleteFacility(id, this.#now(id, read));
  }

  createProfile(profile: ProfileInput): Promise<Profile> {
    return this.#create(profile, (record) => this.#to.createProfile(record));
  }

  putProfile(id: string, profile: ProfileInput, read: number | undefined): Promise<Profile> {
    return this.#put(id, read, (version) => this.#to.putProfile(id, profile, version));
  }

  deleteProfile(id: string, read: number | undefined): Promise<Profile> {
    return this.#to.deleteProfile(id, this.#now(id, read));
  }

  putSite(id: string, site: SiteInput, read: number | undefined): Promise<Site> {
    return this.#put(id, read, (version) => this.#to.putSite(id, site, version));
  }

  putFlow(id: string, flow: FlowInput, read: number | undefined): Promise<Flow> {
    return this.#put(id, read, (version) => this.#to.putFlow(id, flow, version));
  }

  deleteSite(id: string, read: number | undefined): Promise<Deleted> {
    return this.#to.deleteSite(id, this.#now(id, read));
  }

  deleteFlow(id: string, read: number | undefined): Promise<Deleted> {
    return this.#to.deleteFlow(id, this.#now(id, read));
  }

  createComparison(request: ComparisonRequest): Promise<Comparison> {
    return this.#to.createComparison(request);
  }

  deleteComparison(id: string, read: number | undefined): Promise<KeptComparison> {
    return this.#to.deleteComparison(id, this.#now(id, read));
  }

  createPitch(input: PitchInput): Promise<NewPitch> {
    return this.#to.createPitch(input);
  }

  deletePitch(id: string, read: number | undefined): Promise<RemovedPitch> {
    return this.#to.deletePitch(id, this.#now(id, read));
  }

  restorePitch(removed: RemovedPitch): Promise<Pitch> {
    return this.#to.restorePitch(removed);
  }

  async restore(deleted: Deleted): Promise<Deleted> {
    const now = await this.#to.restore(deleted);
    const gone = new Map<string | undefined, number | undefined>();
    for (const record of [...deleted.sites, ...deleted.flows] as Versioned[]) gone.set(record.id, record.version);
    for (const record of [...now.sites, ...now.flows] as Versioned[]) {
      const version = gone.get(record.id);
      if (record.id && version !== undefined && record.version !== undefined) this.#same(record.id, version, record.version);
    }
    return now;
  }
}
