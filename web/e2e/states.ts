// Every state of the page and how one gets there, for pictures and for the accessibility check.
import type { Planner } from './planner';

export interface State {
  name: string;
  /** Of an empty region, or the demo region with broken rows; otherwise of the demo region. */
  region?: 'empty' | 'broken';
  go: (planner: Planner) => Promise<void>;
  /** Does again what the choice of a language has closed. */
  again?: (planner: Planner) => Promise<void>;
}

const at = (address: string) => async (planner: Planner) => planner.opens(address);

/** A pair of the demo region that is feasible. */
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
    again: async (planner) => planner.sees(await planner.searches('mör')),
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
      await planner.opens(`${PAIRS.heat}&assume=interest_rate:0.08`);
      await planner.sees(planner.button(planner.words.pair.reset));
    },
  },
  {
    name: 'pair-rejected',
    go: async (planner) => {
      await planner.opens('?site=orkanger-elkem');
      await planner.rowsUnder(planner.words.site.near).first().click();
      await planner.seesText(planner.verdict, planner.outcomes.no);
    },
  },
  {
    name: 'pair-assess',
    go: async (planner) => {
      // Waste across the border: the law gate says what somebody must look at.
      await planner.opens('?surplus=bracke-lantbruk-plast&need=stjordal-plast-plast');
      await planner.sees(planner.panel.locator('.gates > li.needs_assessment'));
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
      await planner.opens('?whatif=own~16.5~66.2#7/66.2/16.5');
      await planner.seesText(planner.result, planner.words.whatIf.none);
    },
  },
  {
    name: 'what-if-pair',
    go: async (planner) => {
      await planner.opens('?whatif=datacentre~13.68~63.31#9/63.31/13.68');
      await planner.rowsUnder(planner.words.site.matches).first().click();
      await planner.sees(planner.verdict);
    },
  },
  {
    name: 'around',
    go: async (planner) => {
      await planner.opens('?around=15000~13.66~63.31&line=surplus:heat#9/63.31/13.66');
      await planner.sees(planner.panel.locator('tr.listed button.row'));
    },
  },
  {
    name: 'around-nothing',
    go: async (planner) => {
      await planner.opens('?around=5000~16.5~66.2#7/66.2/16.5');
      await planner.sees(planner.panel.getByText(planner.words.around.none('5 km')));
    },
  },
  { name: 'land', go: at('?room=land') },
  { name: 'area', go: at('?room=land&area=morsil-a') },
  { name: 'firms', go: at('?room=firms') },
  {
    name: 'firm',
    go: async (planner) => {
      await planner.opens('?room=firms&firm=greenhouse&must=grid,land');
      await planner.sees(planner.panel.locator('ol.rows button.row').first());
    },
  },
  {
    name: 'firm-open',
    go: async (planner) => {
      await planner.opens('?room=firms&firm=greenhouse&capacity=1&open=morsil-a');
      await planner.sees(planner.panel.locator('.reasons'));
    },
  },
  {
    name: 'matrix',
    go: async (planner) => {
      await planner.opens('?room=firms&matrix=1');
      await planner.sees(planner.panel.locator('table .cell').first());
    },
  },
  {
    name: 'matrix-answers',
    go: async (planner) => {
      await planner.opens('?room=firms&matrix=1');
      await planner.panel.getByRole('heading', { name: planner.words.firms.untaken }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'prospect',
    go: async (planner) => {
      await planner.opens('?room=firms');
      await planner.button(planner.words.firms.add).click();
      await planner.isAt(planner.words.firms.form);
    },
  },
  {
    name: 'data-history',
    go: async (planner) => {
      await planner.opens('?room=data');
      await planner.panel.getByText(planner.words.history.latest, { exact: true }).click();
      await planner.sees(planner.panel.locator('.history ol > li').first());
    },
  },
  { name: 'data', go: at('?room=data') },
  {
    name: 'start-broken',
    region: 'broken',
    go: async (planner) => {
      await planner.opens('');
      await planner.sees(planner.button(planner.words.broken.show));
    },
  },
  {
    name: 'data-broken',
    region: 'broken',
    go: async (planner) => {
      await planner.opens('?room=data');
      await planner.sees(planner.panel.getByRole('button', { name: planner.words.broken.takeBack }).first());
    },
  },
  {
    name: 'data-columns',
    go: async (planner) => {
      await planner.opens('?room=data');
      await planner.panel.getByText(planner.words.importing.columns, { exact: true }).click();
      await planner.panel.locator('.kind > summary').nth(1).click();
      await planner.panel.locator('.columns').evaluate((e) => e.scrollIntoView());
    },
  },
  {
    name: 'data-refused',
    go: async (planner) => {
      await planner.opens('?room=data');
      const rows = ['id,site_id,direction,resource,quantity,unit', ...Array.from({ length: 30 }, (_, i) => `flode-${i},avloppsreningsverket-vid-sjon,need,wood.chips,${i % 2 ? 'många' : 5},${i % 2 ? 't/yr' : 'lass'}`)];
      await planner.panel.locator('#job-files').setInputFiles({ name: 'floden-fran-kommunen-2026.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
      await planner.button(planner.words.jobs.startImport).click();
      await planner.seesText(planner.panel.locator('.jobs > li').first(), planner.words.jobs.states.failed);
      await planner.panel.locator('.jobs > li').first().evaluate((e) => e.scrollIntoView());
    },
  },
  {
    name: 'data-jobs',
    go: async (planner) => {
      await planner.opens('?room=data');
      await planner.button(planner.words.jobs.startExport).click();
      await planner.sees(planner.panel.locator('.jobs > li').first().getByRole('link'));
      await planner.panel.locator('.jobs > li').first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'data-matched',
    go: async (planner) => {
      await planner.opens('?room=data');
      await planner.button(planner.words.jobs.startMatching).click();
      const job = planner.panel.locator('.jobs > li').first();
      await planner.seesText(job, planner.words.jobs.states.done);
      await job.locator('summary').first().click();
      await job.evaluate((e) => e.scrollIntoView());
    },
  },
  {
    name: 'land-reports',
    go: async (planner) => {
      const made = await planner.page.request.post('/api/v1/comparisons', { data: { name: 'Krokom eller Östersund', areas: ['krokom-a', 'ostersund-a'], settings: {} } });
      const { id } = (await made.json()) as { id: string };
      await planner.opens(`?room=land&comparison=${id}`);
      await planner.button(planner.words.jobs.inBackground).click();
      await planner.sees(planner.panel.locator('.jobs > li').nth(2).getByRole('link'));
      await planner.panel.locator('.jobs > li').nth(2).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'legend-open',
    go: async (planner) => {
      await planner.opens('?room=land');
      // Beside a wide map it is open already.
      const show = planner.button(planner.words.legend.show, planner.page);
      if (await show.count()) await show.click();
    },
  },
  {
    name: 'comparison-report',
    go: async (planner) => {
      const made = await planner.page.request.post('/api/v1/comparisons', { data: { name: 'Krokom eller Östersund', areas: ['krokom-a', 'ostersund-a'], settings: {} } });
      const { id } = (await made.json()) as { id: string };
      await planner.opens(`?room=land&comparison=${id}`);
      await planner.panel.getByLabel(planner.words.pitch.reportReader).selectOption('public');
      await planner.panel.getByLabel(planner.words.pitch.reportReader).scrollIntoViewIfNeeded();
    },
  },
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
  {
    name: 'form-site',
    go: async (planner) => {
      await planner.opens('?site=morsil-serverhall');
      await planner.button(planner.words.edit.edit).click();
      await planner.sees(planner.field(planner.words.edit.name));
    },
  },
  {
    name: 'form-area',
    go: async (planner) => {
      await planner.opens('?room=land&area=morsil-a');
      await planner.button(planner.words.edit.edit).click();
      await planner.sees(planner.field(planner.words.edit.name));
    },
  },
  {
    name: 'draw',
    go: async (planner) => {
      await planner.opens('?room=land#12.5/63.285/14.79');
      await planner.button(planner.words.area.add).click();
      await planner.field(planner.words.area.outline).fill('POLYGON ((14.77 63.28, 14.8 63.278, 14.81 63.288, 14.785 63.292), (14.785 63.283, 14.79 63.283, 14.79 63.286))');
      await planner.page.getByRole('group', { name: planner.words.area.tools }).getByRole('button', { name: planner.words.area.modes.draw, exact: true }).click();
    },
  },
  {
    name: 'land-list',
    go: async (planner) => {
      await planner.opens('?room=land&list=1');
      await planner.sees(planner.panel.getByRole('table'));
    },
  },
  { name: 'constraint', go: at('?room=land&constraint=housing-krokom') },
  { name: 'facility', go: at('?room=land&facility=orkanger-port') },
  {
    name: 'form-constraint',
    go: async (planner) => {
      await planner.opens('?room=land&list=1#12.5/63.285/14.79');
      await planner.button(planner.words.constraint.add).click();
      await planner.field(planner.words.constraint.outline).fill('LINESTRING (14.77 63.28, 14.785 63.285, 14.8 63.28)');
      await planner.button(planner.words.edit.save).click();
      await planner.sees(planner.panel.locator('[aria-invalid=true]'));
    },
  },
  {
    name: 'prospect-months',
    go: async (planner) => {
      await planner.opens('?room=firms');
      await planner.button(planner.words.firms.add).click();
      await planner.panel.locator('#prospect-shape-0').selectOption('own');
      await planner.panel.locator('#prospect-months-0-6').fill('2');
      await planner.panel.locator('#prospect-months-0-6').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'prospect-edit',
    go: async (planner) => {
      const profile = { id: 'fiskbolaget', names: { sv: 'Fiskbolaget' }, capacity_unit: '1', capacity: 1, prospect: true, land_ha: 4, grid_mw: 1.5, staff: 25, must_haves: { plan: 'detaljplan' }, flows: [{ direction: 'need', resource: 'heat', quantity: 3, unit: 'MW', supply_c: 40, return_c: 20, origin: { source: '' } }] };
      // The second time it is there already.
      await planner.page.request.post('/api/v1/profiles', { data: profile });
      await planner.opens('?room=firms&firm=fiskbolaget');
      await planner.button(planner.words.edit.edit).click();
      await planner.isAt(planner.words.firms.editForm);
    },
  },
  {
    name: 'form-flow',
    go: async (planner) => {
      await planner.opens('?site=morsil-serverhall&flow=morsil-serverhall-heat');
      await planner.button(planner.words.edit.edit).click();
      await planner.sees(planner.field(planner.words.edit.quantity));
    },
  },
  {
    name: 'form-flow-months',
    go: async (planner) => {
      const t = planner.words;
      await planner.opens('?site=morsil-serverhall&flow=morsil-serverhall-heat');
      await planner.button(t.edit.edit).click();
      await planner.field(t.flow.shape).selectOption('own');
      for (let m = 0; m < 11; m++) await planner.panel.locator(`#flow-months-${m}`).fill(String(12 - m));
      await planner.button(t.edit.save).click();
      await planner.panel.locator('#flow-shape').evaluate((field) => field.scrollIntoView());
    },
  },
  ...(['preview', 'fault', 'used'] as const).map((way): State => ({
    name: `form-flow-course-${way}`,
    go: async (planner) => {
      const t = planner.words;
      await planner.opens('?site=morsil-serverhall&flow=morsil-serverhall-heat');
      await planner.button(t.edit.edit).click();
      const hours = Array.from({ length: way === 'fault' ? 8000 : 8760 }, (_, h) => (1.2 + Math.cos((2 * Math.PI * h) / 8760) + 0.2 * Math.cos(h)).toFixed(3));
      await planner.panel.locator('#flow-course').setInputFiles({ name: 'serverhall-2025.csv', mimeType: 'text/csv', buffer: Buffer.from(`load\n${hours.join('\n')}\n`) });
      await planner.sees(planner.button(way === 'fault' ? t.edit.course.otherFile : t.edit.course.use));
      if (way === 'used') await planner.button(t.edit.course.use).click();
      await planner.panel.locator('#flow-shape').evaluate((field) => field.scrollIntoView());
    },
  })),
  {
    name: 'form-faults',
    go: async (planner) => {
      await planner.opens('?site=morsil-serverhall&flow=morsil-serverhall-heat');
      await planner.button(planner.words.edit.edit).click();
      await planner.field(planner.words.edit.quantity).fill('mycket');
      await planner.field(planner.words.edit.surplusReturn).fill('90');
      await planner.button(planner.words.edit.save).click();
      await planner.sees(planner.panel.locator('[aria-invalid=true]'));
    },
  },
  { name: 'empty-region', region: 'empty', go: at('') },
  {
    name: 'server-gone',
    go: async (planner) => {
      await planner.opens('');
      await planner.page.waitForLoadState('networkidle');
      // To the page it is the same as a server that has stopped.
      await planner.page.context().setOffline(true);
      await planner.panel.locator('.questions button').nth(2).click();
      await planner.sees(planner.panel.locator('.trouble'));
    },
  },
  {
    name: 'land-beside',
    go: async (planner) => {
      await planner.opens('?room=land&compare=krokom-a&compare=krokom-b&compare=ostersund-a&beside=1');
      await planner.sees(planner.panel.getByRole('region', { name: planner.words.judge.table }));
    },
  },
  {
    name: 'land-pairs',
    go: async (planner) => {
      await planner.opens('?room=land&pairs=plan~land:9,land~supply:9,plan~supply:0.1111');
      await planner.sees(planner.panel.locator('.consistency.bad'));
    },
  },
  {
    name: 'area-curve',
    go: async (planner) => {
      await planner.opens('?room=land&area=krokom-a&weigh=grid_mw:12');
      const grid = planner.panel.locator('details', { has: planner.page.locator('summary') }).nth(15);
      await grid.locator('summary').click();
      await planner.sees(grid.locator('svg'));
    },
  },
  {
    name: 'pitch-left-out',
    go: async (planner) => {
      await closesAPartner(planner);
      await planner.opens('?room=land&area=krokom-a');
      await planner.sees(planner.panel.getByText(planner.words.pitch.leftOut.some).first());
      await planner.panel.getByText(planner.words.pitch.leftOut.some).first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'pitches-left-out',
    go: async (planner) => {
      await closesAPartner(planner);
      await planner.opens('?room=land');
      await planner.sees(planner.panel.getByText(planner.words.pitch.leftOut.some).first());
    },
  },
];

/** Makes a pitch sheet and closes a site that stands on it, once a region. */
async function closesAPartner(planner: Planner): Promise<void> {
  await planner.opens('');
  await planner.page.evaluate(async () => {
    const id = 'closed-partner';
    if ((await fetch(`/api/v1/pitches/${id}`)).ok) return;
    const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`/api/v1/${path}`, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });
    await send('POST', 'pitches', { id, area_id: 'krokom-a', profile_id: 'greenhouse', capacity: 2 });
    const site = await (await fetch('/api/v1/sites/krokom-elektrolys')).json();
    await send('PUT', `sites/${site.id}`, { ...site, visibility: 'broker_only' }, { 'If-Match': `"${site.version}"` });
  });
}
