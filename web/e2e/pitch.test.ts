// An establishment officer makes a pitch sheet and sends its link; a stranger opens it.
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { openTab, PHONE } from './browser';
import type { Planner } from './planner';
import type { Lang } from '../src/units/format';
import { browser, server, someone, stage, tab } from './stage';

const PATIENCE = { timeout: 30_000, interval: 50 };

stage({ each: true, refusals: true });
let officer: Planner;
beforeEach(async () => {
  officer = await someone();
});

/** Fills the form from the panel of Krokom's first piece of land, and gives the link. */
async function makesSheet(lang: Lang): Promise<string> {
  const t = officer.words.pitch;
  await officer.opens('?room=land&area=krokom-a');
  await officer.button(t.make).click();
  await officer.panel.getByRole('option', { name: 'Växthus, tomat' }).waitFor({ state: 'attached' });
  await officer.button(t.makeIt).click();
  // Nothing is chosen yet: the form says so at the field, and takes the reader there.
  await expect.poll(() => tab.page.evaluate(() => document.activeElement?.id), PATIENCE).toBe('pitch-profile');
  await officer.panel.locator('#pitch-profile').selectOption('greenhouse');
  await officer.panel.locator('#pitch-capacity').fill('2');
  await officer.panel.locator('#pitch-language').selectOption(lang);
  await officer.panel.locator('#pitch-contacts').fill('Kajsa Krok, kajsa@krokom.example');
  await officer.button(t.makeIt).click();
  await officer.isAt(t.made);
  return officer.panel.getByLabel(t.link).inputValue();
}

test('an officer makes a pitch sheet, a stranger reads it, the officer withdraws it and takes that back', async () => {
  const t = officer.words.pitch;
  const link = await makesSheet('nb');
  expect(link).toMatch(/\/pitch\/[A-Z2-7]{26}$/);

  // The stranger has another browser, and nothing but the link.
  const stranger = await openTab(browser, server.address, PHONE);
  try {
    await stranger.page.goto(link);
    expect(await stranger.page.getByRole('heading', { level: 1 }).innerText()).toContain('Krokom');
    expect(await stranger.page.locator('html').getAttribute('lang')).toBe('nb');
    await stranger.page.getByText('kajsa@krokom.example').waitFor();
    expect(await stranger.page.getByRole('img').first().getAttribute('aria-label')).toContain('Krokom');
    // Nothing is wider than the phone, in a table either; the map's own letters can be read there; and nothing stands in the way of a screen reader.
    expect(await stranger.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(await stranger.page.locator('.wide').evaluateAll((tables) => tables.filter((t) => t.scrollWidth > t.clientWidth).length)).toBe(0);
    const letters = await stranger.page.locator('figure text').evaluateAll((texts) => texts.map((t) => t.getBoundingClientRect().height).filter((h) => h > 0));
    expect(letters.length).toBeGreaterThan(5);
    expect(Math.min(...letters), 'px').toBeGreaterThan(9);
    // A row keeps what it is for a screen reader, though it stands as a list.
    expect(await stranger.page.getByRole('table').first().getByRole('row').first().getByRole('columnheader').count()).toBeGreaterThan(5);
    await stranger.page.evaluate(axe.source);
    const { violations } = await stranger.page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`)).toEqual([]);
    await stranger.page.getByRole('link', { name: 'English' }).click();
    await expect.poll(() => stranger.page.locator('html').getAttribute('lang'), PATIENCE).toBe('en');
    const pdf = await stranger.page.request.get((await stranger.page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    // Nor is a table wider than paper within its margins, where it is printed.
    await stranger.page.emulateMedia({ media: 'print' });
    await stranger.page.setViewportSize({ width: 680, height: 1000 });
    expect(await stranger.page.locator('table').evaluateAll((tables) => tables.map((t) => t.getBoundingClientRect().right).filter((right) => right > innerWidth))).toEqual([]);

    // Back at the land the sheet is listed; withdrawn, its link shows nothing.
    await officer.goesBack();
    await officer.button(new RegExp(`^${t.withdraw}`)).click();
    await officer.sees(officer.panel.getByText(t.none));
    expect((await stranger.page.goto(link))?.status()).toBe(404);
    await stranger.page.getByText('Länken gäller inte').waitFor();

    await tab.page.locator('.toast').getByRole('button', { name: officer.words.edit.undo }).click();
    await officer.sees(officer.button(new RegExp(`^${t.withdraw}`)));
    expect((await stranger.page.goto(link))?.status()).toBe(200);
    expect(stranger.faults.filter((f) => !f.includes('404'))).toEqual([]);
  } finally {
    await stranger.context.close();
  }
  expect(tab.faults).toEqual([]);
});

test('the officer is told when something on a sheet has been closed, and withdraws it or makes a new one', async () => {
  const t = officer.words.pitch;
  const link = await makesSheet('sv');
  const stranger = await openTab(browser, server.address, PHONE);
  try {
    await stranger.page.goto(link);
    const { items } = (await (await tab.page.request.get(`${server.address}/api/v1/flows?limit=1000`)).json()) as { items: { id: string; site_id: string; site_name?: string; version: number; visibility: string }[] };
    const text = await stranger.page.locator('main, body').first().innerText();
    const sites = ((await (await tab.page.request.get(`${server.address}/api/v1/sites?limit=1000`)).json()) as { items: { id: string; name: string; version: number }[] }).items;
    const shown = sites.find((s) => text.includes(s.name) && items.some((f) => f.site_id === s.id))!;
    // Another planner closes the site that it names.
    const site = (await (await tab.page.request.get(`${server.address}/api/v1/sites/${shown.id}`)).json()) as Record<string, unknown>;
    const closed = await tab.page.request.put(`${server.address}/api/v1/sites/${shown.id}`, { data: { ...site, visibility: 'broker_only' }, headers: { 'If-Match': `"${String(site['version'])}"` } });
    expect(closed.status()).toBe(200);

    await stranger.page.reload();
    expect(await stranger.page.locator('body').innerText()).not.toContain(shown.name);

    // In the room of land the officer is told, and comes from there to the land's own list.
    await officer.opens('?room=land');
    await officer.sees(officer.panel.getByText(shown.name));
    await officer.sees(officer.panel.getByRole('heading', { name: t.leftOut.title(1) }));
    await officer.panel.getByRole('list', { name: t.leftOut.title(1) }).getByRole('button').click();
    await officer.sees(officer.panel.getByText(t.leftOut.some));
    await officer.button(t.leftOut.anew).click();
    await officer.isAt(t.make);
    await expect.poll(() => officer.panel.locator('#pitch-profile').inputValue(), PATIENCE).toBe('greenhouse'); // once the kinds have come
    await officer.button(t.makeIt).click();
    await officer.isAt(t.made);
    await officer.goesBack();
    await officer.panel.locator('li', { hasText: t.leftOut.some }).getByRole('button', { name: new RegExp(`^${t.withdraw}`) }).click();
    await expect.poll(() => officer.panel.getByText(t.leftOut.some).count(), PATIENCE).toBe(0);
    expect((await stranger.page.goto(link))?.status()).toBe(404);
    await tab.page.locator('.toast').getByRole('button', { name: officer.words.edit.undo }).click();
    await officer.sees(officer.panel.getByText(t.leftOut.some));
    expect((await stranger.page.goto(link))?.status()).toBe(200);
  } finally {
    await stranger.context.close();
  }
  expect(tab.faults).toEqual([]);
});

test('what the server refuses stands at its field', async () => {
  const t = officer.words.pitch;
  await officer.opens('?room=land&area=krokom-a');
  await officer.button(t.make).click();
  await officer.panel.getByRole('option', { name: 'Växthus, tomat' }).waitFor({ state: 'attached' });
  await officer.panel.locator('#pitch-profile').selectOption('greenhouse');
  await officer.panel.locator('#pitch-expires').fill('2001-01-01');
  await officer.button(t.makeIt).click();
  await expect.poll(() => officer.panel.locator('#pitch-expires').getAttribute('aria-invalid'), PATIENCE).toBe('true');
});
