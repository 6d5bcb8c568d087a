// "What surplus and what need lies within N km of here, in sum?": from a place on the map, from land, from
// a site; by slider, by typing, by keyboard; the same again from the address.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openTab, type Tab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;
let server: Server;
let tab: Tab;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), Server.start('demo')]);
  tab = await openTab(browser, server.address);
});
afterAll(async () => {
  await tab?.context.close();
  await browser?.close();
  await server?.stop();
});

interface Answer {
  flows: number;
  lines: { resource: string; resource_name: string; surplus: { flows: number }; need: { flows: number } }[];
}
const ask = async (query: string): Promise<Answer> => (await (await tab.page.request.get(`/api/v1/around?lang=sv&${query}`)).json()) as Answer;

/** The table of the panel has a row for each line, with a sum where there are flows and no other. */
async function tellsTheSums(planner: Planner, { lines }: Answer): Promise<void> {
  const rows = planner.panel.getByRole('table', { name: planner.words.around.table }).locator('tbody tr:not(.listed)');
  await expect.poll(() => rows.getByRole('rowheader').allTextContents()).toEqual(lines.map((l) => l.resource_name));
  await expect.poll(() => rows.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => (/(\d+) flöd/.exec(cell.textContent ?? '') ?? ['', '0'])[1])))).toEqual(lines.map((l) => [String(l.surplus.flows), String(l.need.flows)]));
}

/** The circle's reach on the map, from west to east, degrees. */
const drawn = (): Promise<number> =>
  tab.page.evaluate(() => {
    const { atlas } = document.querySelector('#map .canvas') as unknown as { atlas: { visible(layers: string[]): { geometry: { coordinates: [number, number][][] } }[] } };
    const x = atlas.visible(['around-fill']).flatMap((f) => f.geometry.coordinates.flat().map((p) => p[0]));
    return x.length ? Math.max(...x) - Math.min(...x) : 0;
  });

test('a place on the map: its sums, its flows, another radius, another place, and the link', async () => {
  const planner = new Planner(tab.page);
  const { words: t } = planner;
  await planner.opens('#8.5/63.3125/13.66');
  await planner.mapRests();
  await planner.button(t.around.start).click();
  await planner.isAt(t.around.title('10 km'));
  const at = planner.view.around!.at!;
  expect(at.lat).toBeCloseTo(63.3125, 2);
  const first = await ask(`lat=${at.lat}&lon=${at.lon}&radius_m=10000`);
  expect(first.flows).toBeGreaterThan(2);
  await tellsTheSums(planner, first);
  await expect.poll(drawn).toBeGreaterThan(0.1);

  // The slider answers to the keys, and the field beside it says the same.
  const slider = planner.panel.getByRole('slider', { name: t.around.slide });
  await slider.focus();
  await tab.page.keyboard.press('ArrowRight');
  await planner.isAt(t.around.title('15 km'));
  const field = planner.panel.getByLabel(t.around.radius, { exact: true });
  expect(await field.inputValue()).toBe('15');
  await field.fill('32,5');
  await planner.addressSays((view) => view.around?.metres === 32_500);
  const wide = await ask(`lat=${at.lat}&lon=${at.lon}&radius_m=32500`);
  expect(wide.flows).toBeGreaterThan(first.flows);
  await tellsTheSums(planner, wide);
  await field.fill('900');
  await planner.sees(planner.panel.locator('#around-fault', { hasText: '200' }));
  expect(planner.view.around?.metres, 'what cannot be asked changes nothing').toBe(32_500);
  await field.fill('32,5');

  // A sum leads to its flows, and a flow to its site; Back leads here again.
  const line = wide.lines.find((l) => l.surplus.flows > 1)!;
  const row = planner.panel.getByRole('row', { name: new RegExp(`^${line.resource_name} `) }).first();
  await row.getByRole('button').first().click();
  const listed = planner.panel.getByRole('list', { name: `${line.resource_name}: ${t.direction.surplus}` }).locator('button.row');
  await expect.poll(() => listed.count()).toBe(line.surplus.flows);
  const address = tab.page.url();
  await listed.first().click();
  await planner.addressSays((view) => view.selection.flow);
  await tab.page.goBack();
  await planner.isAt(t.around.title('32,5 km'));

  // The link shows the same.
  await tab.page.goto(address);
  await planner.isAt(t.around.title('32,5 km'));
  await tellsTheSums(planner, wide);
  await expect.poll(() => listed.count()).toBe(line.surplus.flows);

  // Another place: by a click on free ground, and by the arrow keys.
  await planner.mapRests();
  const box = (await planner.map.boundingBox())!;
  const free = await tab.page.evaluate(() => {
    const { atlas } = document.querySelector('#map .canvas') as unknown as { atlas: { at(x: number, y: number, layers: string[]): unknown[]; canvas: HTMLCanvasElement } };
    const layers = ['flows-symbol', 'sites-symbol', 'areas-fill', 'matches-line', 'exchanges-line', 'areas-label', 'sites-label'];
    for (let y = 120; y < atlas.canvas.clientHeight - 120; y += 17) for (let x = 120; x < atlas.canvas.clientWidth - 340; x += 17) if (!atlas.at(x, y, layers).length) return { x, y };
    throw new Error('no free ground');
  });
  const before = planner.view.around!.at!;
  await tab.page.mouse.click(box.x + free.x, box.y + free.y);
  await planner.addressSays((view) => view.around?.at && (view.around.at.lat !== before.lat || view.around.at.lon !== before.lon));
  const moved = planner.view.around!.at!;
  await tab.page.getByRole('button', { name: t.around.marker }).press('ArrowUp');
  await planner.addressSays((view) => view.around!.at!.lat > moved.lat);
  await planner.button(t.back(t.region)).click();
  await planner.addressSays((view) => !view.around);
  await expect.poll(drawn).toBe(0);
  expect(tab.faults).toEqual([]);
});

test('land and a site: summed when asked, empty told, in every language', async () => {
  const planner = new Planner(tab.page);
  await planner.opens('?room=land&area=morsil-a');
  const { words: t } = planner;
  await planner.button(t.around.open).click();
  await planner.sees(planner.panel.getByRole('heading', { name: t.around.title('10 km') }));
  await tellsTheSums(planner, await ask('area=morsil-a&radius_m=10000'));
  await planner.opens('?site=morsil-serverhall&around=20000');
  await tellsTheSums(planner, await ask('site=morsil-serverhall&radius_m=20000'));
  for (const lang of ['nb', 'en', 'sv'] as const) {
    await planner.speaks(lang);
    await planner.sees(planner.panel.getByText(planner.words.around.ofSite));
  }
  // Where nothing is registered, what to do.
  await planner.opens('?around=5000~16.5~66.2#7/66.2/16.5');
  await planner.sees(planner.panel.getByText(t.around.none('5 km')));
  expect(tab.faults).toEqual([]);
});
