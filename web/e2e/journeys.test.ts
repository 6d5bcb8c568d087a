// The page as the people of the region use it, in sentences: real Chromium, the real server, the demo
// region. What a sentence means stands in planner.ts.
import { describe, expect, test } from 'vitest';
import { dictionary } from '../src/i18n/dictionary';
import { flowsOf } from '../src/state/presets';
import { level } from '../src/state/url';
import { colourAt, PHONE, still } from './browser';
import { PAIRS } from './states';
import { someone, stage } from './stage';

stage();

describe('on the first visit', () => {
  test('three questions, one a role, lead to an area, a flow and a site', async () => {
    const planner = await someone();
    await planner.opens();
    const questions = planner.panel.locator('.questions button');
    await expect.poll(() => questions.count()).toBe(3);
    const { roles } = planner.words;
    for (const [i, role] of [roles.planner, roles.establishment_officer, roles.facilitator].entries()) {
      await planner.seesText(questions.nth(i), role!);
    }
    const leads: string[] = [];
    for (const i of [0, 1, 2]) {
      await questions.nth(i).click();
      await planner.sees(planner.panel.locator('button.back'));
      leads.push(level(planner.view.selection));
      await planner.page.goBack();
      await planner.sees(questions.first());
    }
    expect(leads).toEqual(['area', 'flow', 'site']);
  });

  test('the figures of the region are those of the server', async () => {
    const planner = await someone();
    await planner.opens();
    const summary = (await (await planner.page.request.get('/api/v1/summary')).json()) as { counts: Record<string, number>; matches: { pairs: number } };
    const { sites, surpluses, needs } = summary.counts;
    await planner.seesText(planner.panel.locator('.lead'), `${planner.words.home.counts(String(sites), String(surpluses), String(needs))}. ${planner.words.home.pairs(String(summary.matches.pairs))}.`);
  });
});

describe('the planner', () => {
  test('asks what a piece of land can get from its neighbours, and is answered at once', async () => {
    const planner = await someone();
    await planner.opens();
    const { page, words } = planner;
    await planner.panel.locator('.questions button').first().click();
    await planner.addressSays((view) => view.selection.area);
    // What each kind of firm would find is what the server finds for it at the land's point …
    const kinds = planner.panel.getByRole('list', { name: words.land.reach }).getByRole('button');
    await expect.poll(() => kinds.count(), { timeout: 30_000 }).toBe(Object.keys(words.whatIf.presets).length);
    const area = (await (await page.request.get(`/api/v1/areas/${planner.view.selection.area}`)).json()) as { lon: number; lat: number };
    const answer = await page.request.post('/api/v1/whatif', { data: { points: [{ lon: area.lon, lat: area.lat, flows: flowsOf({ preset: 'greenhouse', ...area, values: {} }) }] } });
    const { points } = (await answer.json()) as { points: { total: number }[] };
    const greenhouse = kinds.filter({ hasText: words.whatIf.presets.greenhouse });
    expect(points[0]!.total).toBeGreaterThan(0);
    await planner.seesText(greenhouse, words.land.reachMatches(String(points[0]!.total)));
    // … the surpluses around come with their distance, the nearest first, and open by the keyboard …
    const around = planner.panel.getByRole('list', { name: words.land.around }).getByRole('button');
    expect(await planner.counts(around)).toBeLessThanOrEqual(10);
    await planner.seesText(around.first(), /\d\s(m|km) · /);
    await around.first().focus();
    await page.keyboard.press('Enter');
    await planner.addressSays((view) => view.selection.flow);
    await page.goBack();
    // … and a click on a kind of firm tries it out here, with the same result.
    await planner.sees(greenhouse);
    await greenhouse.click();
    await planner.isAt(words.whatIf.presets.greenhouse!);
    await planner.seesText(planner.result, words.whatIf.matches(String(points[0]!.total)));
    expect(planner.view.whatIf).toMatchObject({ preset: 'greenhouse' });
  });

  test('finds a site by a part of its name, with the keyboard alone', async () => {
    const planner = await someone();
    await planner.opens();
    const { page, words } = planner;
    // The search is the second stop after the rail; a screen reader gets the number of hits.
    await page.getByRole('combobox', { name: words.search.label }).focus();
    await page.keyboard.type('serverhall');
    const wanted = page.getByRole('option').filter({ hasText: 'Serverhall, Mörsil' });
    await planner.sees(wanted);
    await planner.seesText(page.locator('search [role=status]'), /\d/);
    for (let n = 0; (await wanted.getAttribute('aria-selected')) !== 'true'; n++) {
      expect(n, 'the arrow keys reach every hit').toBeLessThan(12);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await planner.isAt('Serverhall, Mörsil');
    expect(planner.view.selection.site).toBe('morsil-serverhall');
  });

  test('finds land with a finger: what lies under the hit is not chosen with it', async () => {
    const planner = await someone(PHONE);
    await planner.opens();
    await planner.mapRests(); // a line of the map lies where the hit is, once the map has gone there
    const hits = await planner.searches('krokom');
    await hits.filter({ hasText: 'kandidatmark A' }).tap();
    await planner.isAt('Krokom, kandidatmark A');
    await planner.mapRests();
    expect(planner.view.selection).toEqual({ area: 'krokom-a' });
    // The keyboard of the screen goes away with the list.
    expect(await planner.page.evaluate(() => document.activeElement?.getAttribute('role'))).not.toBe('combobox');
  });

  test('gets told when nothing is found', async () => {
    const planner = await someone();
    await planner.opens();
    const hits = await planner.searches('qqqzzz');
    await planner.seesText(hits.first(), planner.words.search.none('qqqzzz'));
  });

  test('reads why a tempting pair is not feasible', async () => {
    const planner = await someone();
    await planner.opens();
    await planner.findsSite('elkem', 'Elkem Thamshavn');
    const near = planner.rowsUnder(planner.words.site.near);
    // The row says which condition fails …
    const reason = await near.first().locator('.why b').first().textContent();
    // … and within what lies what would have to change: "(1,1–3,9 km)" …
    expect(await near.first().locator('.why').first().textContent()).toMatch(/\([^)]*[\d,]+\D*–[^)]*\)/);
    await near.first().click();
    await planner.seesText(planner.verdict, planner.outcomes.no);
    // … and the reckoning opens at the same one, with its figures.
    const failed = planner.panel.locator('.gates > li.failed');
    await planner.seesText(failed.first().locator('.name'), reason!.replace(/:$/, ''));
    await planner.sees(failed.first().locator('.body p'));
    await planner.goesBack();
    await planner.isAt('Elkem Thamshavn');
  });

  test('goes from the region to the reckoning of a match, one click a level, and back', async () => {
    const planner = await someone();
    await planner.opens();
    await planner.findsSite('serverhall', 'Serverhall, Mörsil');
    await planner.rowsUnder(planner.words.site.flows).first().click();
    await planner.isAt('Värme från servrar');
    await planner.rowsUnder(planner.words.site.matches).first().click();
    await planner.seesText(planner.verdict, planner.outcomes.yes);
    expect(await planner.counts(planner.panel.locator('.gates > li'))).toBe(8);
    for (const name of ['Värme från servrar', 'Serverhall, Mörsil', 'Jämtland–Trøndelag']) {
      await planner.goesBack();
      await planner.isAt(name);
    }
  });

  test('changes an assumption, sees the figures follow, and sets it back', async () => {
    const planner = await someone();
    await planner.opens(PAIRS.heat);
    const before = await planner.verdict.textContent();
    const value = await planner.assumption('assume-interest_rate');
    const usual = await value.inputValue();
    await value.fill('8');
    const after = await planner.seesChange(planner.verdict, before);
    expect(after).not.toBe(before);
    await planner.addressSays((view) => view.assumptions.interest_rate === 0.08);
    // The same link gives someone else the same figures.
    await planner.page.reload();
    await planner.seesText(planner.verdict, after);
    await planner.button(planner.words.pair.reset).click();
    await planner.seesText(planner.verdict, before!);
    expect(await (await planner.assumption('assume-interest_rate')).inputValue()).toBe(usual);
  });

  test('is told at the field when an assumption is no number or out of its range', async () => {
    const planner = await someone();
    await planner.opens(PAIRS.heat);
    const before = await planner.verdict.textContent();
    const value = await planner.assumption('assume-interest_rate');
    await value.fill('mycket');
    await planner.seesText(planner.panel.getByRole('alert'), planner.words.pair.number);
    expect(await value.getAttribute('aria-invalid')).toBe('true');
    expect(await planner.verdict.textContent()).toBe(before);
  });

  test('makes a feasible pair unfeasible by making heat worthless', async () => {
    const planner = await someone();
    await planner.opens(PAIRS.heat);
    await planner.seesText(planner.verdict, planner.outcomes.yes);
    await (await planner.assumption('own-need.price_sek')).fill('1');
    await planner.seesText(planner.verdict, planner.outcomes.no);
  });
});

describe('an establishment on trial', () => {
  test('is dragged over the map and its matches follow the pointer', async () => {
    const planner = await someone();
    await planner.opens('?whatif=own~13.68~63.31#9/63.31/13.68');
    await planner.seesText(planner.result, /\d/);
    const { page } = planner;
    const marker = page.getByRole('button', { name: planner.words.whatIf.marker });
    const box = (await marker.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/whatif')) asked.push(request.postData() ?? '');
    });
    const before = await planner.result.textContent();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 120, { steps: 5 });
    await page.mouse.move(x + 120, y + 240, { steps: 5 });
    // Still held: the matches are those of where the pointer is, not of where it started.
    const during = await planner.seesChange(planner.result, before);
    const address = planner.view.whatIf!;
    expect(address.lat).toBeCloseTo(63.31, 2);
    await page.mouse.up();
    await planner.addressSays((view) => view.whatIf && view.whatIf.lat < 63.2);
    expect(during).not.toBe(before);
    expect(asked.length).toBeGreaterThan(0);
  });

  test('is moved by keys and by buttons, and removed', async () => {
    const planner = await someone();
    await planner.opens('?whatif=datacentre~14.64~63.18#9/63.18/14.64');
    await planner.seesText(planner.result, /\d/);
    await planner.button(planner.words.whatIf.north).click();
    await planner.addressSays((view) => view.whatIf!.lat > 63.19);
    const { lat } = planner.view.whatIf!;
    await planner.page.getByRole('button', { name: planner.words.whatIf.marker }).focus();
    await planner.page.keyboard.press('ArrowDown');
    await planner.addressSays((view) => view.whatIf!.lat < lat);
    await planner.goesBack();
    await planner.addressSays((view) => view.whatIf === undefined);
  });

  test('opens the whole reckoning of a match, with assumptions to change, and comes back', async () => {
    const planner = await someone();
    await planner.opens('?whatif=datacentre~13.68~63.31#9/63.31/13.68');
    const { page, words } = planner;
    const name = words.whatIf.presets.datacentre!;
    await planner.rowsUnder(words.site.matches).first().click();
    await planner.seesText(planner.verdict, planner.outcomes.yes);
    await planner.isAt(`${name} → `);
    expect(await planner.counts(planner.panel.locator('.gates > li'))).toBe(8);
    // Its own figures and the assumptions recompute it; the link carries both.
    const before = await planner.verdict.textContent();
    await (await planner.assumption('own-surplus.quantity')).fill('0,5');
    const smaller = await planner.seesChange(planner.verdict, before);
    await (await planner.assumption('assume-interest_rate')).fill('9');
    const dearer = await planner.seesChange(planner.verdict, smaller);
    await planner.addressSays((view) => view.whatIf && view.selection.pair && view.assumptions.interest_rate === 0.09);
    await page.reload();
    await planner.seesText(planner.verdict, dearer);
    await planner.goesBack();
    await planner.isAt(name);
    await planner.seesText(planner.result, /\d/);
  });

  test('finds the same as the server says', async () => {
    const planner = await someone();
    await planner.opens('?whatif=datacentre~13.67~63.31#9/63.31/13.67');
    const answer = await planner.page.request.post('/api/v1/whatif', {
      data: { points: [{ lon: 13.67, lat: 63.31, flows: [{ direction: 'surplus', resource: 'heat', quantity: 1.94, unit: 'MW', supply_c: 55, return_c: 30, full_load_hours: 8760, shape: 'flat' }] }] },
    });
    const { points } = (await answer.json()) as { points: { total: number }[] };
    await planner.seesText(planner.result, planner.words.whatIf.matches(String(points[0]!.total)));
  });
});

describe('what is on the map', () => {
  test('is in the list too: as many matches, sites and flows as the region has', async () => {
    const planner = await someone();
    await planner.opens();
    const summary = (await (await planner.page.request.get('/api/v1/summary')).json()) as { counts: Record<string, number>; matches: { pairs: number } };
    // The best match of the demo region is in operation: the sums above leave it out, so it is told, and drawn as what exists.
    const best = planner.panel.locator('button.row').first();
    await planner.seesText(best, planner.words.state.operation);
    expect(await best.locator('line').getAttribute('stroke-dasharray')).toBeNull();
    await planner.opensList();
    for (const [name, total] of [['matches', summary.matches.pairs], ['sites', summary.counts.sites], ['flows', summary.counts.surpluses! + summary.counts.needs!]] as const) {
      await planner.turnsToTab(name);
      await planner.seesText(planner.panel.locator('[role=tabpanel] .quiet'), new RegExp(`\\b${total}\\b`));
    }
  });

  test('has the greatest net benefit first, also when one comes back from another tab', async () => {
    const planner = await someone();
    await planner.opens('?list=1');
    const best = planner.panel.getByRole('columnheader', { name: planner.words.list.benefit });
    await expect.poll(() => best.getAttribute('aria-sort')).toBe('descending');
    await planner.turnsToTab('sites');
    await planner.turnsToTab('matches');
    await expect.poll(() => best.getAttribute('aria-sort')).toBe('descending');
  });

  test('opens by a click on its symbol', async () => {
    const planner = await someone();
    await planner.opens('#11/63.3125/13.66');
    await planner.page.waitForLoadState('networkidle');
    const spot = await planner.onScreen(13.66, 63.3125);
    await expect
      .poll(async () => {
        await planner.page.mouse.click(spot.x, spot.y);
        return planner.view.selection.site ?? planner.view.selection.flow;
      }, { timeout: 30_000, interval: 500 })
      .toMatch(/^morsil-/);
  });

  test('opens the whole reckoning of a pair by a click on its line', async () => {
    const planner = await someone();
    interface Row { surplus_id: string; need_id: string; distance_m: number; surplus: { lon: number; lat: number }; need: { lon: number; lat: number } }
    const { items } = (await (await planner.page.request.get('/api/v1/matches?limit=500')).json()) as { items: Row[] };
    const pair = items.find((m) => m.distance_m > 30_000 && m.distance_m < 120_000)!;
    // A line is straight on the map, and over this distance its middle is that of the degrees.
    const [lon, lat] = [(pair.surplus.lon + pair.need.lon) / 2, (pair.surplus.lat + pair.need.lat) / 2];
    await planner.opens(`#11/${lat}/${lon}`);
    await planner.page.waitForLoadState('networkidle');
    await expect
      .poll(async () => {
        const spot = await planner.onScreen(lon, lat);
        await planner.page.mouse.click(spot.x, spot.y);
        return planner.view.selection.pair;
      }, { timeout: 30_000, interval: 500 })
      .toBeTruthy();
    const opened = planner.view.selection.pair!;
    expect(items.map((m) => `${m.surplus_id} ${m.need_id}`)).toContain(`${opened.surplus} ${opened.need}`);
    await planner.seesText(planner.panel, planner.words.pair.steps);
  });

  test('can be narrowed by filters that a link carries to someone else', async () => {
    const planner = await someone();
    await planner.opens('?list=1');
    const count = planner.panel.locator('[role=tabpanel] .quiet');
    const all = await count.textContent();
    await planner.opensFilters();
    await planner.choosesFilter(planner.words.filter.resource, 'heat');
    const fewer = await planner.seesChange(count, all);
    await planner.addressSays((view) => view.filters.resource === 'heat');
    await planner.page.reload();
    await planner.seesText(count, fewer);
    await planner.button(planner.words.list.clear).click();
    await planner.seesText(count, all!);
  });

  test('says so when nothing fits the filters', async () => {
    const planner = await someone();
    await planner.opens('?list=1&resource=textile&municipality=Orkland');
    await planner.seesText(planner.panel.locator('[role=tabpanel]'), planner.words.list.empty);
  });
});

describe('the page', () => {
  test('changes its language on the spot and keeps it', async () => {
    const planner = await someone();
    await planner.opens();
    for (const lang of ['nb', 'en', 'sv'] as const) {
      await planner.speaks(lang);
      await planner.sees(planner.panel.getByRole('heading', { name: dictionary(lang).home.questions }));
      expect(await planner.page.getAttribute('html', 'lang')).toBe(lang);
    }
    await planner.speaks('nb');
    await planner.page.goto('/');
    await planner.sees(planner.panel.getByRole('heading', { name: dictionary('nb').home.questions }));
  });

  test('in another language asks for no tile of the map again, and the map comes to rest', async () => {
    const planner = await someone();
    await planner.opens('?site=morsil-serverhall');
    await planner.mapRests();
    const tiles: string[] = [];
    planner.page.on('request', (request) => request.url().includes('/tiles/') && tiles.push(request.url()));
    await planner.speaks('nb');
    await planner.sees(planner.button(planner.words.edit.edit));
    await planner.mapRests();
    expect(tiles).toEqual([]);
  });

  test('can be walked with the keyboard from the skip link to a reckoning', async () => {
    const planner = await someone();
    await planner.opens();
    const { page, words } = planner;
    await page.keyboard.press('Tab');
    await planner.sees(page.locator('a.skip:focus', { hasText: words.skip }));
    await page.keyboard.press('Enter');
    const tabTo = async (what: string) => {
      for (let n = 0; n < 60; n++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((css) => document.activeElement?.matches(css), what)) return;
      }
      throw new Error(`Tab does not come to ${what}`);
    };
    await tabTo('.questions button');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // The focus follows to what was opened.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await planner.isAt('Elkem Thamshavn');
    await tabTo('button.row');
    await page.keyboard.press('Enter');
    await planner.addressSays((view) => view.selection.flow);
    await planner.sees(planner.panel.locator('dl.facts'));
    // From the flow to the reckoning of its first match: gates open, an assumption is changed …
    await tabTo('button.row');
    await page.keyboard.press('Enter');
    await planner.addressSays((view) => view.selection.pair);
    await planner.sees(planner.verdict);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await tabTo('.gates summary');
    const opened = () => page.evaluate(() => document.activeElement?.closest('details')?.open);
    const before = await opened();
    await page.keyboard.press('Enter');
    expect(await opened()).toBe(!before);
    const verdict = await planner.verdict.textContent();
    await tabTo('#assume-interest_rate');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('9');
    await planner.seesChange(planner.verdict, verdict);
    // … and back, step by step.
    for (let n = 0; !(await page.evaluate(() => document.activeElement?.matches('button.back'))); n++) {
      expect(n, 'Shift and Tab come to the way back').toBeLessThan(80);
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('Enter');
    await planner.addressSays((view) => view.selection.flow && !view.selection.pair);
    await tabTo('button.back');
    await page.keyboard.press('Enter');
    await planner.isAt('Elkem Thamshavn');
  });

  test('leaves no stripe of the map out on a phone when a pair is opened from a list', async () => {
    const planner = await someone(PHONE, true);
    await planner.opens('?whatif=datacentre~13.68~63.31#9/63.31/13.68');
    await planner.rowsUnder(planner.words.site.matches).first().click();
    await planner.sees(planner.verdict);
    await still(planner.page);
    const behind = [211, 226, 232]; // of the map's element, where nothing of the map is drawn
    for (let y = 100; y < 380; y += 20) expect(await colourAt(planner.page, 20, y), `${y} px from the top`).not.toEqual(behind);
  });

  test('has a sheet on a phone that can be raised to read and lowered to see the map', async () => {
    const planner = await someone(PHONE);
    await planner.opens();
    const height = async () => (await planner.panel.boundingBox())!.height;
    const half = await height();
    const handle = planner.page.getByRole('slider', { name: planner.words.sheet.handle });
    await handle.focus();
    await planner.page.keyboard.press('ArrowUp');
    await expect.poll(height).toBeGreaterThan(half * 1.5);
    await planner.page.keyboard.press('ArrowDown');
    await planner.page.keyboard.press('ArrowDown');
    await expect.poll(height).toBeLessThan(half * 0.6);
    // Nothing runs out at the side.
    expect(await planner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });
});
