// What looks wrong with a record but may be meant stands where the record is read.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, openTab, type Tab } from './browser';
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
  tab = await openTab(browser, server.address);
  planner = new Planner(tab.page);
});
afterEach(async () => {
  await tab.context.close();
  await server.stop();
});

test('a site whose coordinates look turned and a firm without flows say so', async () => {
  const { looks } = planner.words;
  const at = `${server.address}/api/v1`;
  const site = await tab.page.request.post(`${at}/sites`, { data: { id: 'turned', name: 'Vänd', lon: 63.31, lat: 13.66 } });
  expect(site.status()).toBe(201);
  await planner.opens('?site=turned');
  await planner.sees(planner.panel.getByText(looks['axes_swapped']!('63.31, 13.66')));
  const firm = await tab.page.request.post(`${at}/profiles`, { data: { id: 'bare', names: { sv: 'Bar' }, capacity_unit: 't/yr', capacity: 5, nace: '34.10', flows: [] } });
  expect(firm.status()).toBe(201);
  await planner.opens('?room=firms&firm=bare');
  await planner.sees(planner.panel.getByText(looks['flows']!('')));
  await planner.sees(planner.panel.getByText(looks['nace']!('34.10')));
});
