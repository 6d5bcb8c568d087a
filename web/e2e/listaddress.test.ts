// A list as its reader has made it stands in the address; of a long one no more comes than is asked for;
// and a filter that names what there is none of says so.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { largeRegion } from './largeregion';
import { planner, someone, stage, tab } from './stage';

const PATIENCE = { timeout: 30_000, interval: 50 };

// The map looks elsewhere: drawn by the processor, a large region takes long.
stage({ region: () => ({ files: largeRegion(mkdtempSync(join(tmpdir(), 'samloka-list-')), 5, 1200) }), refusals: true });

test('a list, its search and its order are in the address, survive a reload, and are there again on the way back', async () => {
  await someone();
  // The site that is opened lies among a thousand: without them the map is drawn at once.
  await planner.opens('?list=1&hide=sites,flows,matches,exchanges,areas#9/55/0');
  await planner.turnsToTab('sites');
  await planner.panel.getByRole('searchbox').fill('Företag 25');
  await planner.panel.getByRole('columnheader', { name: planner.words.list.name }).getByRole('button').click();
  const rows = planner.panel.getByRole('rowheader').getByRole('button');
  await planner.seesText(rows.first(), 'Företag 2');
  await expect.poll(() => planner.view.listing, PATIENCE).toEqual({ tab: 'sites', find: 'Företag 25', sort: { key: 'name', down: true } });
  await expect.poll(() => rows.count(), PATIENCE).toBe(11);
  await tab.page.reload();
  await expect.poll(() => rows.count(), PATIENCE).toBe(11);
  expect(await planner.panel.getByRole('searchbox').inputValue()).toBe('Företag 25');
  await rows.last().click();
  await planner.isAt('Företag 25');
  await planner.goesBack();
  await expect.poll(() => rows.count(), PATIENCE).toBe(11);
  // Left, it begins anew.
  await planner.goesBack();
  await planner.opensList();
  expect(planner.view.listing).toBeUndefined();
});

test('a long list begins with its first part; who sorts or searches it gets the rest, once', async () => {
  const seen = await someone();
  const asked: string[] = [];
  seen.page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/v1/sites') asked.push(url.searchParams.get('limit')!);
  });
  await planner.opens('?list=sites#9/55/0');
  const rows = planner.panel.getByRole('rowheader').getByRole('button');
  await expect.poll(() => rows.count(), PATIENCE).toBe(200);
  await planner.seesText(planner.panel.getByRole('status').last(), planner.words.list.unsorted);
  expect(asked).toEqual(['200']);
  await planner.panel.getByRole('columnheader', { name: planner.words.list.name }).getByRole('button').click();
  await planner.doesNotSee(planner.panel.getByText(planner.words.list.unsorted));
  await expect.poll(() => rows.nth(5).textContent(), PATIENCE).toBe('Företag 5');
  await planner.panel.getByRole('searchbox').fill('Företag 1199');
  await expect.poll(() => rows.count(), PATIENCE).toBe(1);
  expect(asked).toEqual(['200', '1000']);
});

test('a filter in the address that names what there is none of says so, and goes with one press', async () => {
  await someone();
  for (const list of ['', '&list=sites']) {
    await planner.opens(`?municipality=Mordor${list}#9/55/0`);
    await planner.seesText(planner.panel.getByRole('status').first(), planner.words.filter.unknownMunicipality('Mordor'));
    expect(await planner.panel.locator('.trouble').count()).toBe(0);
    await planner.button(planner.words.filter.remove).click();
    await planner.sees(planner.panel.locator(list ? 'tbody tr' : 'ul.rows button.row'));
    expect(planner.view.filters).toEqual({});
  }
  await planner.opens('?list=sites&resource=heet#9/55/0');
  await planner.seesText(planner.panel.getByRole('status').first(), planner.words.filter.unknownResource('heet'));
  // Written otherwise than the region writes it, a name is put right.
  await planner.opens('?list=sites&municipality=ostersund#9/55/0');
  await expect.poll(() => planner.view.filters.municipality, PATIENCE).toBe('Östersund');
  await planner.sees(planner.panel.locator('tbody tr'));
});
