// A region with more areas than a list shows at once: the ranking in pages, re-ranked as a slider moves, and all partners of a
// flow.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { number } from '../src/units/format';
import { PHONE } from './browser';
import { largeRegion } from './largeregion';
import { server, someone, stage } from './stage';

// Three pages.
const AREAS = 300;
const PAGE = 100;
const PATIENCE = { timeout: 30_000, interval: 50 };

stage({ region: () => ({ files: largeRegion(mkdtempSync(join(inject('folder'), 'large-')), AREAS, 2000) }) });
const officer = someone;

const post = (path: string, body: object) => fetch(server.address + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

interface Row {
  rank: number;
  area_id: string;
  name: string;
}

/** The server's own ranking. */
async function ranked(capacity?: number): Promise<Row[]> {
  const answer = await post('/api/v1/rankings', { profile: 'smolt', rows: true, limit: 1, ...(capacity !== undefined && { capacity }) });
  return ((await answer.json()) as { rows: Row[] }).rows;
}

test('three hundred areas are read in pages, the open one is in sight, and the list follows the slider', async () => {
  const planner = await officer();
  const { words: t } = planner;
  await planner.opens('?room=firms&firm=smolt');
  const rows = planner.panel.locator('ol.rows > li');
  const names = () => rows.locator('button.row strong').allTextContents();
  const all = await ranked();
  expect(all.length).toBe(AREAS);
  const page = (n: number, of = all) => of.slice(n * PAGE, (n + 1) * PAGE).map((a) => a.name);
  await expect.poll(names, PATIENCE).toEqual(page(0));
  const pages = planner.panel.getByRole('navigation', { name: t.firms.pages });
  await planner.seesText(pages, t.firms.pageOf('1', '100', number(AREAS, 'sv', 6)));
  expect(await planner.button(t.firms.earlier, pages).isDisabled()).toBe(true);

  // By keys alone to the next page, whose first row has the focus; its land is opened there.
  await planner.button(t.firms.later, pages).focus();
  await planner.page.keyboard.press('Enter');
  await expect.poll(names, PATIENCE).toEqual(page(1));
  await planner.page.keyboard.press('Tab');
  await planner.page.keyboard.press('Enter');
  const open = all[PAGE + 1]!;
  await expect.poll(() => planner.view.firm?.open, PATIENCE).toBe(open.area_id);
  await planner.sees(planner.panel.locator('.reasons'));
  expect(await rows.nth(1).locator('.reasons').count()).toBe(1);

  // A link to it opens the page that it is on.
  await planner.page.reload();
  await planner.sees(planner.panel.locator('.reasons'));
  expect(await names()).toEqual(page(1));
  expect(await planner.panel.locator('.reasons').evaluate((e) => e.getBoundingClientRect().top < innerHeight)).toBe(true);
  await planner.button(t.firms.earlier, pages).click();
  await expect.poll(names, PATIENCE).toEqual(page(0));

  // Dragged, the list is the server's at the size where the slider rests, and holds a page all the time.
  const slider = planner.panel.getByRole('slider', { name: t.firms.capacity });
  await slider.focus();
  for (let i = 0; i < 4; i++) {
    const before = await slider.getAttribute('aria-valuetext');
    await planner.page.keyboard.press(i < 2 ? 'PageUp' : 'PageDown');
    await planner.page.waitForFunction(
      (was) => document.querySelector('#capacity')?.getAttribute('aria-valuetext') !== was && document.querySelector('#panel ol.rows')?.getAttribute('aria-busy') === 'false',
      before,
      { polling: 50, timeout: 60_000 },
    );
  }
  const capacity = planner.view.firm?.capacity;
  expect(capacity).toBeGreaterThan(0);
  const moved = await ranked(capacity);
  await expect.poll(names, PATIENCE).toEqual(page(0, moved));
}, 240_000);

test('of more matches than can be told apart the map shows the best, says so, and shows more closer by', async () => {
  const planner = await officer();
  const { words: t } = planner;
  const sizes: number[] = [];
  planner.page.on('response', (r) => {
    if (r.url().includes('/tiles/matches/')) void r.body().then((body) => sizes.push(body.length), () => undefined);
  });
  const summary = (await (await fetch(`${server.address}/api/v1/summary`)).json()) as { matches: { pairs: number } };
  const matches = summary.matches.pairs;
  expect(matches).toBeGreaterThan(100_000);
  await planner.opens('');
  await planner.mapRests();
  const legend = planner.page.getByRole('region', { name: t.legend.title });
  const note = legend.locator('.left-out');
  await planner.sees(note);
  const leftOut = async () => Number((await note.textContent())!.replace(/\D/g, ''));
  const afar = await leftOut();
  expect(afar).toBeGreaterThan(0.9 * matches);
  expect(afar).toBeLessThan(matches);
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes), 'bytes of the largest tile').toBeLessThan(1_000_000);
  for (let i = 0; i < 3; i++) {
    await planner.button(t.mapControls.zoomIn, planner.page.locator('#map')).click();
    await planner.mapRests();
  }
  await expect.poll(async () => matches - (await leftOut()), PATIENCE).toBeGreaterThan(2 * (matches - afar));
}, 240_000);

test('all partners of a flow can be listed, opened and come back to', async () => {
  const planner = await officer(PHONE);
  const { words: t } = planner;
  await planner.opens('?room=firms&firm=smolt');
  const { items: [best] } = (await (await post('/api/v1/rankings', { profile: 'pellets', limit: 1 })).json()) as { items: { area_id: string; finds: { partners: number }[] }[] };
  const { area_id: area, finds } = best!;
  const flow = finds.findIndex((f) => f.partners > 40);
  const { total, items } = (await (await post('/api/v1/rankings/partners', { profile: 'pellets', area, flow, limit: 200 })).json()) as {
    total: number;
    items: { partner: { flow_id: string; site_name: string } }[];
  };
  expect(total).toBe(finds[flow]!.partners);
  await planner.opens(`?room=firms&firm=pellets&open=${area}`);
  const reasons = planner.panel.locator('.reasons');
  await planner.sees(reasons);

  const more = reasons.getByRole('button', { name: t.firms.more(String(total - 1)) });
  await more.focus();
  await planner.page.keyboard.press('Enter');
  expect(await more.getAttribute('aria-expanded')).toBe('true');
  const listed = reasons.locator('.others li');
  const names = () => listed.locator('.text > button:first-child').allTextContents();
  await expect.poll(names, PATIENCE).toEqual(items.slice(1, 11).map((p) => p.partner.site_name));
  await planner.button(`${t.more} (${total - 11})`, reasons).click();
  await expect.poll(names, PATIENCE).toEqual(items.slice(1, 31).map((p) => p.partner.site_name));

  // Each has a reckoning of its own, and the way back leads to the list.
  const third = items[3]!.partner;
  await listed.nth(2).getByRole('button', { name: t.firms.reckoning }).click();
  await planner.seesText(planner.heading, third.site_name);
  expect(planner.view.firm).toMatchObject({ pair: flow, partner: third.flow_id });
  await planner.seesText(planner.verdict, planner.outcomes.yes);
  await planner.goesBack();
  await expect.poll(async () => (await names()).slice(0, 10), PATIENCE).toEqual(items.slice(1, 11).map((p) => p.partner.site_name));
  await more.click();
  await expect.poll(() => listed.count(), PATIENCE).toBe(0);
  expect(planner.view.firm?.others).toBeUndefined();
}, 240_000);

test('a list of thousands is in order from its first row to its last, and a name in it is found', async () => {
  const planner = await officer();
  const { words: t } = planner;
  // The map looks elsewhere: this many drawn in software hold up what is pressed for half a minute.
  await planner.opens('?list=1#9/55/0');
  await planner.turnsToTab('sites');
  const names = () => planner.panel.getByRole('rowheader').getByRole('button').allTextContents();
  // By id it would be 0, 1, 10, 100, …: the server gives the first by name, and nobody has to press for it.
  await expect.poll(async () => (await names()).slice(0, 4), PATIENCE).toEqual([0, 1, 2, 3].map((i) => `Företag ${i}`));
  expect(await planner.panel.getByText(t.list.unsorted).count()).toBe(0);
  const head = planner.panel.getByRole('columnheader', { name: t.list.name }).getByRole('button');
  await head.click();
  await expect.poll(async () => (await names()).slice(0, 2), PATIENCE).toEqual(['Företag 1999', 'Företag 1998']);
  expect((await names()).length).toBe(200);
  const find = planner.panel.getByRole('searchbox', { name: t.list.find(t.list.tabs.sites) });
  await find.fill('företag 1234');
  await expect.poll(names, PATIENCE).toEqual(['Företag 1234']);
  await find.fill('ingen heter så');
  await planner.sees(planner.panel.getByText(t.list.notFound('ingen heter så')));
  await find.fill('');
  await expect.poll(async () => (await names()).length, PATIENCE).toBe(200);
});
