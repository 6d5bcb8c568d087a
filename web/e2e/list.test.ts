// "Everything on the map is also in a list": what the map has drawn, asked of the map itself, against
// the rows of the list and what the server has within the map's edges.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collator } from '../src/units/format';
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

type Properties = Record<string, string | number | boolean>;
interface Drawn {
  bounds: [number, number, number, number];
  features: { layer: string; properties: Properties }[];
}

/** What the map says is drawn on it. */
const drawn = (): Promise<Drawn> =>
  tab.page.evaluate(() => {
    const { atlas } = document.querySelector('#map .canvas') as unknown as {
      atlas: { bounds: [number, number, number, number]; visible(layers: string[]): { layer: { id: string }; properties: Record<string, never> }[] };
    };
    const layers = ['sites-symbol', 'flows-symbol', 'matches-line', 'exchanges-line', 'areas-fill'];
    return { bounds: atlas.bounds, features: atlas.visible(layers).map((f) => ({ layer: f.layer.id, properties: { ...f.properties } })) };
  });

/** Every row of a tab of the list, by what its link says. */
async function rowsOf(planner: Planner, name: 'matches' | 'sites' | 'flows' | 'exchanges' | 'areas'): Promise<string[]> {
  await planner.turnsToTab(name);
  await planner.sees(planner.panel.locator(`#list-table[aria-labelledby=tab-${name}]`));
  await planner.seesText(planner.panel.locator('#list-table .quiet').last(), /\d/);
  const more = planner.panel.locator('#list-table .quiet button');
  while (await more.count()) await more.first().click();
  return (await planner.panel.getByRole('rowheader').getByRole('button').allTextContents()).map((text) => text.trim());
}

test.each([
  ['Mörsil', 13.66, 63.3125],
  ['Orkanger', 9.857, 63.309],
  ['Händelö', 16.233, 58.62],
])('all that is drawn around %s is in the list, and nothing that lies there is missing on the map', async (_, lon, lat) => {
  const planner = new Planner(tab.page);
  // From zoom 12 nothing is drawn together.
  await planner.opens(`?list=1#12.1/${lat}/${lon}`);
  await planner.mapRests();
  const { bounds, features } = await drawn();
  const of = (layer: string) => features.filter((f) => f.layer === layer).map((f) => f.properties);
  for (const p of features) expect(p.properties.count ?? 1, `${p.layer} ${p.properties.id} stands for itself alone`).toBe(1);

  // Sites and flows: exactly those that the server has within the map's edges.
  const within = async (what: string) =>
    ((await (await tab.page.request.get(`/api/v1/${what}?bbox=${bounds.join(',')}&limit=1000`)).json()) as { items: { id: string }[] }).items.map((item) => item.id).sort();
  const inside = new Set(await within('sites'));
  const ids = (all: Properties[]) => [...new Set(all.map((p) => String(p.id)))].sort();
  expect(ids(of('sites-symbol')).filter((id) => inside.has(id))).toEqual([...inside].sort());
  const flows = await within('flows');
  expect(flows.length).toBeGreaterThan(3);
  expect(ids(of('flows-symbol').filter((p) => inside.has(String(p.site_id))))).toEqual(flows);

  // And every one of what is drawn is a row of the list.
  const sites = await rowsOf(planner, 'sites');
  for (const p of of('sites-symbol')) expect(sites).toContain(p.name);
  const matches = await rowsOf(planner, 'matches');
  expect(of('matches-line').length).toBeGreaterThan(0);
  for (const p of of('matches-line')) expect(matches).toContain(`${p.surplus_site} → ${p.need_site}`);
  const names = new Map(((await (await tab.page.request.get('/api/v1/flows?limit=1000')).json()) as { items: { id: string; name?: string; resource_name?: string }[] }).items.map((f) => [f.id, f.name || f.resource_name]));
  const listed = await rowsOf(planner, 'flows');
  for (const p of of('flows-symbol')) expect(listed).toContain(names.get(String(p.id)));
  const areas = await rowsOf(planner, 'areas');
  for (const p of of('areas-fill')) expect(areas).toContain(p.name);
  const exchanges = ((await (await tab.page.request.get('/api/v1/exchanges?limit=1000')).json()) as { items: { id: string; surplus: { site_name: string }; need: { site_name: string } }[] }).items;
  const lines = await rowsOf(planner, 'exchanges');
  for (const p of of('exchanges-line')) {
    const x = exchanges.find((e) => e.id === p.id)!;
    expect(lines).toContain(`${x.surplus.site_name} → ${x.need.site_name}`);
  }
});

test('rows stand in the order that their head tells, and turn with it', async () => {
  const planner = new Planner(tab.page);
  await planner.opens('?list=1');
  const column = async (of: 'td' | 'th', at: number) => (await planner.panel.locator(`#list-table tbody tr > ${of}:nth-child(${at})`).allTextContents()).map((text) => text.trim());
  const swedish = collator('sv');
  const names = async () => (await planner.panel.getByRole('rowheader').getByRole('button').allTextContents()).map((text) => text.trim());
  const metres = async () => (await column('td', 2)).map((text) => Number(text.replace(/[^\d,]/g, '').replace(',', '.')) * (text.includes('km') ? 1000 : 1));
  const turned = (head: string) => planner.panel.getByRole('columnheader', { name: head }).getByRole('button').click();
  const order = async (read: () => Promise<(string | number)[]>, before: (a: never, b: never) => number) => {
    await expect.poll(async () => (await read()).length).toBeGreaterThan(5);
    await expect.poll(async () => {
      const rows = (await read()) as never[];
      return rows.findIndex((row, i) => i > 0 && before(rows[i - 1]!, row) > 0);
    }, { message: 'the first row that is misplaced' }).toBe(-1);
  };
  const t = planner.words.list;
  await turned(t.distance);
  await order(metres, (a: number, b: number) => b - a);
  await turned(t.distance);
  await order(metres, (a: number, b: number) => a - b);
  await planner.turnsToTab('sites');
  await order(names, (a: string, b: string) => swedish.compare(a, b));
  await turned(t.name);
  await order(names, (a: string, b: string) => swedish.compare(b, a));
});
