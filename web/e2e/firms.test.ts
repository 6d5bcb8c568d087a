// The establishment officer: where should this firm go, and what should this land attract?
import { expect, test } from 'vitest';
import { PHONE } from './browser';
import type { Planner } from './planner';
import { someone, stage, tab } from './stage';

stage();
const officer = someone;

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

  // A size that is known is typed; one that the profile does not hold for is refused, and nothing changes.
  const exact = planner.panel.getByRole('textbox', { name: planner.words.firms.capacity });
  await exact.fill('99 999 999');
  await exact.press('Enter');
  // What holds meanwhile is told with it, since the field no longer shows that.
  await planner.seesText(planner.panel.getByRole('alert'), /10\s000/);
  expect(planner.view.firm?.capacity).toBe(10_000);
  await exact.fill('2 345');
  await exact.press('Enter');
  await expect.poll(() => planner.view.firm?.capacity).toBe(2345);
  await exact.fill('10000');
  await exact.press('Enter');
  await expect.poll(() => planner.view.firm?.capacity).toBe(10_000);

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

  // Each partner opens the whole reckoning, gate by gate, and the way back leads to the same land.
  await planner.panel.locator('.reasons').getByRole('button', { name: planner.words.firms.reckoning }).first().click();
  await planner.seesText(planner.verdict, planner.outcomes.yes);
  expect(await planner.panel.locator('.gates > li').count()).toBeGreaterThan(6);
  await planner.page.reload();
  await planner.seesText(planner.verdict, planner.outcomes.yes);
  await planner.goesBack();
  await planner.sees(planner.panel.locator('.reasons'));
  expect(planner.view.firm?.open).toBe(planned[0]!.area_id);
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

interface StoredProfile {
  id: string;
  version: number;
  name: string;
  visibility: string;
  land_ha?: number;
  staff?: number;
  must_haves?: object;
  flows: { resource: string; quantity: number; shape: string; monthly?: number[]; full_load_hours?: number; origin: { source: string } }[];
}

test('a prospect is added on a phone, confidential, ranked, and the addition undone', async () => {
  const planner = await officer(PHONE);
  const { words: t } = planner;
  await planner.opens('?room=firms');
  await planner.button(t.firms.add).click();
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#prospect-name-fault'), t.edit.required);
  await planner.seesText(planner.panel.locator('#prospect-quantity-0-fault'), t.edit.required);
  await planner.field(t.firms.name).fill('Fiskbolaget Ett');
  await planner.field(t.firms.landHa).fill('5');
  await planner.panel.locator('#prospect-quantity-0').fill('9000');
  await planner.panel.locator('#prospect-supply-0').fill('30');
  await planner.panel.locator('#prospect-return-0').fill('15');
  await planner.button(t.edit.save).click();
  await planner.isAt('Fiskbolaget Ett');
  await planner.sees(planner.panel.locator('ol.rows > li').first());
  const list = (await (await planner.page.request.get('/api/v1/profiles')).json()) as { items: StoredProfile[] };
  expect(list.items[0]).toMatchObject({ name: 'Fiskbolaget Ett', visibility: 'broker_only' });
  await planner.page.getByRole('button', { name: t.edit.undo, exact: true }).click();
  await expect.poll(() => planner.view.firm).toBeUndefined();
});

test('a prospect is opened, given months, staff, a source and what land must have, saved over and undone; somebody else\'s change is shown beside mine', async () => {
  const planner = await officer();
  const { words: t } = planner;
  const { request } = planner.page;
  const made = await request.post('/api/v1/profiles', {
    data: { id: 'provbolaget', names: { sv: 'Provbolaget' }, capacity_unit: '1', capacity: 1, prospect: true, land_ha: 4, flows: [{ direction: 'need', resource: 'heat', quantity: 3, unit: 'MW', supply_c: 40, return_c: 20, origin: { source: '' } }] },
  });
  expect(made.ok()).toBe(true);
  const stored = async () => (await (await request.get('/api/v1/profiles/provbolaget')).json()) as StoredProfile;
  await planner.opens('?room=firms&firm=provbolaget&must=grid,land');
  await planner.button(t.edit.edit).click();
  await planner.isAt(t.firms.editForm);
  expect(await planner.field(t.firms.landHa).inputValue()).toBe('4');
  expect(await planner.panel.locator('#prospect-quantity-0').inputValue()).toBe('3');

  await planner.field(t.firms.landHa).fill('6,5');
  await planner.field(t.firms.staff).fill('25');
  await planner.panel.locator('#prospect-hours-0').fill('6000');
  await planner.panel.locator('#prospect-shape-0').selectOption('own');
  await planner.panel.locator('#prospect-months-0-6').fill('lite');
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#prospect-months-0-fault'), t.edit.monthsFault);
  await planner.panel.locator('#prospect-months-0-6').fill('0');
  await planner.panel.locator('#prospect-source-0').fill('Bolagets ansökan');
  await planner.panel.getByLabel(t.firms.plan).selectOption('detaljplan');
  await planner.panel.getByLabel(t.firms.facilities.rail, { exact: true }).selectOption('10000');

  // Meanwhile somebody else has written.
  const before = await stored();
  expect((await request.put('/api/v1/profiles/provbolaget', { data: { ...before, land_ha: 9 }, headers: { 'If-Match': `"${before.version}"`, 'Samloka-Author': 'Kim' } })).ok()).toBe(true);
  await planner.button(t.edit.save).click();
  const versions = planner.panel.locator('.versions');
  await planner.seesText(versions, 'Kim');
  await planner.seesText(versions, t.firms.landHa);
  tab!.faults.splice(0, tab!.faults.length, ...tab!.faults.filter((fault) => !fault.includes('412')));
  await planner.button(t.history.saveMine).click();
  await planner.isAt('Provbolaget');
  const now = await stored();
  expect(now).toMatchObject({ land_ha: 6.5, staff: 25, visibility: 'broker_only', must_haves: { plan: 'detaljplan', within: [{ kind: 'rail', distance_m: 10_000 }] } });
  expect(now.flows[0]).toMatchObject({ quantity: 3, full_load_hours: 6000, shape: 'own', origin: { source: 'Bolagets ansökan' } });
  expect(now.flows[0]!.monthly).toHaveLength(12);
  expect(now.flows[0]!.monthly![6]).toBe(0);
  // What land must have excludes, with the reason.
  const rows = planner.panel.locator('ol.rows > li');
  await planner.seesText(rows.last(), t.firms.excluded);

  await planner.page.locator('.toast').getByRole('button', { name: t.edit.undo, exact: true }).click();
  await expect.poll(async () => (await stored()).land_ha, { timeout: 30_000 }).toBe(4);
  // It goes, and comes back.
  await planner.button(t.edit.remove).click();
  await expect.poll(() => planner.view.firm).toBeUndefined();
  await planner.page.locator('.toast').getByRole('button', { name: t.edit.undo, exact: true }).click();
  await expect.poll(async () => (await stored()).land_ha, { timeout: 30_000 }).toBe(4);
});
