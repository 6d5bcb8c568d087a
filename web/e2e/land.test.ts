// A planner judges the region's land, compares areas, saves the comparison and opens its link again
// after the region has changed. Real Chromium, the real server, the demo region.
import { describe, expect, test } from 'vitest';
import { PHONE } from './browser';
import type { Planner } from './planner';
import { someone, stage } from './stage';

stage();

const ranking = (planner: Planner) => planner.panel.getByRole('list', { name: planner.words.judge.ranking });
const table = (planner: Planner) => planner.panel.getByRole('region', { name: planner.words.judge.table });

describe('a planner with land to judge', () => {
  test('sees what an area can be built on, what is missing as a range, and each figure with its source', async () => {
    const planner = await someone();
    await planner.opens('?room=land&area=ostersund-a');
    const { judge } = planner.words;
    await planner.seesText(planner.panel.locator('.score .big'), /^\d+ \(\d+–\d+\)$/);
    // What stands far down is reached by a key.
    await planner.button(planner.words.pitch.sheets).focus();
    await planner.page.keyboard.press('Enter');
    const sheets = planner.panel.getByRole('heading', { name: planner.words.pitch.sheets });
    expect(await sheets.evaluate((h) => h === document.activeElement && h.getBoundingClientRect().top < innerHeight && h.getBoundingClientRect().top > 0)).toBe(true);
    expect(await planner.page.locator('nav').first().evaluate((rail) => rail.ownerDocument.scrollingElement!.scrollTop + rail.ownerDocument.body.scrollTop)).toBe(0);
    await planner.sees(planner.panel.getByText(judge.fit).first());
    // The region has no layer that excludes: the page says so instead of promising that all is free.
    await planner.sees(planner.panel.getByText(/inget kartlager som utesluter/));
    const grid = planner.panel.locator('details', { hasText: 'Eleffekt från nätet' });
    await grid.locator('summary').click();
    await planner.seesText(grid, /Källa: Samlokas uppskattning/);
    const price = planner.panel.locator('details', { hasText: 'Markpris' });
    await price.locator('summary').click();
    await planner.seesText(price, /inte registrerat.*varken som noll/s);
  });

  test('finds the ranked land on the map of the whole region, and the land side by side by its letters', async () => {
    const planner = await someone();
    await planner.opens('?room=land');
    const { judge, firms } = planner.words;
    await planner.sees(ranking(planner).locator('button.row'));
    await planner.sees(planner.page.locator('.legend').getByText(firms.legendRank));
    await planner.opens('?room=land&compare=krokom-a&compare=krokom-b&beside=1');
    await planner.sees(planner.page.locator('.legend').getByText(judge.legendBeside));
  });

  test('moves a weight, a value function and pairs, and the points follow', async () => {
    const planner = await someone();
    await planner.opens('?room=land&area=ostersund-a');
    const { judge } = planner.words;
    const points = planner.panel.locator('.score .big');
    await planner.sees(points);
    const before = await points.textContent();
    const weight = planner.panel.getByRole('slider', { name: judge.weightOf('Nytta inom räckhåll') });
    await weight.focus();
    await weight.press('End');
    const heavy = await planner.seesChange(points, before);
    await planner.addressSays((view) => view.judging?.weights.reach_sek === 20);
    const grid = planner.panel.locator('details', { hasText: 'Eleffekt från nätet' });
    await grid.locator('summary').click();
    const corner = grid.getByRole('slider', { name: judge.corner('3') });
    await corner.focus();
    const worth = async () => Number(await corner.getAttribute('aria-valuenow'));
    const first = await worth();
    // Each press counts, however quick: none waits for the answer to the one before.
    for (let i = 0; i < 8; i++) await planner.page.keyboard.press('ArrowDown');
    await planner.addressSays((view) => Math.round(100 * (view.judging?.curves.grid_mw?.[2]?.value ?? 1)) === first - 40);
    expect(await worth()).toBe(first - 40);
    // The keys of a slider move the corner, not the panel out of sight.
    for (const [key, value] of [['PageUp', first - 20], ['Home', 0], ['End', 100], ['Home', 0]] as const) {
      await planner.page.keyboard.press(key);
      expect(await worth(), key).toBe(value);
    }
    await planner.seesChange(points, heavy);
    // Judgements that go in a circle are told to contradict each other.
    await planner.button(judge.paired).click();
    for (const [a, b, key] of [['Plan och tid', 'Mark och kostnad', 'Home'], ['Mark och kostnad', 'Skydd och grannar', 'Home'], ['Plan och tid', 'Skydd och grannar', 'End']] as const) {
      const pair = planner.panel.getByRole('slider', { name: judge.pair(a, b) });
      await pair.focus();
      await pair.press(key);
    }
    await planner.seesText(planner.panel.locator('.consistency'), /motsäger varandra \(CR [1-9\d,]+/);
    await planner.button(judge.reset).click();
    await planner.addressSays((view) => view.judging === undefined);
    await planner.seesText(points, before!);
  });

  test('compares two areas, saves, and a year later the link shows the same', async () => {
    const planner = await someone();
    const { judge } = planner.words;
    await planner.opens('?room=land');
    await planner.sees(ranking(planner).getByRole('checkbox').first());
    for (const name of ['Krokom, kandidatmark A (jungfrulig)', 'Östersund, norra industrimarken']) await ranking(planner).getByRole('checkbox', { name: judge.pick(name) }).check();
    await planner.button(judge.compare).click();
    await planner.isAt(judge.compareTitle);
    await planner.sees(table(planner));
    await planner.seesText(planner.panel.locator('.firm'), /ligger först i \d+\s% av alla tänkbara vikter/);
    await planner.page.getByLabel(judge.name).fill('Två lägen 2026');
    await planner.button(judge.save).click();
    await planner.isAt('Två lägen 2026');
    await planner.addressSays((view) => view.comparison);
    await planner.sees(planner.panel.getByText(/Dagens siffror ger samma poäng/));
    const link = planner.page.url();
    const saved = await table(planner).innerText();
    expect(saved).toContain('Krokom, kandidatmark A (jungfrulig)');

    // The region moves on: its largest donor of heat goes.
    const gone = await planner.page.request.delete('/api/v1/sites/ostersund-lugnvik', { headers: { 'If-Match': '*' } });
    expect(gone.status()).toBe(200);
    await planner.page.goto('about:blank');
    await planner.page.goto(link);
    await planner.isAt('Två lägen 2026');
    expect(await table(planner).innerText()).toBe(saved);
    await planner.sees(planner.panel.getByText(/Regionen har ändrats sedan dess/));

    // Today's figures for the same areas and weights are one click away, and other ones.
    await planner.button(judge.anew).click();
    await planner.isAt(judge.compareTitle);
    await planner.sees(table(planner));
    expect(await table(planner).innerText()).not.toBe(saved);

    // It can be taken away and brought back.
    await planner.page.goto(link);
    await planner.isAt('Två lägen 2026');
    await planner.button(judge.remove).click();
    await planner.isAt(planner.words.land.title);
    await planner.button(planner.words.edit.undo, planner.page).click();
    await planner.sees(planner.panel.getByRole('list', { name: judge.savedTitle }).getByText('Två lägen 2026'));
    await planner.panel.getByRole('list', { name: judge.savedTitle }).getByRole('button').click();
    await planner.isAt('Två lägen 2026');
    expect(await table(planner).innerText()).toBe(saved);
  });

  test('has the reports of a comparison made in the background, and takes one home', async () => {
    const planner = await someone();
    const made = await planner.page.request.post('/api/v1/comparisons', { data: { name: 'Bakgrunden', areas: ['krokom-a', 'ostersund-a'], settings: {} } });
    const { id } = (await made.json()) as { id: string };
    await planner.opens(`?room=land&comparison=${id}`);
    const { jobs, pitch } = planner.words;
    // For everyone it is another report, of what everyone may see.
    const address = () => planner.panel.getByRole('link', { name: 'PDF' }).first().getAttribute('href');
    expect(await address()).toContain('for=broker_only');
    await planner.panel.getByLabel(pitch.reportReader).selectOption('public');
    const open = await planner.page.request.get((await address())!);
    expect([open.status(), await address()]).toEqual([200, expect.stringContaining('for=public')]);
    await planner.button(jobs.inBackground).click();
    const rows = planner.panel.locator('.jobs > li');
    for (const format of ['PDF', 'Excel', 'GeoPackage']) await planner.sees(rows.getByRole('link', { name: jobs.download(format) }));
    await planner.seesText(rows.first(), 'Bakgrunden');
    const download = planner.page.waitForEvent('download');
    await rows.getByRole('link', { name: jobs.download('PDF') }).click();
    expect((await download).suggestedFilename()).toMatch(/^samloka-.+\.pdf$/);
  });

  test('can do it on a phone', async () => {
    const planner = await someone(PHONE);
    await planner.opens('?room=land&compare=krokom-a&compare=krokom-b&beside=1');
    await planner.sees(table(planner));
    expect(await planner.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });
});
