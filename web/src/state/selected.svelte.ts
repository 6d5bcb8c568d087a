// What is selected, fetched once for everyone who shows it: panel, map and list agree by reading it here.
import { createContext } from 'svelte';
import type { Api, Area, Constraint, Exchange, Explanation, Facility, Flow, SiteMatches } from '../api/client';
import { Remote } from '../api/remote.svelte';
import { dictionary } from '../i18n/dictionary';
import { explainRequest } from './overrides';
import { pointOf, presetOf, triesOut } from './presets';
import type { Region } from './region.svelte';
import type { Pair, WhatIf } from './url';
import type { ViewState } from './view.svelte';

export interface SiteView extends SiteMatches {
  flows: Flow[];
}

export class Selected {
  readonly site = new Remote<SiteView>();
  readonly pair = new Remote<Explanation>();
  readonly area = new Remote<Area>();
  readonly constraint = new Remote<Constraint>();
  readonly facility = new Remote<Facility>();
  readonly exchange = new Remote<Exchange>();

  /** The flow that is selected at the site, once both are known. */
  readonly flow: Flow | undefined = $derived.by(() => {
    const id = this.#view.now.selection.flow;
    return id === undefined ? undefined : this.site.value?.flows.find((flow) => flow.id === id);
  });

  readonly #view: ViewState;

  /** To be made while a component is set up: follows the view as long as the component lives. */
  constructor(view: ViewState, api: Api, region: Region) {
    this.#view = view;
    const selection = $derived(view.now.selection);
    const siteId = $derived(selection.site);
    const flowId = $derived(selection.flow);
    const pairKey = $derived(JSON.stringify(selection.pair ?? null));
    const areaId = $derived(selection.area);
    const constraintId = $derived(selection.constraint);
    const facilityId = $derived(selection.facility);
    const exchangeId = $derived(selection.exchange);
    const tryout = $derived(selection.pair && triesOut(selection.pair) ? JSON.stringify(view.now.whatIf ?? null) : 'null');
    const overrides = $derived(JSON.stringify(view.now.assumptions));

    // A link may name a flow without its site: find the site, so that there is a way back to it.
    $effect(() => {
      if (flowId === undefined || siteId !== undefined) return;
      const stop = new AbortController();
      api.flow(flowId, stop.signal).then(
        (flow) => view.replace({ selection: { ...view.now.selection, site: flow.site_id } }),
        () => undefined,
      );
      return () => stop.abort();
    });

    follow(this.site, () => siteId, (id, signal) => this.#readSite(api, id, signal));
    follow(this.area, () => areaId, (id, signal) => api.area(id, signal));
    follow(this.constraint, () => constraintId, (id, signal) => api.constraint(id, signal));
    follow(this.facility, () => facilityId, (id, signal) => api.facility(id, signal));
    follow(this.exchange, () => exchangeId, (id, signal) => api.exchange(id, signal));

    // A pair of a ranking: the firm's flow on the open land with a partner there, the best unless told.
    const ranked = $derived.by(() => {
      const { workspace, firm } = view.now;
      return workspace === 'firms' && view.level === 'region' && firm?.open !== undefined && firm.pair !== undefined ? JSON.stringify({ profile: firm.profile, capacity: firm.capacity, area: firm.open, flow: firm.pair, partner: firm.partner }) : '';
    });

    let shown = '';
    $effect(() => {
      const pair = JSON.parse(pairKey) as Pair | null;
      const whatIf = JSON.parse(tryout) as WhatIf | null;
      const point = whatIf ? pointOf(whatIf, whatIf, dictionary(view.lang).whatIf.presets[presetOf(whatIf.preset).id]) : undefined;
      const changes = JSON.parse(overrides) as Record<string, number>;
      void view.lang;
      void region.writes;
      if (ranked) {
        const keep = shown === ranked;
        shown = ranked;
        const { profile, capacity, area, flow, partner } = JSON.parse(ranked) as { profile: string; capacity?: number; area: string; flow: number; partner?: string };
        void this.pair.ask((signal) => api.explainRanked({ profile, area, flow, ...(partner && { partner }), ...(capacity !== undefined && { capacity }), ...(Object.keys(changes).length && { assumptions: changes }) }, signal), keep);
        return;
      }
      if (!pair) {
        this.pair.stop();
        this.pair.value = undefined;
        shown = '';
        return;
      }
      const keep = shown === pairKey;
      shown = pairKey;
      void this.pair.ask((signal) => api.explain(explainRequest(pair, changes, point), signal), keep);
    });

    function follow<T>(remote: Remote<T>, id: () => string | undefined, read: (id: string, signal: AbortSignal) => Promise<T>) {
      let before: string | undefined;
      $effect(() => {
        const now = id();
        void view.lang;
        void region.writes;
        if (now === undefined) {
          remote.stop();
          remote.value = undefined;
          remote.error = undefined;
        } else {
          void remote.ask((signal) => read(now, signal), now === before);
        }
        before = now;
      });
    }
  }

  async #readSite(api: Api, id: string, signal: AbortSignal): Promise<SiteView> {
    const asked = api.flowsOf(id, signal);
    asked.catch(() => undefined);
    // Of a site that is gone its absence is told, not that there can be no flows of it.
    const matches = await api.siteMatches(id, signal);
    const flows = await asked;
    flows.sort((a, b) => (a.direction === b.direction ? 0 : a.direction === 'surplus' ? -1 : 1));
    return { ...matches, flows };
  }
}

export const [useSelected, provideSelected] = createContext<Selected>();
