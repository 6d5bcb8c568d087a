// Entering and correcting what the region holds. Each test has a region of its own.
import { beforeEach, expect, test } from 'vitest';
import { openTab } from './browser';
import { Planner } from './planner';
import { browser, server, someone, stage, tab } from './stage';

stage({ each: true, refusals: true });
let firm: Planner;
beforeEach(async () => {
  firm = await someone();
});

interface Record {
  name?: string;
  quantity?: number;
  lon?: number;
  lat?: number;
}
const stored = async (path: string): Promise<Record | undefined> => {
  const answer = await tab.page.request.get(`/api/v1/${path}`);
  return answer.ok() ? ((await answer.json()) as Record) : undefined;
};
const toast = () => tab.page.locator('.toast');

test('a firm enters a site on the map and a flow, corrects it, and takes it back', async () => {
  const { words: t, page } = { words: firm.words, page: tab.page };
  await firm.opens('#9/63.2/14.6');
  await page.waitForLoadState('networkidle');
  await firm.button(t.edit.addSite).click();
  await firm.field(t.edit.name).fill('Provbadet');

  // The place is put on the map by a click.
  await firm.button(t.edit.place).click();
  const spot = await firm.onScreen(14.7, 63.25);
  await page.mouse.click(spot.x, spot.y);
  await expect.poll(() => firm.field(t.edit.lat).inputValue(), { timeout: 30_000 }).toMatch(/^63[.,]2/);
  expect(Number((await firm.field(t.edit.lon).inputValue()).replace(',', '.'))).toBeCloseTo(14.7, 2);
  await firm.button(t.edit.save).click();
  await firm.isAt('Provbadet');
  await firm.seesText(toast(), t.edit.created('Provbadet'));
  const site = firm.view.selection.site!;
  expect((await stored(`sites/${site}`))?.lat).toBeCloseTo(63.25, 2);

  // A flow, first with faults that are told at the fields.
  await firm.button(t.edit.addFlow).click();
  // A screen reader hears the words of a label apart, and the unit of the field.
  await firm.sees(firm.panel.getByRole('textbox', { name: `${t.edit.name} ${t.edit.optional}`, exact: true }));
  await firm.panel.locator('#flow-distance').waitFor();
  expect(await firm.panel.locator('#flow-distance').evaluate((field) => document.getElementById(field.getAttribute('aria-describedby')!.split(' ')[0]!)!.textContent)).toBe('m');
  await firm.field(t.edit.direction).selectOption('need');
  await firm.field(t.edit.quantity).fill('noll');
  await firm.field(t.edit.needTemp).fill('40');
  await firm.field(t.edit.needReturn).fill('60');
  await firm.button(t.edit.save).click();
  await firm.seesText(firm.panel.locator('#flow-quantity-fault'), t.edit.number);
  await firm.seesText(firm.panel.locator('#flow-return-fault'), t.edit.returnBelow);
  await firm.field(t.edit.quantity).fill('2,5');
  await firm.field(t.edit.needReturn).fill('25');
  await firm.button(t.edit.save).click();
  await firm.addressSays((view) => view.selection.flow);
  const flow = firm.view.selection.flow!;
  expect((await stored(`flows/${flow}`))?.quantity).toBe(2.5);

  // A correction, taken back by Ctrl+Z and by the button before that.
  await firm.button(t.edit.edit).click();
  expect(await firm.field(t.edit.quantity).inputValue(), 'as a Swede writes it').toBe('2,5');
  await firm.field(t.edit.quantity).fill('4');
  await firm.button(t.edit.save).click();
  await expect.poll(async () => (await stored(`flows/${flow}`))?.quantity, { timeout: 30_000 }).toBe(4);
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(async () => (await stored(`flows/${flow}`))?.quantity, { timeout: 30_000 }).toBe(2.5);
  await firm.seesText(toast(), t.edit.undone);
  await firm.heading.focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => stored(`flows/${flow}`), { timeout: 30_000 }).toBeUndefined();
});

test('a site is deleted with its flows, and comes back with them', async () => {
  const { words: t } = firm;
  await firm.opens('?site=orkanger-elkem');
  const flows = await firm.counts(firm.rowsUnder(t.site.flows));
  await firm.button(t.edit.remove).click();
  await firm.isAt('Jämtland–Trøndelag');
  expect(await stored('sites/orkanger-elkem')).toBeUndefined();
  await firm.seesText(toast(), t.edit.removed('Elkem Thamshavn'));
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(async () => (await stored('sites/orkanger-elkem'))?.name, { timeout: 30_000 }).toBe('Elkem Thamshavn');
  await firm.opens('?site=orkanger-elkem');
  expect(await firm.counts(firm.rowsUnder(t.site.flows))).toBe(flows);
});

/** Someone else renames a site meanwhile, by the API. */
const renames = async (id: string, name: string, by: string) => {
  const other = await tab.page.request.get(`/api/v1/sites/${id}`);
  const answer = await tab.page.request.put(`/api/v1/sites/${id}`, {
    headers: { 'If-Match': other.headers().etag!, 'Samloka-Author': encodeURIComponent(by) },
    data: { ...((await other.json()) as object), name },
  });
  expect(answer.ok()).toBe(true);
};

test('two who change the same site: the later one sees both versions and chooses', async () => {
  const { words: t } = firm;
  await firm.opens('?site=morsil-serverhall');
  await firm.button(t.edit.edit).click();
  await firm.field(t.edit.name).fill('Serverhallen');
  await renames('morsil-serverhall', 'Mörsils datahall', 'Åsa');
  await firm.button(t.edit.save).click();
  const summary = firm.panel.locator('.summary').last();
  await firm.seesText(summary, t.history.choose);
  await firm.seesText(summary, 'Åsa');
  await firm.seesText(summary.getByRole('row', { name: new RegExp(t.edit.name) }), 'Serverhallen');
  await firm.seesText(summary.getByRole('row', { name: new RegExp(t.edit.name) }), 'Mörsils datahall');
  expect((await stored('sites/morsil-serverhall'))?.name).toBe('Mörsils datahall');
  await firm.button(t.history.keepTheirs).click();
  await firm.isAt('Mörsils datahall');

  await firm.button(t.edit.edit).click();
  await firm.field(t.edit.name).fill('Serverhallen');
  await renames('morsil-serverhall', 'Hallen', 'Kim');
  await firm.button(t.edit.save).click();
  await firm.button(t.history.saveMine).click();
  await firm.isAt('Serverhallen');
  expect((await stored('sites/morsil-serverhall'))?.name).toBe('Serverhallen');
});

test('a site tells its history, and a change in it is undone', async () => {
  const { words: t } = firm;
  await firm.opens('?site=morsil-serverhall');
  const before = (await stored('sites/morsil-serverhall'))!.name!;
  await renames('morsil-serverhall', 'Mörsils datahall', 'Åsa');
  await firm.isAt('Mörsils datahall');
  await firm.panel.getByText(t.history.title, { exact: true }).click();
  const rows = firm.panel.locator('.history ol > li');
  await firm.seesText(rows.first(), 'Åsa');
  await firm.seesText(rows.first(), 'Mörsils datahall');
  await rows.first().getByRole('button').click();
  await firm.isAt(before);
  await firm.seesText(rows.first(), t.history.undid);

  // What is undone is not offered to be undone again.
  await firm.seesText(rows.nth(1), t.history.undone);
  expect(await rows.nth(1).getByRole('button').count()).toBe(0);

  // Undoing what has changed since shows both, and overwrites only when told to.
  await renames('morsil-serverhall', 'Salen', 'Åsa');
  await renames('morsil-serverhall', 'Hallen', 'Kim');
  await firm.isAt('Hallen');
  await firm.seesText(rows.first(), 'Kim');
  await rows.nth(1).getByRole('button').first().click();
  await firm.seesText(rows.nth(1).locator('.refused'), 'Hallen');
  await firm.button(t.history.undoAnyway).click();
  await firm.isAt(before);
});

test('what one user changes another sees without reloading, also after a break', async () => {
  const other = await openTab(browser, server.address);
  try {
    const second = new Planner(other.page);
    await firm.opens('?site=morsil-serverhall');
    await second.opens('?site=morsil-serverhall');
    const { words: t } = firm;
    await firm.button(t.edit.edit).click();
    await firm.field(t.edit.name).fill('Sedd av båda');
    await firm.button(t.edit.save).click();
    await second.isAt('Sedd av båda');

    // The second is cut off while the first changes the site again.
    await other.context.setOffline(true);
    await firm.isAt('Sedd av båda');
    await firm.button(t.edit.edit).click();
    await firm.field(t.edit.name).fill('Medan den andra var borta');
    await firm.button(t.edit.save).click();
    await firm.isAt('Medan den andra var borta');
    await other.context.setOffline(false);
    await second.isAt('Medan den andra var borta');
  } finally {
    await other.context.close();
  }
});

test('the whole region is matched as a job, and a file imported, while the page shows how far it has come', async () => {
  const { words: t } = firm;
  await firm.opens('?room=data');
  await firm.button(t.jobs.startMatching).click();
  const rows = firm.panel.locator('.jobs > li');
  await firm.seesText(rows.first(), t.jobs.states.done);
  const download = tab.page.waitForEvent('download');
  await rows.first().getByRole('link', { name: t.jobs.download('CSV') }).click();
  expect((await download).suggestedFilename()).toMatch(/^matches-\d+\.csv$/);
  // What was found is told by resource: as many pairs in all as the job counts, and each leads to its own.
  await rows.first().getByText(t.jobs.found, { exact: true }).click();
  const [job] = ((await (await tab.page.request.get('/api/v1/jobs?limit=1')).json()) as { items: { result: { pairs: number; by_resource: { pairs: number }[] } }[] }).items;
  const found = rows.first().locator('li');
  expect(await found.count()).toBe(job!.result.by_resource.length);
  expect(job!.result.by_resource.reduce((sum, r) => sum + r.pairs, 0)).toBe(job!.result.pairs);
  await firm.seesText(found.first(), t.jobs.pairs(String(job!.result.by_resource[0]!.pairs)));
  await found.getByRole('button', { name: 'Värme', exact: true }).click();
  await firm.addressSays((view) => view.listing?.tab === 'matches' && view.filters.resource === 'heat');
  await firm.sees(firm.panel.getByRole('rowheader'));
  await tab.page.goBack();

  // What is kept says until when.
  await firm.seesText(rows.first(), t.jobs.goes('').trim().split(' ')[0] ?? '');

  await firm.panel.getByLabel(t.jobs.toFile).selectOption({ index: 0 });
  await firm.button(t.jobs.startExport).click();
  await firm.seesText(rows.first(), t.jobs.kinds.export);
  await firm.sees(rows.first().getByRole('link', { name: t.jobs.download('Excel') }));

  await firm.panel.locator('#job-files').setInputFiles({ name: 'sites.csv', mimeType: 'text/csv', buffer: Buffer.from('id,name,lon,lat\nprov,Provbadet,14.6,63.2\n') });
  await firm.button(t.jobs.startImport).click();
  await firm.seesText(rows.first(), t.jobs.kinds.import);
  await firm.seesText(rows.first(), t.jobs.states.done);
  expect((await stored('sites/prov'))?.name).toBe('Provbadet');
  // Who did what stands in the same place, and the import is undone as a whole.
  await firm.panel.getByText(t.history.latest, { exact: true }).click();
  const changes = firm.panel.locator('.history ol > li');
  await firm.seesText(changes.first(), 'Provbadet');
  await changes.first().getByRole('button').click();
  await expect.poll(() => stored('sites/prov'), { timeout: 30_000 }).toBeUndefined();
});

test('which columns a file may have stands under the form, and a workbook to fill in is fetched there', async () => {
  const { words: t } = firm;
  await firm.opens('?room=data');
  await firm.panel.getByText(t.importing.columns, { exact: true }).click();
  const flows = firm.panel.locator('.kind', { has: tab.page.getByText(t.jobs.tables.flows!) });
  await flows.locator('summary').click();
  const told = (await (await tab.page.request.get('/api/v1/columns?lang=sv')).json()) as { items: { table: string; name: string; text: string; unit?: string; required: boolean; read_only?: boolean }[] };
  const wanted = told.items.filter((c) => c.table === 'flows' && !c.read_only);
  await expect.poll(() => flows.locator('dt').count()).toBe(wanted.length);
  for (const c of wanted) await firm.seesText(flows.locator('dl > div').filter({ has: tab.page.getByText(c.name, { exact: true }) }).first(), c.text);
  await firm.seesText(flows.locator('dt').filter({ hasText: 'supply_c' }), '°C');
  await firm.seesText(flows.locator('dt').filter({ hasText: 'site_id' }), t.importing.required);
  const download = tab.page.waitForEvent('download');
  await firm.panel.getByRole('link', { name: t.importing.template }).click();
  expect((await download).suggestedFilename()).toBe('samloka-template.xlsx');
});

test("a planner reads an authority's layer in SWEREF 99 TM on the page: checked first, then written", async () => {
  const { words: t } = firm;
  await firm.opens('?room=data');
  const rows = firm.panel.locator('.jobs > li');
  const wkt = 'POLYGON((482000 7008200,482500 7008200,482500 7008600,482000 7008600,482000 7008200))';
  await firm.panel.locator('#job-files').setInputFiles({ name: 'strand.csv', mimeType: 'text/csv', buffer: Buffer.from(`objektid;namn;geometri\n7;Storsjöstranden;${wkt}\n`) });
  // As it stands the server says what is wrong with it, and nothing is written.
  await firm.button(t.jobs.startImport).click();
  await firm.seesText(rows.first(), t.jobs.states.failed);
  // Why it failed is in sight, far below the button as it stands.
  const seen = () => rows.first().locator('.error').evaluate((e) => ({ top: e.getBoundingClientRect().top, bottom: e.getBoundingClientRect().bottom }));
  const height = firm.page.viewportSize()!.height;
  await expect.poll(async () => { const { top, bottom } = await seen(); return top > 60 && bottom < height; }, { timeout: 30_000 }).toBe(true);
  // The file is still there to be told more of.
  await firm.panel.getByLabel(t.importing.as).selectOption('constraint');
  await firm.panel.getByLabel(t.importing.crs).selectOption('EPSG:3006');
  await firm.panel.getByLabel(t.constraint.layer).selectOption('shore');
  await firm.field(t.constraint.bufferField).fill('100');
  await firm.field(t.site.source).fill('Länsstyrelsen');
  await firm.button(t.importing.check).click();
  await firm.seesText(rows.first(), t.importing.checked);
  await firm.seesText(rows.first(), t.importing.counted(t.jobs.tables.constraints!, '1', '0', '0'));
  expect(await stored('constraints/shore-7')).toBeUndefined();
  // The files and what was said of them stay, to be written next.
  await firm.button(t.jobs.startImport).click();
  await expect.poll(async () => (await stored('constraints/shore-7'))?.name, { timeout: 30_000 }).toBe('Storsjöstranden');
  expect(await stored('constraints/shore-7')).toMatchObject({ buffer_m: 100, effect: 'penalises', source: 'Länsstyrelsen' });
});

test("a flow takes its year from a file with hours, once its months have been seen", async () => {
  const { words: t } = firm;
  const hours = (row: (hour: number) => string) => Buffer.from(`hour;load\n${Array.from({ length: 8760 }, (_, h) => `${h + 1};${row(h)}`).join('\n')}\n`);
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });
  const input = firm.panel.locator('#flow-course');
  await firm.opens('?site=orkanger-elkem');
  await firm.button(t.edit.addFlow).click();
  await firm.field(t.edit.direction).selectOption('need');
  await firm.field(t.edit.quantity).fill('2');
  await firm.field(t.edit.needTemp).fill('70');
  await firm.field(t.edit.needReturn).fill('40');

  // A gap is told with its line, and another file can be chosen.
  await input.setInputFiles(file('lucka.csv', hours((h) => (h === 99 ? '' : '1'))));
  await firm.seesText(firm.panel, t.edit.course.refused('lucka.csv'));
  await firm.seesText(firm.panel, `${t.edit.course.line('101')} ${t.edit.course.faults.not_a_number!('')}`);
  await firm.button(t.edit.course.otherFile).click();

  // The months are shown; laid aside they change nothing.
  const winter = hours((h) => (h < 31 * 24 ? '4,0' : '1,0'));
  await input.setInputFiles(file('panna.csv', winter));
  const january = (100 * 31 * 4) / (31 * 4 + 334);
  await firm.seesText(firm.panel.locator('figure td').first(), t.edit.course.percent(String(Math.round(january))));
  await firm.button(t.edit.cancel).first().click();
  expect(await firm.field(t.flow.shape).inputValue()).toBe('flat');

  // Used they are the flow's own, with the hours that its peak gives.
  await input.setInputFiles(file('panna.csv', winter));
  await firm.button(t.edit.course.use).click();
  expect(await firm.field(t.flow.shape).inputValue()).toBe('own');
  const full = Math.round(((31 * 4 + 334) / 365 / 4) * 8760);
  expect(await firm.field(t.flow.hours).inputValue()).toBe(String(full));
  await firm.button(t.edit.save).click();
  await firm.addressSays((view) => view.selection.flow);
  const flow = (await stored(`flows/${firm.view.selection.flow!}`)) as { shape?: string; monthly?: number[]; full_load_hours?: number };
  expect(flow.shape).toBe('own');
  expect(flow.monthly?.[0]).toBeCloseTo(january / 100, 6);
  expect(flow.full_load_hours).toBe(full);
});

test('a flow takes twelve months that are typed, once there are twelve', async () => {
  const { words: t } = firm;
  const month = (m: number) => firm.panel.locator(`#flow-months-${m}`);
  await firm.opens('?site=orkanger-elkem');
  await firm.button(t.edit.addFlow).click();
  await firm.field(t.edit.direction).selectOption('need');
  await firm.field(t.edit.quantity).fill('3');
  await firm.field(t.edit.needTemp).fill('70');
  await firm.field(t.edit.needReturn).fill('40');
  await firm.field(t.flow.shape).selectOption('own');
  for (let m = 0; m < 11; m++) await month(m).fill(m < 2 ? '2,5' : '1');

  // One is missing: it is said beside them, and nothing is stored.
  await firm.button(t.edit.save).click();
  await firm.seesText(firm.panel.locator('#flow-months-fault'), t.edit.monthsFault);
  await month(11).fill('0');
  await firm.button(t.edit.save).click();
  await firm.addressSays((view) => view.selection.flow);
  const flow = (await stored(`flows/${firm.view.selection.flow!}`)) as { shape?: string; monthly?: number[] };
  expect(flow.shape).toBe('own');
  expect(flow.monthly).toEqual([2.5, 2.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);

  // What is not typed anew stays to the last digit.
  await firm.button(t.edit.edit).click();
  expect(await month(0).inputValue()).toBe('2,5');
  await firm.field(t.edit.quantity).fill('4');
  await firm.button(t.edit.save).click();
  await expect.poll(async () => ((await stored(`flows/${firm.view.selection.flow!}`)) as { quantity?: number }).quantity, { timeout: 30_000 }).toBe(4);
  expect(((await stored(`flows/${firm.view.selection.flow!}`)) as { monthly?: number[] }).monthly).toEqual(flow.monthly);
});
