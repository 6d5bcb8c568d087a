// How land comes out, asked for once for everyone who shows it: the ranking of all areas, the
// selected area's figures, the areas side by side, a saved comparison. Weights are in the address;
// every change of them is asked about at once, and the last answer stands until the new one comes.
import { createContext } from 'svelte';
import { Remote } from '../api/remote.svelte';
import type { Api, Comparison, ComparisonInfo, EvaluationSettings, Judgement } from '../api/client';
import { isPlain, settingsOf, type Judging } from '../state/judging';
import type { Region } from '../state/region.svelte';
import type { ViewState } from '../state/view.svelte';

export class Appraisal {
  readonly all = new Remote<Judgement>();
  readonly one = new Remote<Judgement>();
  readonly beside = new Remote<Judgement>();
  readonly saved = new Remote<Comparison>();
  readonly list = new Remote<ComparisonInfo[]>();

  readonly #view: ViewState;

  /** To be made while a component is set up: follows the view as long as the component lives. */
  constructor(view: ViewState, api: Api, region: Region) {
    this.#view = view;
    const groups = $derived((this.one.value ?? this.beside.value ?? this.all.value)?.groups.map((g) => g.key) ?? []);
    const asked = $derived(JSON.stringify(settingsOf(view.now.judging, groups)));
    const land = $derived(view.now.workspace === 'land');
    const area = $derived(view.now.selection.area);
    const beside = $derived(land && view.now.beside ? JSON.stringify(view.now.compare) : '');
    const saved = $derived(land ? view.now.comparison : undefined);

    const follow = <T>(remote: Remote<T>, what: () => string | undefined, read: (signal: AbortSignal) => Promise<T>) => {
      let before: string | undefined;
      $effect(() => {
        const now = what();
        void view.lang;
        void region.writes;
        if (!now) {
          remote.stop();
          remote.value = undefined;
          remote.error = undefined;
        } else {
          // Weights that are dragged ask many times a second.
          if (now === before) remote.follow(read);
          else void remote.ask(read, false);
        }
        before = now;
      });
    };
    const settings = () => JSON.parse(asked) as EvaluationSettings;
    follow(this.all, () => (land || area ? (void asked, 'all') : ''), (signal) => api.evaluate({ settings: settings(), sensitivity: true, brief: true }, signal));
    follow(this.one, () => (void asked, area), (signal) => api.evaluate({ areas: [area!], settings: settings(), flows: true }, signal));
    follow(this.beside, () => (void asked, beside), (signal) => api.evaluate({ areas: JSON.parse(beside) as string[], settings: settings(), sensitivity: true, flows: true }, signal));
    follow(this.saved, () => saved, (signal) => api.comparison(saved!, signal));
    follow(this.list, () => (land ? 'list' : ''), (signal) => api.comparisons(signal));
  }

  /** Changes how land is judged; nothing stays when all is as usual again. */
  judge(change: { [K in keyof Judging]?: Judging[K] | undefined } | undefined): void {
    const { weights = {}, curves = {}, pairs } = { ...this.#view.now.judging, ...change };
    const now: Judging = { weights, curves, ...(pairs && { pairs }) };
    this.#view.replace({ judging: change === undefined || isPlain(now) ? undefined : now });
  }

  /** Picks an area for a comparison, or lets it go. */
  pick(id: string, on: boolean): void {
    const compare = this.#view.now.compare.filter((other) => other !== id);
    if (on) compare.push(id);
    this.#view.replace({ compare });
  }
}

export const [useAppraisal, provideAppraisal] = createContext<Appraisal>();
