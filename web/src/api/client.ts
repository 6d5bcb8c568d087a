// The one door to the server. Every answer is typed by the server's own OpenAPI document
// (`npm run api`); everything that is no success is thrown as an ApiError.
import createClient from 'openapi-fetch';
import { createContext } from 'svelte';
import type { Lang } from '../units/format';
import { authorName } from '../state/author';
import { ofThisWindow, Once } from './once';
import { patiently } from './patient';
import { problemOf } from './problem';
import type { paths } from './schema.d';
import type {
  Area, AreaInput, Assumption, BrokenRows, Column, Comparison, ComparisonInfo, ComparisonRequest, Constraint, ConstraintInput, Deleted, EvaluationRequest,
  EvaluationSettings, Exchange, ExplainRequest, Explanation, ExportOrder, Facility, FacilityInput, Flow, FlowInput, Found, HistoryPage, HistoryTable,
  ImportWish, Job, Judgement, KeptComparison, LayerInfo, ListQuery, Match, NewPitch, OpportunityAnswers, OpportunityMatrix, Page, Pitch, PitchInput,
  Profile, ProfileInput, ProfileList, RankedPartners, Ranking, RankingRequest, RegionSettings, RemovedPitch, ReportOrder, ResourceList, Site,
  AroundQuestion, SiteInput, SiteMatches, Schemas, Summary, Surroundings, WasteCodeList, WhatIfRequest, WhatIfResult, YearCourse,
} from './types';

export type * from './types';

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a success; anything else is thrown. */
async function body<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok || data === undefined) throw problemOf(response.status, error);
  return data;
}

/** Changed assumptions as a question's address has them. */
const assume = (values: Record<string, number>): { assume?: string[] } => {
  const list = Object.keys(values).sort().map((key) => `${key}:${values[key]}`);
  return list.length ? { assume: list } : {};
};

/** A header that isn't there is left out. */
const keyed = (key: string | undefined): { header?: { 'Idempotency-Key': string } } => (key ? { header: { 'Idempotency-Key': key } } : {});

const version = (v: number | undefined): { 'If-Match': string } => ({ 'If-Match': `"${v ?? 0}"` });

export class Api {
  readonly #client = createClient<paths, 'application/json'>({ baseUrl: location.origin, fetch: (request) => patiently(request) });
  readonly #lang: () => Lang;
  readonly #once = new Once(ofThisWindow());

  constructor(lang: () => Lang) {
    this.#lang = lang;
    // In which language a refusal speaks, and whom a change is written down to. A header holds no letters
    // beyond ASCII.
    this.#client.use({
      onRequest({ request }) {
        request.headers.set('Accept-Language', lang());
        if (request.method !== 'GET') request.headers.set('Samloka-Author', encodeURIComponent(authorName()));
        return request;
      },
    });
  }

  get #query() {
    return { lang: this.#lang() };
  }

  summary(signal: AbortSignal): Promise<Summary> {
    return body(this.#client.GET('/api/v1/summary', { params: { query: this.#query }, signal }));
  }

  resources(signal: AbortSignal): Promise<ResourceList> {
    return body(this.#client.GET('/api/v1/resources', { params: { query: this.#query }, signal }));
  }

  async assumptions(signal: AbortSignal): Promise<Assumption[]> {
    return (await body(this.#client.GET('/api/v1/assumptions', { params: { query: this.#query }, signal }))).items;
  }

  /** What the sites around a place have over and need, in sum. */
  around(question: AroundQuestion, signal: AbortSignal): Promise<Surroundings> {
    return body(this.#client.GET('/api/v1/around', { params: { query: { ...this.#query, ...question } }, signal }));
  }

  wasteCodes(q: string, signal: AbortSignal): Promise<WasteCodeList> {
    return body(this.#client.GET('/api/v1/waste-codes', { params: { query: { ...this.#query, q, limit: 20 } }, signal }));
  }

  async search(q: string, signal: AbortSignal): Promise<Found[]> {
    return (await body(this.#client.GET('/api/v1/search', { params: { query: { ...this.#query, q, limit: 12 } }, signal }))).items;
  }

  // Lists

  sites({ least: _, ...query }: ListQuery, signal: AbortSignal): Promise<Page<Site>> {
    return body(this.#client.GET('/api/v1/sites', { params: { query: this.#clean(query) }, signal }));
  }

  flows({ least: _, ...query }: ListQuery, signal: AbortSignal): Promise<Page<Flow>> {
    return body(this.#client.GET('/api/v1/flows', { params: { query: this.#clean(query) }, signal }));
  }

  matches({ least, order: _, q: __, ...query }: ListQuery, signal: AbortSignal): Promise<Page<Match>> {
    return body(this.#client.GET('/api/v1/matches', { params: { query: this.#clean({ ...query, sure: true, min_net_benefit_sek_per_year: least }) }, signal }));
  }

  areas({ municipality, bbox, order, q, limit, cursor }: ListQuery, signal: AbortSignal): Promise<Page<Area>> {
    return body(this.#client.GET('/api/v1/areas', { params: { query: this.#clean({ municipality, bbox, order, q, limit, cursor }) }, signal }));
  }

  constraints({ bbox, limit, cursor }: ListQuery, signal: AbortSignal): Promise<Page<Constraint>> {
    return body(this.#client.GET('/api/v1/constraints', { params: { query: this.#clean({ bbox, limit, cursor }) }, signal }));
  }

  facilities({ bbox, limit, cursor }: ListQuery, signal: AbortSignal): Promise<Page<Facility>> {
    return body(this.#client.GET('/api/v1/facilities', { params: { query: this.#clean({ bbox, limit, cursor }) }, signal }));
  }

  async constraintLayers(signal: AbortSignal): Promise<LayerInfo[]> {
    return (await body(this.#client.GET('/api/v1/constraint-layers', { params: { query: this.#query }, signal }))).items;
  }

  exchanges({ order, q, limit, cursor }: ListQuery, signal: AbortSignal): Promise<Page<Exchange>> {
    return body(this.#client.GET('/api/v1/exchanges', { params: { query: this.#clean({ order, q, limit, cursor }) }, signal }));
  }

  // One record

  siteMatches(id: string, signal: AbortSignal): Promise<SiteMatches> {
    return body(this.#client.GET('/api/v1/sites/{id}/matches', { params: { path: { id }, query: { ...this.#query, limit: 200, sure: true } }, signal }));
  }

  site(id: string, signal?: AbortSignal): Promise<Site> {
    return body(this.#client.GET('/api/v1/sites/{id}', { params: { path: { id }, query: this.#query }, ...(signal && { signal }) }));
  }

  flow(id: string, signal?: AbortSignal): Promise<Flow> {
    return body(this.#client.GET('/api/v1/flows/{id}', { params: { path: { id }, query: this.#query }, ...(signal && { signal }) }));
  }

  async flowsOf(site: string, signal: AbortSignal): Promise<Flow[]> {
    return (await body(this.#client.GET('/api/v1/flows', { params: { query: { ...this.#query, site, limit: 1000 } }, signal }))).items;
  }

  area(id: string, signal: AbortSignal): Promise<Area> {
    return body(this.#client.GET('/api/v1/areas/{id}', { params: { path: { id }, query: this.#query }, signal }));
  }

  constraint(id: string, signal: AbortSignal): Promise<Constraint> {
    return body(this.#client.GET('/api/v1/constraints/{id}', { params: { path: { id }, query: this.#query }, signal }));
  }

  facility(id: string, signal: AbortSignal): Promise<Facility> {
    return body(this.#client.GET('/api/v1/facilities/{id}', { params: { path: { id }, query: this.#query }, signal }));
  }

  exchange(id: string, signal: AbortSignal): Promise<Exchange> {
    return body(this.#client.GET('/api/v1/exchanges/{id}', { params: { path: { id }, query: this.#query }, signal }));
  }

  /** Rows of the store that another program has written and that can't be used. */
  brokenRows(signal: AbortSignal): Promise<BrokenRows> {
    return body(this.#client.GET('/api/v1/broken-rows', { params: { query: this.#query }, signal }));
  }

  // What was changed

  history(query: { table?: HistoryTable | undefined; id?: string | undefined; limit?: number }, signal: AbortSignal): Promise<HistoryPage> {
    return body(this.#client.GET('/api/v1/history', { params: { query: this.#clean(query) }, signal }));
  }

  /** Undoes a change, with `whole` all of its transaction; `over` is the version that may be overwritten though it came later, or any. */
  undo(number: number, whole: boolean, over?: number | 'any'): Promise<HistoryPage> {
    return body(this.#client.POST('/api/v1/history/{number}/undo', { params: { path: { number }, query: { ...this.#query, whole }, ...(over !== undefined && { header: over === 'any' ? { 'If-Match': '*' } : version(over) }) } }));
  }

  // Long work

  /** CSV as the reader's spreadsheet opens it: where decimals have a comma, cells are parted by semicolons. */
  #csv(): 'csv' | 'csv-semicolon' {
    return this.#lang() === 'en' ? 'csv' : 'csv-semicolon';
  }

  async jobs(signal: AbortSignal): Promise<Job[]> {
    return (await body(this.#client.GET('/api/v1/jobs', { params: { query: { ...this.#query, limit: 10 } }, signal }))).items;
  }

  startMatching(signal: AbortSignal): Promise<Job> {
    const query = { ...this.#query, format: this.#csv() };
    return this.#once.ask(['match', query.format], (key) => body(this.#client.POST('/api/v1/jobs/match', { params: { query, ...keyed(key) }, signal })));
  }

  /** The columns that files may have. */
  async columns(signal: AbortSignal): Promise<Column[]> {
    return (await body(this.#client.GET('/api/v1/columns', { params: { query: this.#query }, signal }))).items;
  }

  startImport(files: File[], wish: ImportWish, signal: AbortSignal): Promise<Job> {
    const form = new FormData();
    for (const file of files) form.append('files', file);
    // Files that were changed meanwhile are others.
    const what = ['import', wish, files.map((file) => [file.name, file.size, file.lastModified])];
    // The body is a form; its type in the document is that of its fields.
    return this.#once.ask(what, (key) => body(this.#client.POST('/api/v1/jobs/import', { params: { query: { ...this.#query, ...wish }, ...keyed(key) }, body: form as never, bodySerializer: (given: unknown) => given as FormData, signal })));
  }

  startReport(order: ReportOrder, signal: AbortSignal): Promise<Job> {
    return this.#once.ask(['report', this.#lang(), order], (key) => body(this.#client.POST('/api/v1/jobs/report', { params: { query: this.#query, ...keyed(key) }, body: order, signal })));
  }

  startExport(asked: ExportOrder, signal: AbortSignal): Promise<Job> {
    const order = asked.format === 'csv' ? { ...asked, format: this.#csv() } : asked;
    return this.#once.ask(['export', order], (key) => body(this.#client.POST('/api/v1/jobs/export', { params: { query: this.#query, ...keyed(key) }, body: order, signal })));
  }

  cancelJob(id: number, signal: AbortSignal): Promise<Job> {
    return body(this.#client.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id }, query: this.#query }, signal }));
  }

  // Reckoning; nothing is stored

  /** All partners of a firm's flow on a piece of land, the best first. */
  rankedPartners(request: Schemas['RankedPartnersRequest'], signal: AbortSignal): Promise<RankedPartners> {
    return body(this.#client.POST('/api/v1/rankings/partners', { params: { query: this.#query }, body: request, signal }));
  }

  /** The whole reckoning of a firm's flow on a piece of land with a partner there, the best unless told. */
  explainRanked(request: Schemas['RankedPairRequest'], signal: AbortSignal): Promise<Explanation> {
    return body(this.#client.POST('/api/v1/rankings/explain', { params: { query: this.#query }, body: request, signal }));
  }

  explain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation> {
    return body(this.#client.POST('/api/v1/explain', { params: { query: this.#query }, body: request, signal }));
  }

  async whatIf(request: WhatIfRequest, signal: AbortSignal): Promise<WhatIfResult[]> {
    return (await body(this.#client.POST('/api/v1/whatif', { params: { query: this.#query }, body: { ...request, form: 'matches' }, signal }))).points;
  }

  readYear(file: File, signal: AbortSignal): Promise<YearCourse> {
    const form = new FormData();
    form.append('file', file);
    return body(this.#client.POST('/api/v1/year', { params: {}, body: form as never, bodySerializer: (given: unknown) => given as FormData, signal }));
  }

  // Land

  evaluate(request: EvaluationRequest, signal: AbortSignal): Promise<Judgement> {
    return body(this.#client.POST('/api/v1/evaluations', { params: { query: this.#query }, body: request, signal }));
  }

  regionSettings(): Promise<RegionSettings> {
    return body(this.#client.GET('/api/v1/evaluation-settings', { params: { query: this.#query } }));
  }

  putRegionSettings(settings: EvaluationSettings, read: number): Promise<RegionSettings> {
    return body(this.#client.PUT('/api/v1/evaluation-settings', { params: { query: this.#query, header: version(read) }, body: settings }));
  }

  deleteRegionSettings(read: number): Promise<RegionSettings> {
    return body(this.#client.DELETE('/api/v1/evaluation-settings', { params: { query: this.#query, header: version(read) } }));
  }

  async comparisons(signal: AbortSignal): Promise<ComparisonInfo[]> {
    return (await body(this.#client.GET('/api/v1/comparisons', { params: { query: this.#query }, signal }))).items;
  }

  comparison(id: string, signal: AbortSignal): Promise<Comparison> {
    return body(this.#client.GET('/api/v1/comparisons/{id}', { params: { path: { id }, query: this.#query }, signal }));
  }

  // What leaves the house

  async pitches(area: string, signal: AbortSignal): Promise<Pitch[]> {
    return (await body(this.#client.GET('/api/v1/pitches', { params: { query: { ...this.#query, area, limit: 1000 } }, signal }))).items;
  }

  /** Links that are alive and leave out something today. */
  async pitchesLeftOut(signal: AbortSignal): Promise<Pitch[]> {
    return (await body(this.#client.GET('/api/v1/pitches', { params: { query: { ...this.#query, left_out: true, limit: 1000 } }, signal }))).items;
  }

  // Establishments

  profiles(signal: AbortSignal): Promise<ProfileList> {
    return body(this.#client.GET('/api/v1/profiles', { params: { query: this.#query }, signal }));
  }

  rank(request: RankingRequest, signal: AbortSignal): Promise<Ranking> {
    return body(this.#client.POST('/api/v1/rankings', { params: { query: this.#query }, body: request, signal }));
  }

  /** Under assumptions of the reader's own. */
  opportunityMatrix(assumptions: Record<string, number>, signal: AbortSignal): Promise<OpportunityMatrix> {
    return body(this.#client.GET('/api/v1/opportunities/matrix', { params: { query: { ...this.#query, ...assume(assumptions) } }, signal }));
  }

  opportunityAnswers(assumptions: Record<string, number>, signal: AbortSignal): Promise<OpportunityAnswers> {
    return body(this.#client.GET('/api/v1/opportunities/answers', { params: { query: { ...this.#query, ...assume(assumptions) } }, signal }));
  }

  // Writing: only src/edit/ calls these, so that every change can be undone

  createSite(site: SiteInput): Promise<Site> {
    return body(this.#client.POST('/api/v1/sites', { params: { query: this.#query }, body: site }));
  }

  putSite(id: string, site: SiteInput, read: number | undefined): Promise<Site> {
    return body(this.#client.PUT('/api/v1/sites/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: site }));
  }

  deleteSite(id: string, read: number | undefined): Promise<Deleted> {
    return body(this.#client.DELETE('/api/v1/sites/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createFlow(flow: FlowInput): Promise<Flow> {
    return body(this.#client.POST('/api/v1/flows', { params: { query: this.#query }, body: flow }));
  }

  putFlow(id: string, flow: FlowInput, read: number | undefined): Promise<Flow> {
    return body(this.#client.PUT('/api/v1/flows/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: flow }));
  }

  deleteFlow(id: string, read: number | undefined): Promise<Deleted> {
    return body(this.#client.DELETE('/api/v1/flows/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createArea(area: AreaInput): Promise<Area> {
    return body(this.#client.POST('/api/v1/areas', { params: { query: this.#query }, body: area }));
  }

  putArea(id: string, area: AreaInput, read: number | undefined): Promise<Area> {
    return body(this.#client.PUT('/api/v1/areas/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: area }));
  }

  deleteArea(id: string, read: number | undefined): Promise<Area> {
    return body(this.#client.DELETE('/api/v1/areas/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createConstraint(constraint: ConstraintInput): Promise<Constraint> {
    return body(this.#client.POST('/api/v1/constraints', { params: { query: this.#query }, body: constraint }));
  }

  putConstraint(id: string, constraint: ConstraintInput, read: number | undefined): Promise<Constraint> {
    return body(this.#client.PUT('/api/v1/constraints/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: constraint }));
  }

  deleteConstraint(id: string, read: number | undefined): Promise<Constraint> {
    return body(this.#client.DELETE('/api/v1/constraints/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createFacility(facility: FacilityInput): Promise<Facility> {
    return body(this.#client.POST('/api/v1/facilities', { params: { query: this.#query }, body: facility }));
  }

  putFacility(id: string, facility: FacilityInput, read: number | undefined): Promise<Facility> {
    return body(this.#client.PUT('/api/v1/facilities/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: facility }));
  }

  deleteFacility(id: string, read: number | undefined): Promise<Facility> {
    return body(this.#client.DELETE('/api/v1/facilities/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createProfile(profile: ProfileInput): Promise<Profile> {
    return body(this.#client.POST('/api/v1/profiles', { params: { query: this.#query }, body: profile }));
  }

  putProfile(id: string, profile: ProfileInput, read: number | undefined): Promise<Profile> {
    return body(this.#client.PUT('/api/v1/profiles/{id}', { params: { path: { id }, query: this.#query, header: version(read) }, body: profile }));
  }

  deleteProfile(id: string, read: number | undefined): Promise<Profile> {
    return body(this.#client.DELETE('/api/v1/profiles/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  restore(deleted: Deleted): Promise<Deleted> {
    return body(this.#client.POST('/api/v1/restore', { params: { query: this.#query }, body: deleted }));
  }

  createComparison(request: ComparisonRequest, key?: string): Promise<Comparison> {
    const send = (own: string | undefined) => body(this.#client.POST('/api/v1/comparisons', { params: { query: this.#query, ...keyed(own) }, body: request }));
    return key === undefined ? send(key) : this.#once.ask(['comparison', request], send, key);
  }

  deleteComparison(id: string, read: number | undefined): Promise<KeptComparison> {
    return body(this.#client.DELETE('/api/v1/comparisons/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  createPitch(input: PitchInput, key: string): Promise<NewPitch> {
    return this.#once.ask(['pitch', input], (own) => body(this.#client.POST('/api/v1/pitches', { params: { query: this.#query, ...keyed(own) }, body: input })), key);
  }

  deletePitch(id: string, read: number | undefined): Promise<RemovedPitch> {
    return body(this.#client.DELETE('/api/v1/pitches/{id}', { params: { path: { id }, query: this.#query, header: version(read) } }));
  }

  restorePitch(removed: RemovedPitch): Promise<Pitch> {
    return body(this.#client.POST('/api/v1/pitches/restore', { params: { query: this.#query }, body: removed }));
  }

  /** Leaves out what is not given: the server refuses empty parameters. */
  #clean<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } & { lang: Lang } {
    const given = Object.entries({ ...this.#query, ...query }).filter(([, value]: [string, unknown]) => value !== undefined && value !== '');
    return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> } & { lang: Lang };
  }
}

/** Addresses of the vector tiles of a layer. `revision` makes the browser read anew after a change. */
export const tileAddress = (layer: string, revision: string): string => `${location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?rev=${encodeURIComponent(revision)}`;

/** Address of a workbook with all columns, to fill in. */
export const TEMPLATE = '/api/v1/columns/template.xlsx';

/** Address of a list as GeoJSON, for a download. */
export const layerAddress = (layer: string): string => `/api/v1/${layer}?f=geojson&limit=1000`;

export const [useApi, provideApi] = createContext<Api>();
