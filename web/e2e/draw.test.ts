// Land is drawn on the map, saved, its outline changed, cut and divided, and all of it taken back.
import { expect, test } from 'vitest';
import { PHONE } from './browser';
import { planner, someone, stage, tab } from './stage';

stage({ each: true });

interface Stored {
  name: string;
  area_ha: number;
  grid_mw?: number;
  geometry: { coordinates: [number, number][][][] };
}
const stored = async (id: string): Promise<Stored | undefined> => {
  const answer = await tab.page.request.get(`/api/v1/areas/${id}`);
  return answer.ok() ? ((await answer.json()) as Stored) : undefined;
};
const tools = () => tab.page.getByRole('group', { name: planner.words.area.tools });
const tool = (name: string) => tools().getByRole('button', { name, exact: true });
const figures = () => tools().locator('.figures');
const shown = async () => Number((await figures().textContent())!.split(/\s/)[0]!.replace(',', '.'));
const toast = () => tab.page.locator('.toast');
async function click(lon: number, lat: number) {
  const { x, y } = await planner.onScreen(lon, lat);
  await tab.page.mouse.click(x, y);
}
const SQUARE: [number, number][] = [[14.76, 63.28], [14.79, 63.28], [14.79, 63.29], [14.76, 63.29]];

test('a planner draws an area, sees its hectares, saves, moves a corner, and takes it back', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await planner.mapRests();
  await planner.button(t.area.add).click();
  await planner.isAt(t.area.add);

  // One corner too many, taken back while drawing.
  for (const [lon, lat] of SQUARE) await click(lon, lat);
  await click(14.745, 63.29);
  await planner.sees(tools().getByText(/sida 7\d\d/));
  await tab.page.keyboard.press('Control+z');
  await click(...SQUARE[0]!);
  await planner.seesText(tools(), t.area.hints.rest);
  // 0.03° by 0.01° at 63.285°: 1506 m by 1115 m.
  const drawn = await shown();
  expect(drawn).toBeGreaterThan(166);
  expect(drawn).toBeLessThan(170);

  await planner.field(t.edit.name).fill('Provmarken');
  await planner.field(t.land.grid).fill('mycket');
  await planner.button(t.edit.save).click();
  await planner.seesText(planner.panel.locator('#area-grid-fault'), t.edit.number);
  await planner.field(t.land.grid).fill('12,5');
  await planner.button(t.edit.save).click();
  await planner.isAt('Provmarken');
  const id = planner.view.selection.area!;
  const first = (await stored(id))!;
  expect(first.grid_mw).toBe(12.5);
  expect(first.area_ha / drawn, 'the page and the server measure the same').toBeCloseTo(1, 3);

  // A corner is dragged.
  await planner.mapRests();
  await planner.button(t.edit.edit).click();
  await planner.sees(tools());
  await planner.mapRests();
  const corner = first.geometry.coordinates[0]![0]!.reduce((a, b) => (b[0] + b[1] > a[0] + a[1] ? b : a));
  const from = await planner.onScreen(...corner);
  await tab.page.mouse.move(from.x, from.y);
  await tab.page.mouse.down();
  await tab.page.mouse.move(from.x - 40, from.y + 20, { steps: 4 });
  await tab.page.mouse.up();
  await expect.poll(shown).toBeLessThan(drawn - 1);
  await planner.button(t.edit.save).click();
  await planner.isAt('Provmarken');
  expect((await stored(id))!.area_ha).toBeLessThan(drawn - 1);
  await planner.heading.focus();
  await tab.page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored(id))?.area_ha, { timeout: 30_000 }).toBeCloseTo(first.area_ha, 6);
  await planner.seesText(toast(), t.edit.undone);
  await planner.heading.focus();
  await tab.page.keyboard.press('Control+z');
  await expect.poll(() => stored(id), { timeout: 30_000 }).toBeUndefined();
});

test('land that is typed is cut and divided on the map; the pieces are land of their own until undone', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await planner.mapRests();
  await planner.button(t.area.add).click();
  await planner.field(t.edit.name).fill('Skrivmarken');
  await planner.field(t.area.outline).fill('POLYGON ((14.76 63.28');
  await planner.seesText(planner.panel.locator('#area-geometry-fault'), t.area.notAnOutline);
  await planner.field(t.area.outline).fill(`POLYGON ((${[...SQUARE, SQUARE[0]!].map((p) => p.join(' ')).join(', ')}))`);
  const whole = await shown();
  await tool(t.area.modes.cut).click();
  for (const [lon, lat] of [[14.765, 63.283], [14.77, 63.283], [14.77, 63.287], [14.765, 63.283]] as const) await click(lon, lat);
  await expect.poll(shown).toBeLessThan(whole - 4);
  await tool(t.area.modes.split).click();
  await click(14.78, 63.2925);
  await click(14.78, 63.2775);
  await tool(t.area.done).click();
  await planner.sees(planner.panel.getByText(t.area.apart('1')));
  await planner.button(t.edit.save).click();
  await planner.isAt('Skrivmarken');
  const all = async () => ((await (await tab.page.request.get('/api/v1/areas?limit=1000')).json()) as { items: Stored[] }).items.filter((a) => a.name.startsWith('Skrivmarken'));
  const pieces = await all();
  expect(pieces.map((a) => a.name).sort()).toEqual(['Skrivmarken', t.area.piece('Skrivmarken', '2')]);
  expect(pieces.reduce((sum, a) => sum + a.area_ha, 0)).toBeLessThan(whole - 4);
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(all, { timeout: 30_000 }).toEqual([]);

  // Deleted land comes back.
  await planner.opens('?room=land&area=krokom-a');
  await planner.button(t.edit.remove).click();
  await planner.isAt(t.land.title);
  expect(await stored('krokom-a')).toBeUndefined();
  await toast().getByRole('button', { name: t.edit.undo }).click();
  await expect.poll(async () => (await stored('krokom-a'))?.name, { timeout: 30_000 }).toMatch(/^Krokom/);
});

/** A neighbour that stands already. */
async function neighbour() {
  const answer = await tab.page.request.post('/api/v1/areas', { data: { id: 'granne', name: 'Granne', geometry: { type: 'Polygon', coordinates: [[...SQUARE, SQUARE[0]]] } } });
  expect(answer.ok()).toBe(true);
}

test('corners are drawn to the neighbours\', Escape leaves what is being drawn, Delete takes a corner away', async () => {
  await someone();
  const { words: t } = planner;
  await neighbour();
  await planner.opens('?room=land#12.5/63.285/14.775');
  await planner.mapRests();
  await planner.button(t.area.add).click();
  await planner.isAt(t.area.add);

  // Begun and left: nothing stays, and no corner is put by the next click.
  await click(14.745, 63.28);
  await click(14.74, 63.28);
  await tab.page.keyboard.press('Escape');
  await planner.seesText(tools(), t.area.hints.rest);
  await click(14.74, 63.29);
  await planner.seesText(figures(), /^0/);

  // A few pixels beside the neighbour's corners, and a fifth corner.
  await tool(t.area.modes.draw).click();
  const beside = async ([lon, lat]: [number, number]) => {
    const { x, y } = await planner.onScreen(lon, lat);
    await tab.page.mouse.click(x + 6, y - 5);
  };
  await beside(SQUARE[0]!);
  for (const [lon, lat] of [[14.745, 63.28], [14.74, 63.285], [14.745, 63.29]] as const) await click(lon, lat);
  await beside(SQUARE[3]!);
  await tool(t.area.done).click();
  await planner.seesText(tools(), t.area.hints.rest);
  const drawn = await shown();

  // The middle one of the far side goes.
  await click(14.74, 63.285);
  await planner.sees(tool(t.area.removeCorner));
  await tab.page.keyboard.press('Delete');
  await expect.poll(shown).toBeLessThan(drawn - 5);
  await planner.doesNotSee(tool(t.area.removeCorner));
  await planner.field(t.edit.name).fill('Intill');
  // Delete in a text field is the text's.
  await planner.field(t.edit.name).press('Delete');
  await planner.button(t.edit.save).click();
  await planner.isAt('Intill');
  const ring = (await stored(planner.view.selection.area!))!.geometry.coordinates[0]![0]!;
  expect(ring).toHaveLength(5);
  for (const corner of [SQUARE[0]!, SQUARE[3]!]) expect(ring, 'the neighbour\'s own corner').toContainEqual(corner);
});

test('a ring of three keeps its corners', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await planner.mapRests();
  await planner.button(t.area.add).click();
  for (const [lon, lat] of [[14.78, 63.28], [14.8, 63.28], [14.79, 63.29], [14.78, 63.28]] as const) await click(lon, lat);
  await planner.seesText(tools(), t.area.hints.rest);
  const drawn = await shown();
  await click(14.79, 63.29);
  await tab.page.keyboard.press('Delete');
  await planner.seesText(tools(), t.area.faults.fewCorners);
  expect(await shown()).toBe(drawn);
});

test('with a finger on a phone: corners are tapped, dragged, and saved', async () => {
  await someone(PHONE);
  const { words: t } = planner;
  await planner.opens('?room=land#12/63.285/14.79');
  await planner.button(t.area.add).click();
  await planner.sees(tools());
  await planner.mapRests();
  const box = (await planner.map.boundingBox())!;
  const finger = (x: number, y: number) => [box.x + x, box.y + y] as const;
  for (const at of [finger(100, 330), finger(250, 330), finger(250, 450), finger(100, 450)]) await tab.page.touchscreen.tap(...at);
  // A finger is broad: near the first corner is on it.
  await tab.page.touchscreen.tap(...finger(112, 340));
  await planner.seesText(tools(), t.area.hints.rest);
  const drawn = await shown();
  expect(drawn).toBeGreaterThan(10);
  // A corner is dragged; the map stays where it is.
  const camera = planner.view.camera;
  const cdp = await tab.context.newCDPSession(tab.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: readonly [number, number]) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1] }] : [] });
  await touch('touchStart', finger(250, 450));
  for (const step of [10, 20, 30, 40]) await touch('touchMove', finger(250 - step, 450 - step));
  await touch('touchEnd');
  await expect.poll(shown).toBeLessThan(drawn - 1);
  expect(planner.view.camera).toEqual(camera);
  await planner.field(t.edit.name).fill('Fingermarken');
  await planner.button(t.edit.save).click();
  await planner.isAt('Fingermarken');
  expect((await stored(planner.view.selection.area!))!.area_ha).toBeLessThan(drawn - 1);
});

test('it fits a phone', async () => {
  await someone(PHONE);
  await planner.opens('?room=land&area=krokom-a');
  await planner.button(planner.words.edit.edit).click();
  await planner.sees(tools());
  expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
});

test('a form that is left with something in it can be gone on with, whichever way it was left', async () => {
  await someone();
  const { words: t } = planner;
  await planner.opens('?room=land#12.5/63.285/14.79');
  await planner.mapRests();
  await planner.button(t.area.add).click();
  await planner.isAt(t.area.add);
  await planner.field(t.edit.name).fill('Halvfärdig');
  for (const [lon, lat] of [...SQUARE, SQUARE[0]!]) await click(lon, lat);
  const hectares = await figures().textContent();
  await tab.page.getByRole('navigation').getByRole('button', { name: t.rail.map, exact: true }).click();
  await planner.sees(planner.button(t.home.all));
  await toast().getByRole('button', { name: t.edit.resume }).click();
  await planner.isAt(t.area.add);
  expect(await planner.field(t.edit.name).inputValue()).toBe('Halvfärdig');
  expect(await figures().textContent()).toBe(hectares);
  await planner.button(t.edit.cancel).click();
  await planner.sees(planner.button(t.home.all));
  await toast().getByRole('button', { name: t.edit.resume }).click();
  await planner.button(t.edit.save).click();
  await planner.isAt('Halvfärdig');
  // An untouched form is left without a word.
  await planner.button(t.edit.edit).click();
  await planner.isAt(t.area.edit);
  await planner.button(t.edit.cancel).click();
  await planner.isAt('Halvfärdig');
  expect(await toast().filter({ hasText: t.edit.unsaved }).count()).toBe(0);
});
