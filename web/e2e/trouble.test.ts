// What the page does when there is nothing to show, or no one to ask.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openTab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test('an empty region says how to fill it', async () => {
  const server = await Server.start('empty');
  const { page, context, faults } = await openTab(browser, server.address);
  try {
    const planner = new Planner(page);
    await planner.opens();
    await planner.sees(planner.panel.getByRole('heading', { name: planner.words.home.empty }));
    await planner.button(planner.words.home.emptyImport).click();
    await planner.sees(planner.panel.getByLabel(planner.words.importing.as));
    // No list lays it to filters that nobody has set.
    for (const tab of ['sites', 'flows', 'exchanges', 'areas'] as const) {
      await planner.opens(`?list=${tab}`);
      await planner.sees(planner.panel.getByText(planner.words.list.none[tab], { exact: true }));
    }
    await planner.opens('?list=sites&direction=need');
    await planner.sees(planner.panel.getByText(planner.words.list.empty, { exact: true }));
    // Nor is of no land told how it is ranked, or that no surplus would be left over.
    await planner.opens('?room=firms&firm=greenhouse');
    await planner.sees(planner.panel.getByText(planner.words.firms.noLand));
    expect(await planner.panel.getByLabel(planner.words.firms.order).count()).toBe(0);
    await planner.opens('?room=firms&matrix=1');
    await planner.sees(planner.panel.getByText(planner.words.firms.noLand));
    await page.waitForLoadState('networkidle');
    expect(await planner.panel.getByRole('heading', { name: planner.words.firms.untaken }).count()).toBe(0);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
    await server.stop();
  }
});

test('a server that is gone gives a calm sentence and another try, and nothing is lost', async () => {
  const server = await Server.start('demo');
  const { page, context } = await openTab(browser, server.address);
  try {
    const planner = new Planner(page);
    await planner.opens();
    await page.waitForLoadState('networkidle');
    await server.stop();
    await planner.page.locator('.questions button').nth(2).click();
    const trouble = planner.panel.locator('.trouble');
    await planner.seesText(trouble.first(), planner.words.trouble.offline);
    await planner.sees(planner.button(planner.words.retry));
    expect(planner.view.selection.site).toBe('orkanger-elkem');
    // The way back still goes, with what was read before.
    await planner.goesBack();
    await planner.sees(planner.panel.locator('.questions button'));
    // What found no server is asked again by itself when there is one.
    await planner.page.locator('.questions button').nth(2).click();
    await planner.seesText(trouble.first(), planner.words.trouble.offline);
    await server.startAgain();
    await planner.isAt('Elkem');
    await planner.doesNotSee(trouble);
  } finally {
    await context.close();
    await server.stop();
  }
});

test('a row that another program spoils is told and taken back, and all else goes on', async () => {
  const server = await Server.start('demo');
  const { page, context, faults } = await openTab(browser, server.address);
  try {
    const planner = new Planner(page);
    const t = planner.words.broken;
    await planner.opens();
    await planner.doesNotSee(planner.button(t.show));
    server.edit("UPDATE sites SET name = NULL WHERE id = 'orkanger-elkem'");
    await planner.seesText(planner.panel, t.told('1')); // without a reload
    expect(faults).toEqual([]); // what is not found the browser counts as one
    // A link to it doesn't say that it is gone.
    await planner.opens('?site=orkanger-elkem');
    await planner.seesText(planner.panel, t.record);
    await planner.button(t.show).click();
    await planner.seesText(planner.panel, 'orkanger-elkem');
    await planner.seesText(planner.panel, t.spoilt('', '').split(',')[0]!);
    await planner.panel.getByRole('button', { name: t.takeBack }).click();
    await planner.doesNotSee(planner.panel.getByRole('heading', { name: t.title }));
    await planner.opens('?site=orkanger-elkem');
    await planner.isAt('Elkem');
    // So do a value that isn't allowed, for which the default counts, and the description of the region. A matching
    // says what it is without.
    server.edit("INSERT INTO assumptions (key, value) VALUES ('detour_pipe', 99)");
    server.edit("UPDATE region_info SET questions = '[1]'");
    await planner.opens('?room=data');
    await planner.seesText(planner.panel, t.told('2'));
    await planner.seesText(planner.panel, t.usual);
    await planner.panel.getByRole('button', { name: planner.words.jobs.startMatching }).click();
    await planner.seesText(planner.panel, planner.words.jobs.without('1'));
    const description = planner.panel.getByRole('button', { name: `${t.takeBack}: ${planner.words.history.tables.region_info}`, exact: true });
    await description.click();
    await planner.seesText(planner.panel, t.told('1'));
    await planner.doesNotSee(description); // the number is told before the rows that are left
    await planner.panel.getByRole('button', { name: t.takeBack }).click();
    await planner.doesNotSee(planner.panel.getByRole('heading', { name: t.title }));
  } finally {
    await context.close();
    await server.stop();
  }
});

test('a link to a record that is gone says so', async () => {
  const server = await Server.start('demo');
  const { page, context } = await openTab(browser, server.address);
  try {
    const planner = new Planner(page);
    await page.goto('/?lang=sv&site=no-such-site');
    await planner.seesText(planner.panel.locator('.trouble').first(), planner.words.trouble.not_found);
    await planner.goesBack();
    await planner.sees(planner.panel.locator('.questions button'));
  } finally {
    await context.close();
    await server.stop();
  }
});
