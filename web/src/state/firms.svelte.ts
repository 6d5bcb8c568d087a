// The establishments: the profiles at hand, the ranking that is shown and the matrix, fetched once for
// panel and map alike.
import { createContext } from 'svelte';
import type { Api, OpportunityAnswers, OpportunityMatrix, ProfileList, RankedArea, Ranking } from '../api/client';
import { Remote } from '../api/remote.svelte';
import { FIRST, MOST, ofAll, rankingRequest } from './ranking';
import type { Region } from './region.svelte';
import type { Firm } from './url';
import type { ViewState } from './view.svelte';

export class Firms {
  readonly profiles = new Remote<ProfileList>();
  readonly ranking = new Remote<Ranking>();
  readonly matrix = new Remote<OpportunityMatrix>();
  readonly answers = new Remote<OpportunityAnswers>();

  readonly #view: ViewState;
  /** How many areas of the ranking are asked for. */
  #limit = $state(FIRST);

  /** The areas of the ranking that is shown, best first; none elsewhere. */
  readonly shown: RankedArea[] = $derived.by(() => {
    const { workspace, firm } = this.#view.now;
    return workspace === 'firms' && firm ? (this.ranking.value?.items ?? []) : [];
  });

  constructor(view: ViewState, api: Api, region: Region) {
    this.#view = view;
    const here = $derived(view.now.workspace === 'firms');
    $effect(() => {
      if (!here) return;
      void view.lang;
      void region.writes;
      void this.profiles.ask((signal) => api.profiles(signal));
    });
    // What is open doesn't change the ranking.
    const asked = $derived.by(() => {
      if (!here || !view.now.firm) return '';
      const { open: _, pair: __, ...firm } = view.now.firm;
      return JSON.stringify(firm);
    });
    /** Assumptions that the reader has changed: rankings and matrix are reckoned under them. */
    const assumed = $derived(JSON.stringify(ofAll(view.now.assumptions)));
    const profile = $derived(view.now.firm?.profile);
    $effect(() => {
      void profile;
      this.#limit = FIRST;
    });
    // The open area has to be among those that are told of.
    $effect(() => {
      const open = view.now.firm?.open;
      const now = this.ranking.value;
      if (open && now && now.total > now.items.length && !now.items.some((a) => a.area_id === open)) this.#limit = MOST;
    });
    let before = '';
    $effect(() => {
      void view.lang;
      void region.writes;
      if (!asked) {
        this.ranking.stop();
        this.ranking.value = undefined;
        before = '';
        return;
      }
      const firm = JSON.parse(asked) as Firm;
      const limit = this.#limit;
      const values = JSON.parse(assumed) as Record<string, number>;
      const keep = before === firm.profile;
      before = firm.profile;
      // A slider that is dragged asks many times a second.
      const question = (signal: AbortSignal) => api.rank(rankingRequest(firm, values, limit), signal);
      if (keep) this.ranking.follow(question);
      else void this.ranking.ask(question, false);
    });
    const matrix = $derived(here && view.now.matrix && !view.now.firm);
    $effect(() => {
      if (!matrix) return;
      void view.lang;
      void region.writes;
      const values = JSON.parse(assumed) as Record<string, number>;
      void this.matrix.ask((signal) => api.opportunityMatrix(values, signal));
      void this.answers.ask((signal) => api.opportunityAnswers(values, signal));
    });
  }

  /** Tells of all land, not only of the first. */
  all(): void {
    this.#limit = MOST;
  }
}

export const [useFirms, provideFirms] = createContext<Firms>();
