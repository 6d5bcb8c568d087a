// A line that is slow, or breaks: what goes on is told, what was typed stays, and nothing is written twice.
import { expect, test } from 'vitest';
import { planner, someone, stage, tab } from './stage';

const PATIENCE = { timeout: 30_000, interval: 50 };
// The map looks elsewhere.
const AWAY = '#9/55/0';

stage({ each: true, refusals: true });

/** The next request of a kind reaches the server, its answer is lost on the way back. */
async function losesTheAnswer(method: string, path: string): Promise<void> {
  let lost = false;
  await tab.page.route(path, async (route) => {
    if (lost || route.request().method() !== method) return route.continue();
    lost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
}
const save = () => planner.button(planner.words.edit.save).click();

test('saving on a slow line says that it goes on', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?site=morsil-serverhall${AWAY}`);
  await planner.button(t.edit.edit).click();
  await planner.field(t.site.note).fill('En anmärkning');
  let answer!: () => void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await tab.page.route('**/api/v1/sites/**', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue();
  });
  await save();
  await planner.sees(planner.panel.getByRole('status').filter({ hasText: t.edit.saving }));
  answer();
  await planner.isAt('Serverhall, Mörsil');
});

test('a site whose saving was not answered is not there twice when it is saved again', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(AWAY);
  await planner.button(t.edit.addSite).click();
  await planner.field(t.edit.name).fill('Nya sågen');
  // Letter by letter, as people type: nothing may be put right under their hands.
  await planner.field(t.edit.lon).pressSequentially('14,5');
  await planner.field(t.edit.lat).pressSequentially('63,25');
  expect(await planner.field(t.edit.lat).inputValue()).toBe('63,25');
  await losesTheAnswer('POST', '**/api/v1/sites*');
  await save();
  await planner.seesText(planner.panel.locator('.summary'), t.edit.kept);
  // What was typed is there, and may be put right before it is saved again.
  expect(await planner.field(t.edit.lon).inputValue()).toBe('14,5');
  await planner.field(t.edit.name).fill('Nya sågen i byn');
  await save();
  await planner.isAt('Nya sågen i byn');
  const { items } = (await (await tab.page.request.get('/api/v1/search?q=nya sågen')).json()) as { items: { name: string }[] };
  expect(items.map((item) => item.name)).toEqual(['Nya sågen i byn']);
});

test('a change whose answer was lost is no conflict with oneself', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?site=morsil-serverhall${AWAY}`);
  await planner.button(t.edit.edit).click();
  await planner.field(t.site.note).fill('Skrivet en gång');
  await losesTheAnswer('PUT', '**/api/v1/sites/**');
  await save();
  await planner.seesText(planner.panel.locator('.summary'), t.edit.kept);
  await save();
  await planner.isAt('Serverhall, Mörsil');
  // And it is taken back as any other.
  await planner.button(t.edit.undo, tab.page).click();
  const note = async () => ((await (await tab.page.request.get('/api/v1/sites/morsil-serverhall')).json()) as { note?: string }).note;
  await expect.poll(note, PATIENCE).not.toBe('Skrivet en gång');
});

test('what cannot be a number says what may stand there, also when the field is left', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?site=morsil-serverhall&flow=morsil-serverhall-heat${AWAY}`);
  await planner.button(t.edit.edit).click();
  await planner.field(t.edit.quantity).fill('1e308');
  await save();
  await planner.seesText(planner.panel.locator('#flow-quantity-fault'), t.edit.most('1\u202f000\u202f000\u202f000\u202f000'));
  await planner.opens(`?surplus=morsil-serverhall-heat&need=morsil-vaxthus-heat${AWAY}`);
  const rate = await planner.assumption('assume-interest_rate');
  await rate.fill('4,x');
  await rate.press('Tab');
  expect(await rate.inputValue()).toBe('4,x');
  await planner.seesText(planner.panel.locator('#assume-interest_rate-help'), t.pair.stillCounts('5 %'));
  await rate.fill('4');
  await planner.addressSays((view) => view.assumptions.interest_rate === 0.04);
});

test('a map that is slow to come says so, and its legend does not call empty what is on its way', async () => {
  await someone();
  const t = planner.words;
  let answer!: () => void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await tab.page.route('**/tiles/**', async (route) => {
    await held;
    await route.continue();
  });
  await planner.opens('#12/63.3125/13.66');
  const legend = tab.page.locator('section.legend');
  const said = tab.page.locator('#map').getByRole('status');
  await planner.sees(said.filter({ hasText: t.mapControls.fetching }));
  expect(await legend.getByText(t.legend.nothing).count()).toBe(0);
  await planner.sees(legend.getByText(t.legend.fetching));
  answer();
  await planner.doesNotSee(said.getByText(t.mapControls.fetching));
  await planner.doesNotSee(legend.getByText(t.legend.fetching));
  await planner.sees(legend.getByRole('checkbox').first());
});

test('a map whose tiles come again as they were is no longer on its way', async () => {
  await someone();
  await planner.opens('#12/63.3125/13.66');
  await planner.mapRests();
  const fetched = tab.page.waitForResponse((answer) => answer.url().includes('/tiles/'));
  // Somebody else writes a note of a site far away, which no tile shows.
  const there = '/api/v1/sites/orkanger-elkem';
  const site = (await (await tab.page.request.get(there)).json()) as object;
  expect((await tab.page.request.put(there, { headers: { 'If-Match': '*' }, data: { ...site, note: 'Besökt' } })).ok()).toBe(true);
  await fetched;
  await planner.mapRests();
});

test('what of the map could not be fetched comes when the server can be reached again', async () => {
  await someone();
  const t = planner.words;
  const page = tab.page;
  await planner.opens(AWAY);
  await page.waitForLoadState('networkidle');
  let gone = true;
  const asked = new Set<string>();
  const missed = new Set<string>();
  await page.route('**/tiles/**', (route) => {
    const { pathname } = new URL(route.request().url());
    asked.add(pathname);
    if (gone) missed.add(pathname);
    else missed.delete(pathname);
    return gone ? route.abort('internetdisconnected') : route.continue();
  });
  await page.getByRole('combobox').fill('serverhall');
  await page.getByRole('option').first().click();
  const said = page.locator('#map').getByRole('status');
  await planner.sees(said.filter({ hasText: t.mapControls.missing }));
  gone = false;
  // The stream of events breaks and is made again, as when the net is back.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await planner.doesNotSee(said.getByText(t.mapControls.missing));
  const shown = () => page.evaluate(() => (document.querySelector('#map .canvas') as unknown as { atlas: { visible(layers: string[]): object[] } }).atlas.visible(['sites-symbol']).length);
  await expect.poll(shown, PATIENCE).toBeGreaterThan(0);
  // Those of the closest zoom that was asked for, too, not only coarser ones in their place.
  const zoom = (path: string) => Number(path.split('/')[3]);
  const closest = Math.max(...[...asked].map(zoom));
  await expect.poll(() => [...missed].filter((path) => zoom(path) === closest), PATIENCE).toEqual([]);
});

test('a page that is cut off says so, and that it no longer is', async () => {
  await someone();
  await planner.opens(AWAY);
  const said = tab.page.locator('#map').getByRole('status').filter({ hasText: planner.words.mapControls.cutOff });
  await tab.page.context().setOffline(true);
  await planner.sees(said);
  await tab.page.context().setOffline(false);
  await planner.doesNotSee(said);
});

test('a site that somebody has taken away meanwhile is told as that, and what was typed stays', async () => {
  await someone();
  const t = planner.words;
  await planner.opens(`?site=morsil-serverhall${AWAY}`);
  await planner.button(t.edit.edit).click();
  await planner.field(t.site.note).fill('Jag skriver ännu');
  expect((await tab.page.request.delete('/api/v1/sites/morsil-serverhall', { headers: { 'If-Match': '*' } })).ok()).toBe(true);
  await save();
  await planner.seesText(planner.panel.locator('.summary'), t.edit.goneMeanwhile);
  expect(await planner.field(t.site.note).inputValue()).toBe('Jag skriver ännu');
  await planner.button(t.edit.cancel).click();
  await planner.seesText(planner.panel.locator('.trouble').first(), t.trouble.not_found);
});
