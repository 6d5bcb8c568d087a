// The establishments: the profiles at hand, the ranking that is shown and the matrix, fetched once for
// panel and map alike.
import { createContext } from 'svelte';
import type { Api, OpportunityAnswers, OpportunityMatrix, ProfileList, RankedArea, RankedRow, Ranking } from '../api/client';
import { Remote } from '../api/remote.svelte';
import { ofAll, questionOnly, rankingRequest, reasonsRequest } from './ranking';
import type { Region } from './region.svelte';
import type { Firm } from './url';
import type { ViewState } from './view.svelte';

export class Firms {
  readonly profiles = new Remote<ProfileList>();
  readonly ranking = new Remote<Ranking>();
  /** The same ranking's open area, with its reasons. */
  readonly reasons = new Remote<Ranking>();
  readonly matrix = new Remote<OpportunityMatrix>();
  readonly answers = new Remote<OpportunityAnswers>();

  readonly #view: ViewState;

  /** The areas of the ranking that is shown, best first; none elsewhere. */
  readonly shown: RankedRow[] = $derived.by(() => {
    const { workspace, firm } = this.#view.now;
    return workspace === 'firms' && firm ? (this.ranking.value?.rows ?? []) : [];
  });
  /** The open one, once its reasons are known. */
  readonly open: RankedArea | undefined = $derived.by(() => {
    const { workspace, firm } = this.#view.now;
    return workspace === 'firms' ? this.reasons.value?.items.find((a) => a.area_id === firm?.open) : undefined;
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
      return JSON.stringify(questionOnly(view.now.firm));
    });
    const open = $derived(asked ? view.now.firm?.open : undefined);
    /** Assumptions that the reader has changed: rankings and matrix are reckoned under them. */
    const assumed = $derived(JSON.stringify(ofAll(view.now.assumptions)));
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
      const values = JSON.parse(assumed) as Record<string, number>;
      const keep = before === firm.profile;
      before = firm.profile;
      // A slider that is dragged asks many times a second.
      const question = (signal: AbortSignal) => api.rank(rankingRequest(firm, values), signal);
      if (keep) this.ranking.follow(question);
      else void this.ranking.ask(question, false);
    });
    let reasoned = '';
    $effect(() => {
      void view.lang;
      void region.writes;
      if (!asked || !open) {
        this.reasons.stop();
        this.reasons.value = undefined;
        reasoned = '';
        return;
      }
      const firm = JSON.parse(asked) as Firm;
      const values = JSON.parse(assumed) as Record<string, number>;
      const area = open;
      const keep = reasoned === `${firm.profile} ${area}`;
      reasoned = `${firm.profile} ${area}`;
      const question = (signal: AbortSignal) => api.rank(reasonsRequest(firm, values, area), signal);
      if (keep) this.reasons.follow(question);
      else void this.reasons.ask(question, false);
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
}

export const [useFirms, provideFirms] = createContext<Firms>();
