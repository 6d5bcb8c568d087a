// Every state of the page and how one gets there, for pictures and for the accessibility check.
import type { Planner } from './planner';

export interface State {
  name: string;
  /** Which server: the demo region's, one with an empty region, or one that is stopped. */
  region?: 'empty' | 'stopped';
  go: (planner: Planner) => Promise<void>;
}

const at = (address: string) => async (planner: Planner) => planner.opens(address);

/** A pair of the demo region that is feasible, one of material, and one that only tempts. */
export const PAIRS = {
  heat: '?site=morsil-serverhall&surplus=morsil-serverhall-heat&need=morsil-vaxthus-heat',
};

export const STATES: State[] = [
  { name: 'start', go: at('') },
  {
    name: 'search',
    go: async (planner) => {
      await planner.opens('');
      await planner.sees(await planner.searches('mör'));
    },
  },
  { name: 'site', go: at('?site=morsil-serverhall') },
  {
    name: 'flow',
    go: async (planner) => {
      await planner.opens('?site=morsil-serverhall&flow=morsil-serverhall-heat');
    },
  },
  { name: 'pair', go: at(PAIRS.heat) },
  {
    name: 'pair-changed',
    go: async (planner) => {
      await planner.opens(`${PAIRS.heat}&assume=heat_value_sek_per_mwh:100`);
      await planner.sees(planner.button(planner.words.pair.reset));
    },
  },
  {
    name: 'pair-rejected',
    go: async (planner) => {
      await planner.opens('?site=orkanger-elkem');
      await planner.rowsUnder(planner.words.site.near).first().click();
      await planner.seesText(planner.verdict, planner.words.pair.infeasible);
    },
  },
  ...(['matches', 'sites', 'flows', 'exchanges', 'areas'] as const).map((tab): State => ({
    name: `list-${tab}`,
    go: async (planner) => {
      await planner.opens('?list=1');
      await planner.turnsToTab(tab);
      await planner.sees(planner.panel.getByRole('table'));
    },
  })),
  {
    name: 'filters',
    go: async (planner) => {
      await planner.opens('?resource=heat&direction=surplus&municipality=Orkland');
      await planner.opensFilters();
    },
  },
  { name: 'filters-nothing', go: at('?list=1&resource=textile&municipality=Orkland') },
  {
    name: 'what-if',
    go: async (planner) => {
      await planner.opens('?whatif=greenhouse~13.68~63.31#9/63.31/13.68');
      await planner.seesText(planner.result, /\d/);
    },
  },
  {
    name: 'what-if-nothing',
    go: async (planner) => {
      await planner.opens('?whatif=greenhouse~16.5~66.2#7/66.2/16.5');
      await planner.seesText(planner.result, planner.words.whatIf.none);
    },
  },
  { name: 'land', go: at('?room=land') },
  { name: 'area', go: at('?room=land&area=morsil-a') },
  { name: 'data', go: at('?room=data') },
  {
    name: 'exchange',
    go: async (planner) => {
      await planner.opens('?list=1');
      await planner.turnsToTab('exchanges');
      await planner.panel.getByRole('rowheader').first().getByRole('button').click();
      await planner.sees(planner.panel.locator('button.back'));
    },
  },
  {
    name: 'gone-record',
    go: async (planner) => {
      await planner.opens('?site=no-such-site').catch(() => undefined);
      await planner.sees(planner.panel.locator('.trouble'));
    },
  },
  { name: 'empty-region', region: 'empty', go: at('') },
];
