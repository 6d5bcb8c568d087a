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

test('a long list begins with its first names; it is searched by the server, and the rest comes to who puts it in another order', async () => {
  const seen = await someone();
  const asked: string[] = [];
  seen.page.on('request', (request) => {
    const { pathname, searchParams: q } = new URL(request.url());
    if (pathname === '/api/v1/sites') asked.push(['limit', 'order', 'q'].map((name) => q.get(name) ?? '').join(' '));
  });
  await planner.opens('?list=sites#9/55/0');
  const t = planner.words.list;
  const rows = planner.panel.getByRole('rowheader').getByRole('button');
  await expect.poll(() => rows.count(), PATIENCE).toBe(200);
  // In the order of the names, and said to be: no more has been fetched.
  expect((await rows.allTextContents()).slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => `Företag ${i}`));
  await expect.poll(() => planner.panel.getByRole('columnheader', { name: t.name }).getAttribute('aria-sort'), PATIENCE).toBe('ascending');
  expect(await planner.panel.getByText(t.unsorted).count()).toBe(0);
  expect(asked).toEqual(['200 name ']);
  await planner.button(planner.words.more).click();
  await expect.poll(() => rows.nth(399).textContent(), PATIENCE).toBe('Företag 399');
  expect(asked).toEqual(['200 name ', '200 name ']);
  // What lies beyond what was fetched is found, and how many there are is told.
  asked.length = 0;
  await planner.panel.getByRole('searchbox').fill('foretag 119');
  await expect.poll(() => rows.count(), PATIENCE).toBe(11);
  expect(asked).toEqual(['200 name foretag 119']);
  await planner.panel.getByRole('searchbox').fill('');
  await expect.poll(() => rows.count(), PATIENCE).toBe(200);
  // Turned round, it is put in order here.
  asked.length = 0;
  await planner.panel.getByRole('columnheader', { name: t.name }).getByRole('button').click();
  await expect.poll(() => rows.first().textContent(), PATIENCE).toBe('Företag 1199');
  expect(asked).toEqual(['1000 name ']);
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
