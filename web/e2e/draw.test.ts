// Land is drawn on the map, saved, its outline changed, cut and divided, and all of it taken back.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, openTab, PHONE, still, type Tab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;
let server: Server;
let tab: Tab;
let planner: Planner;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await Server.start('demo');
});
afterEach(async ({ task }) => {
  // A record that has just gone may be asked for once more.
  const faults = tab.faults.filter((fault) => !fault.includes('status of 404'));
  await tab.context.close();
  await server.stop();
  if (task.result?.state === 'pass') expect(faults, 'what went wrong in the page').toEqual([]);
});
async function someone(viewport?: typeof PHONE) {
  tab = await openTab(browser, server.address, viewport);
  planner = new Planner(tab.page);
}

interface Stored {
  name: string;
  area_ha: number;
  grid_mw?: number;
  geometry: { coordinates: [number, number][][][] };
}
const stored = async (id: string): Promise<Stored | undefined> => {
  const answer = await tab.page.request.get(`/api/v1/areas/${id}`);
  return answer.ok() ? ((await answer.json()) as Stored) : undefined;
};
const tools = () => tab.page.getByRole('group', { name: planner.words.area.tools });
const tool = (name: string) => tools().getByRole('button', { name, exact: true });
const figures = () => tools().locator('.figures');
const shown = async () => Number((await figures().textContent())!.split(/\s/)[0]!.replace(',', '.'));
const toast = () => tab.page.locator('.toast');
async function click(lon: number, lat: number) {
  const { x, y } = await planner.onScreen(lon, lat);
  await tab.page.mouse.click(x, y);
}
const SQUARE: [number, number][] = [[14.76, 63.28], [14.79, 63.28], [14.79, 63.29], [14.76, 63.29]];

test('a planner draws an area, sees its hectares, saves, moves a corner, and takes it back', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await still(tab.page);
  await planner.button(t.area.add).click();
  await planner.isAt(t.area.add);

  // One corner too many, taken back while drawing.
  for (const [lon, lat] of SQUARE) await click(lon, lat);
  await click(14.745, 63.29);
  await planner.sees(tools().getByText(/sida 7\d\d/));
  await tab.page.keyboard.press('Control+z');
  await click(...SQUARE[0]!);
  await planner.seesText(tools(), t.area.hints.rest);
  // 0.03° by 0.01° at 63.285°: 1506 m by 1115 m.
  const drawn = await shown();
  expect(drawn).toBeGreaterThan(166);
  expect(drawn).toBeLessThan(170);

  await planner.field(t.edit.name).fill('Provmarken');
  await planner.field(t.land.grid).fill('mycket');
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#area-grid-fault'), t.edit.number);
  await planner.field(t.land.grid).fill('12,5');
  await planner.button(t.edit.save).click();
  await planner.isAt('Provmarken');
  const id = planner.view.selection.area!;
  const first = (await stored(id))!;
  expect(first.grid_mw).toBe(12.5);
  expect(first.area_ha / drawn, 'the page and the server measure the same').toBeCloseTo(1, 3);

  // A corner is dragged.
  await still(tab.page);
  await planner.button(t.edit.edit).click();
  await planner.sees(tools());
  await still(tab.page);
  const corner = first.geometry.coordinates[0]![0]!.reduce((a, b) => (b[0] + b[1] > a[0] + a[1] ? b : a));
  const from = await planner.onScreen(...corner);
  await tab.page.mouse.move(from.x, from.y);
  await tab.page.mouse.down();
  await tab.page.mouse.move(from.x - 40, from.y + 20, { steps: 4 });
  await tab.page.mouse.up();
  await expect.poll(shown).toBeLessThan(drawn - 1);
  await planner.button(t.edit.save).click();
  await planner.isAt('Provmarken');
  expect((await stored(id))!.area_ha).toBeLessThan(drawn - 1);
  await planner.heading.focus();
  await tab.page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored(id))?.area_ha, { timeout: 30_000 }).toBeCloseTo(first.area_ha, 6);
  await planner.seesText(toast(), t.edit.undone);
  await planner.heading.focus();
  await tab.page.keyboard.press('Control+z');
  await expect.poll(() => stored(id), { timeout: 30_000 }).toBeUndefined();
});

test('land that is typed is cut and divided on the map; the pieces are land of their own until undone', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await still(tab.page);
  await planner.button(t.area.add).click();
  await planner.field(t.edit.name).fill('Skrivmarken');
  await planner.field(t.area.outline).fill('POLYGON ((14.76 63.28');
  await planner.seesText(planner.panel.locator('#area-geometry-fault'), t.area.notAnOutline);
  await planner.field(t.area.outline).fill(`POLYGON ((${[...SQUARE, SQUARE[0]!].map((p) => p.join(' ')).join(', ')}))`);
  const whole = await shown();
  await tool(t.area.modes.cut).click();
  for (const [lon, lat] of [[14.765, 63.283], [14.77, 63.283], [14.77, 63.287], [14.765, 63.283]] as const) await click(lon, lat);
  await expect.poll(shown).toBeLessThan(whole - 4);
  await tool(t.area.modes.split).click();
  await click(14.78, 63.2925);
  await click(14.78, 63.2775);
  await tool(t.area.done).click();
  await planner.sees(planner.panel.getByText(t.area.apart('1')));
  await planner.button(t.edit.save).click();
  await planner.isAt('Skrivmarken');
  const all = async () => ((await (await tab.page.request.get('/api/v1/areas?limit=1000')).json()) as { items: Stored[] }).items.filter((a) => a.name.startsWith('Skrivmarken'));
  const pieces = await all();
  expect(pieces.map((a) => a.name).sort()).toEqual(['Skrivmarken', t.area.piece('Skrivmarken', '2')]);
  expect(pieces.reduce((sum, a) => sum + a.area_ha, 0)).toBeLessThan(whole - 4);
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(all, { timeout: 30_000 }).toEqual([]);

  // Deleted land comes back.
  await planner.opens('?room=land&area=krokom-a');
  await planner.button(t.edit.remove).click();
  await planner.isAt(t.land.title);
  expect(await stored('krokom-a')).toBeUndefined();
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(async () => (await stored('krokom-a'))?.name, { timeout: 30_000 }).toMatch(/^Krokom/);
});

test('it fits a phone', async () => {
  await someone(PHONE);
  await planner.opens('?room=land&area=krokom-a');
  await planner.button(planner.words.edit.edit).click();
  await planner.sees(tools());
  expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
});
