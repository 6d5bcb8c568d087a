// What bears on land: constraints and infrastructure are found in lists and on the map, read, drawn,
// changed, deleted, and all of it taken back.
import { expect, test } from 'vitest';
import { PHONE } from './browser';
import { planner, someone, stage, tab } from './stage';

stage({ each: true });

type Stored = Record<string, unknown> & { name?: string; geometry: { type: string; coordinates: unknown } };
const stored = async (path: string): Promise<Stored | undefined> => {
  const answer = await tab.page.request.get(`/api/v1/${path}`);
  return answer.ok() ? ((await answer.json()) as Stored) : undefined;
};
const tools = () => tab.page.getByRole('group', { name: planner.words.area.tools });
const toast = () => tab.page.locator('.toast');
async function click(lon: number, lat: number) {
  const { x, y } = await planner.onScreen(lon, lat);
  await tab.page.mouse.click(x, y);
}

test('by keys alone: from land to the list, to a constraint with all that is known of it, and back', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land');
  await planner.button(t.land.bearings).focus();
  await tab.page.keyboard.press('Enter');
  const first = planner.panel.getByRole('rowheader').first().getByRole('button');
  await planner.sees(first);
  expect(await planner.panel.getByRole('tab', { selected: true }).textContent()).toBe(t.list.tabs.constraints);
  const name = (await first.textContent())!;
  await first.focus();
  await tab.page.keyboard.press('Enter');
  await planner.isAt(name);
  const facts = planner.panel.locator('dl.facts');
  for (const word of [t.constraint.effects.informs, '500 m', 'Boverkets', t.constraint.layers.housing!, t.certainty.estimated]) await planner.seesText(facts, word);
  await planner.goesBack();
  await planner.sees(first);
  // Its neighbour in the list of tabs is infrastructure.
  await planner.panel.getByRole('tab', { name: t.list.tabs.constraints }).focus();
  await tab.page.keyboard.press('ArrowRight');
  await planner.sees(planner.panel.getByRole('rowheader', { name: 'E14' }));
});

test('on the map a click selects infrastructure and constraints, and the address tells which', async () => {
  await someone();
  await planner.opens('?room=land#12/63.7/11.19');
  await planner.mapRests();
  // The middle of the town, where the railway and the road run, too: what lies on top counts.
  await click(11.19, 63.7);
  await planner.addressSays((v) => v.selection.constraint === 'housing-skogn');
  await planner.isAt('Boliger i Skogn');
  await planner.mapRests();
  await click(11.17, 63.72);
  await planner.isAt('Fiborgtangen havn');
  expect(planner.view.selection).toEqual({ facility: 'skogn-port' });
});

test('a line of shore is drawn with its distances, which show on the map, is changed, and goes back step by step', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land&list=1#12.5/63.285/14.79');
  await planner.mapRests();
  await planner.button(t.constraint.add).click();
  await planner.isAt(t.constraint.add);
  await tools().getByRole('button', { name: t.area.modes.line }).click();
  for (const [lon, lat] of [[14.77, 63.28], [14.785, 63.285], [14.8, 63.28], [14.8, 63.28]] as const) await click(lon, lat);
  await planner.seesText(tools(), t.area.hints.rest);
  await planner.seesText(tools().locator('.figures'), /1,8\d*\s*km/);
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#constraint-source-fault'), t.edit.required);
  await planner.field(t.constraint.layer).selectOption('shore');
  await planner.field(t.edit.name).fill('Provstranden');
  await planner.field(t.constraint.bufferField).fill('100');
  await planner.field(t.constraint.warningField).fill('300');
  await planner.field(t.site.source).fill('Provet');
  await planner.button(t.edit.save).click();
  await planner.isAt('Provstranden');
  const id = planner.view.selection.constraint!;
  expect(await stored(`constraints/${id}`)).toMatchObject({ layer: 'shore', effect: 'penalises', buffer_m: 100, warning_distance_m: 300, geometry: { type: 'LineString' } });
  // The legend is the truth about the map: both distances are drawn.
  await planner.sees(tab.page.locator('.legend').getByText(t.constraint.bufferEdge));
  await planner.sees(tab.page.locator('.legend').getByText(t.constraint.warning, { exact: true }));

  await planner.button(t.edit.edit).click();
  await planner.field(t.constraint.effect).selectOption('excludes');
  await planner.field(t.constraint.bufferField).fill('långt');
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#constraint-buffer-fault'), t.edit.number);
  await planner.field(t.constraint.bufferField).fill('');
  await planner.button(t.edit.save).click();
  await planner.isAt('Provstranden');
  await planner.seesText(planner.panel.locator('dl.facts'), t.constraint.effects.excludes);
  const changed = await stored(`constraints/${id}`);
  expect(changed).toMatchObject({ effect: 'excludes', warning_distance_m: 300 });
  expect(changed!.buffer_m ?? 0).toBe(0);

  // The history tells both steps.
  await planner.panel.getByText(t.history.title, { exact: true }).click();
  await planner.seesText(planner.panel.locator('.history ol'), t.history.did.insert);
  await planner.seesText(planner.panel.locator('.history ol'), t.constraint.effects.penalises);

  // Deleted, and everything back in turn: there again, as it was drawn, and gone.
  await planner.button(t.edit.remove).click();
  await planner.sees(planner.panel.getByRole('tab', { selected: true }));
  expect(await stored(`constraints/${id}`)).toBeUndefined();
  const undo = async () => {
    await planner.heading.focus();
    await tab.page.keyboard.press('Control+z');
  };
  await undo();
  await expect.poll(async () => (await stored(`constraints/${id}`))?.effect, { timeout: 30_000 }).toBe('excludes');
  await planner.seesText(toast(), t.edit.undone);
  await undo();
  await expect.poll(async () => (await stored(`constraints/${id}`))?.effect, { timeout: 30_000 }).toBe('penalises');
  await undo();
  await expect.poll(() => stored(`constraints/${id}`), { timeout: 30_000 }).toBeUndefined();
});

test('somebody else was quicker: both versions stand side by side, and mine can be saved', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land&facility=orkanger-port');
  await planner.button(t.edit.edit).click();
  await planner.field(t.facilityForm.capacity).fill('12');
  const theirs = (await stored('facilities/orkanger-port'))!;
  const answer = await tab.page.request.put('/api/v1/facilities/orkanger-port', { data: { ...theirs, name: 'Deras hamn' }, headers: { 'If-Match': `"${theirs.version as number}"`, 'Samloka-Author': 'Kim' } });
  expect(answer.ok()).toBe(true);
  await planner.button(t.edit.save).click();
  const versions = planner.panel.locator('.versions');
  await planner.seesText(versions, 'Deras hamn');
  await planner.seesText(versions, 'Kim');
  tab.faults = tab.faults.filter((fault) => !fault.includes('412'));
  await planner.button(t.history.saveMine).click();
  await planner.isAt('Orkanger havn');
  expect(await stored('facilities/orkanger-port')).toMatchObject({ name: 'Orkanger havn', capacity: 12, capacity_unit: 'MW' });
});

test('on a phone a station is placed with a finger and moved', async () => {
  await someone(PHONE);
  const { words: t } = planner;
  await planner.opens('?room=land&list=1#12/63.285/14.79');
  await planner.turnsToTab('facilities');
  await planner.button(t.facilityForm.add).click();
  await planner.sees(tools());
  const box = (await planner.map.boundingBox())!;
  await tab.page.touchscreen.tap(box.x + 150, box.y + 320);
  await planner.seesText(tools(), t.area.hints.movePoint);
  await planner.field(t.edit.name).fill('Provstationen');
  await planner.field(t.site.source).fill('Provet');
  await planner.button(t.edit.save).click();
  await planner.isAt('Provstationen');
  const id = planner.view.selection.facility!;
  expect(await stored(`facilities/${id}`)).toMatchObject({ facility: 'substation', geometry: { type: 'Point' } });
  expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
});
