// The establishment officer: where should this firm go, and what should this land attract?
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, openTab, PHONE, type Tab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;
let server: Server;
let tab: Tab | undefined;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), Server.start('demo')]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async ({ task }) => {
  const faults = tab?.faults ?? [];
  await tab?.context.close();
  tab = undefined;
  if (task.result?.state === 'pass') expect(faults, 'what went wrong in the page').toEqual([]);
});

async function officer(viewport?: typeof PHONE): Promise<Planner> {
  tab = await openTab(browser, server.address, viewport);
  return new Planner(tab.page);
}

interface Answer {
  items: { area_id: string; name: string; excluded?: boolean; matched_flows: number }[];
}

async function asked(officer: Planner, body: object): Promise<Answer> {
  return (await (await officer.page.request.post('/api/v1/rankings', { data: body })).json()) as Answer;
}

test('the officer ranks land for a fish farm, drags its size, demands a plan and reads why', async () => {
  const planner = await officer();
  await planner.opens('');
  await planner.page.getByRole('navigation').getByRole('button', { name: planner.words.rail.firms }).click();
  await planner.button(/fiskodling/).click();
  await planner.isAt('Landbaserad fiskodling, smolt');
  const rows = planner.panel.locator('ol.rows > li');
  const names = () => rows.locator('strong').allTextContents();
  const want = async (extra: object) => (await asked(planner, { profile: 'smolt', demands: { land: true, grid_power: true }, ...extra })).items;
  const first = await want({});
  await expect.poll(async () => (await names()).slice(0, first.length), { timeout: 30_000 }).toEqual(first.map((a) => a.name));

  // The list is the server's at every size, and the address carries the size.
  await planner.panel.getByRole('slider').focus();
  await planner.page.keyboard.press('End');
  await expect.poll(() => planner.view.firm?.capacity).toBe(10_000);
  const large = await want({ capacity: 10_000 });
  await expect.poll(names, { timeout: 30_000 }).toEqual(large.map((a) => a.name));
  expect(large.some((a) => a.excluded)).toBe(true);
  await planner.seesText(rows.last(), planner.words.firms.excluded);

  // Land without a detailed plan falls out, with the reason.
  await planner.panel.locator('summary').first().click();
  await planner.panel.getByLabel(planner.words.firms.plan).selectOption('detaljplan');
  const planned = await want({ capacity: 10_000, demands: { land: true, grid_power: true, plan: 'detaljplan' } });
  await expect.poll(names, { timeout: 30_000 }).toEqual(planned.map((a) => a.name));
  expect(planned.filter((a) => a.excluded).length).toBeGreaterThan(large.filter((a) => a.excluded).length);

  await rows.first().getByRole('button').first().click();
  await planner.seesText(planner.panel.locator('.reasons'), planner.words.firms.gets);
  await planner.sees(planner.panel.locator('.reasons .checks li.met').first());
  expect(planner.view.firm?.open).toBe(planned[0]!.area_id);
  // A link to it opens the same.
  await planner.page.reload();
  await planner.sees(planner.panel.locator('.reasons'));
});

test('the officer reads the matrix by keys alone, opens a cell and comes back', async () => {
  const planner = await officer();
  await planner.opens('?room=firms');
  await planner.button(planner.words.firms.matrix).click();
  const cells = planner.panel.locator('table .cell');
  await planner.sees(cells.first());
  const m = (await (await planner.page.request.get('/api/v1/opportunities/matrix')).json()) as { areas: unknown[]; profiles: unknown[] };
  expect(await cells.count()).toBe(m.areas.length * m.profiles.length);

  // Only one kind, then from the first cell to one that holds something.
  await planner.panel.getByLabel(planner.words.firms.category).selectOption('energy');
  await expect.poll(() => cells.count()).toBeLessThan(m.areas.length * m.profiles.length);
  await cells.first().focus();
  await planner.page.keyboard.press('ArrowDown');
  await planner.page.keyboard.press('End');
  await planner.page.keyboard.press('Home');
  const focused = planner.panel.locator('.cell:focus');
  for (let i = 0; (await focused.getAttribute('aria-disabled')) === 'true' && i < m.areas.length; i++) await planner.page.keyboard.press('ArrowRight');
  const said = (await focused.locator('.offscreen').textContent()) ?? '';
  await planner.page.keyboard.press('Enter');
  await planner.sees(planner.panel.locator('.reasons'));
  expect(said).toContain((await planner.heading.textContent())?.trim());
  await planner.goesBack();
  await planner.sees(cells.first());

  // Which firm would unlock most, and which surplus nobody would take.
  const answers = (await (await planner.page.request.get('/api/v1/opportunities/answers')).json()) as { unlocks: { profile_name: string }[]; untaken: { id: string }[] };
  await planner.seesText(planner.panel.locator('ol.rows button.row').first(), answers.unlocks[0]!.profile_name);
  expect(answers.untaken.length).toBeGreaterThan(0);
});

test('a prospect is added on a phone, confidential, ranked, and the addition undone', async () => {
  const planner = await officer(PHONE);
  await planner.opens('?room=firms');
  await planner.button(planner.words.firms.add).click();
  await planner.button(planner.words.edit.save).click();
  await planner.seesText(planner.panel.getByRole('alert'), planner.words.firms.formFault);
  await planner.field(planner.words.firms.name).fill('Fiskbolaget Ett');
  await planner.field(planner.words.firms.landHa).fill('5');
  await planner.panel.locator('#prospect-quantity-0').fill('9000');
  await planner.panel.locator('#prospect-supply-0').fill('30');
  await planner.panel.locator('#prospect-return-0').fill('15');
  await planner.button(planner.words.edit.save).click();
  await planner.isAt('Fiskbolaget Ett');
  await planner.sees(planner.panel.locator('ol.rows > li').first());
  const list = (await (await planner.page.request.get('/api/v1/profiles')).json()) as { items: { name: string; visibility: string }[] };
  expect(list.items[0]).toMatchObject({ name: 'Fiskbolaget Ett', visibility: 'broker_only' });
  await planner.page.getByRole('button', { name: planner.words.edit.undo }).click();
  await expect.poll(() => planner.view.firm).toBeUndefined();
});
