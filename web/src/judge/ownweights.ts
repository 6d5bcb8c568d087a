// The region's own weights and value functions: kept for everyone who sets none, and taken back.
import type { Api, EvaluationSettings, Judgement, RegionSettings } from '../api/client';
import type { Change } from '../edit/changes';

/** All that stands in a judgement, as settings of their own: what was asked for above what is usual. */
export function standing(judgement: Judgement, before: EvaluationSettings): EvaluationSettings {
  const asked = judgement.settings;
  return {
    weights: Object.fromEntries(judgement.criteria.map((c) => [c.key, asked.weights?.[c.key] ?? c.default_weight])),
    curves: { ...before.curves, ...asked.curves },
    ...(asked.ahp && { ahp: asked.ahp }),
  };
}

/** Puts settings, or goes back to the program's for undefined; its reverse brings back what stood. */
function decide(api: Api, name: string, make: (before: RegionSettings) => EvaluationSettings | undefined, after: () => void, back: () => void): Change {
  return {
    deed: 'saved', kind: 'settings', name,
    run: async () => {
      const before = await api.regionSettings();
      const next = make(before);
      if (next) await api.putRegionSettings(next, before.version);
      else if (before.own) await api.deleteRegionSettings(before.version);
      after();
      const was: EvaluationSettings | undefined = before.own ? { weights: before.weights ?? {}, curves: before.curves ?? {}, ...(before.ahp && { ahp: before.ahp }) } : undefined;
      return { id: 'appraisal', reverse: decide(api, name, () => was, back, after) };
    },
  };
}

/** Makes what stands the region's own. `after` and `back` follow on the page, done and undone. */
export const keepAsOwn = (api: Api, name: string, judgement: Judgement, after: () => void, back: () => void): Change => decide(api, name, (before) => standing(judgement, before), after, back);

export const backToUsual = (api: Api, name: string): Change => decide(api, name, () => undefined, () => {}, () => {});
