// Someone who uses the page, in the words of the domain. Finds things by what they are called and
// what they are for (role and name), as a screen reader does.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { dictionary, type Dictionary } from '../src/i18n/dictionary';
import { parseView, type View } from '../src/state/url';
import type { Lang } from '../src/units/format';

const PATIENCE = { timeout: 30_000, interval: 50 };

export class Planner {
  readonly page: Page;
  lang: Lang = 'sv';

  constructor(page: Page) {
    this.page = page;
  }

  get words(): Dictionary {
    return dictionary(this.lang);
  }

  // Where things are

  get panel(): Locator {
    return this.page.locator('#panel');
  }

  get map(): Locator {
    return this.page.locator('#map canvas.maplibregl-canvas');
  }

  get heading(): Locator {
    return this.panel.getByRole('heading', { level: 1 });
  }

  button(name: string | RegExp, within: Locator | Page = this.panel): Locator {
    return within.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** A field of a form by its label, with or without "optional" after it. */
  field(label: string): Locator {
    const optional = this.words.edit.optional;
    return this.panel.getByLabel(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( ?${optional})?$`));
  }

  /** The rows of the list under a heading of the panel. */
  rowsUnder(title: string): Locator {
    return this.panel.locator('.section', { has: this.page.getByRole('heading', { name: title, exact: true }) }).locator('xpath=following-sibling::*[1][self::ul]').locator('button.row');
  }

  /** What the address says is shown. */
  get view(): View {
    const { search, hash } = new URL(this.page.url());
    return parseView(search, hash);
  }

  // What they do

  /** Opens the page at an address such as "?site=…" and waits for its panel. */
  async opens(address = ''): Promise<void> {
    const query = new URLSearchParams(address.replace(/#.*/, ''));
    if (!query.has('lang')) query.set('lang', this.lang);
    await this.page.goto(`/?${query}${/#.*/.exec(address)?.[0] ?? ''}`);
    await this.sees(this.heading);
    await this.heading.filter({ hasNotText: '…' }).waitFor();
  }

  async speaks(lang: Lang): Promise<void> {
    await this.page.locator('.language').getByRole('button', { name: dictionary(lang).name }).click();
    this.lang = lang;
  }

  async goesBack(): Promise<void> {
    await this.panel.locator('button.back').click();
  }

  async searches(text: string): Promise<Locator> {
    const field = this.page.getByRole('combobox', { name: this.words.search.label });
    await field.fill(text);
    return this.page.getByRole('option');
  }

  async findsSite(text: string, name: string): Promise<void> {
    const hits = await this.searches(text);
    await hits.filter({ hasText: name }).first().click();
    await this.isAt(name);
  }

  async opensList(): Promise<void> {
    await this.button(this.words.home.all).click();
    await this.sees(this.panel.getByRole('table'));
  }

  async turnsToTab(name: keyof Dictionary['list']['tabs']): Promise<void> {
    await this.panel.getByRole('tab', { name: this.words.list.tabs[name], exact: true }).click();
  }

  async opensFilters(): Promise<void> {
    await this.button(new RegExp(`^${this.words.filter.show}`)).first().click();
  }

  async choosesFilter(label: string, value: string): Promise<void> {
    await this.panel.getByLabel(label, { exact: true }).selectOption(value);
  }

  /** The field of an assumption or of a flow's own value, in an open group or a closed one. */
  async assumption(key: string): Promise<Locator> {
    const field = this.panel.locator(`[id="${key}"]`);
    const group = this.panel.locator('details', { has: this.page.locator(`[id="${key}"]`) });
    await group.waitFor({ state: 'attached' });
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    return field;
  }

  async triesOut(preset: keyof Dictionary['whatIf']['presets']): Promise<void> {
    await this.button(this.words.whatIf.presets[preset]!).click();
    await this.isAt(this.words.whatIf.presets[preset]!);
  }

  /** Where a place is on the screen, by the address's camera and Web Mercator. */
  async onScreen(lon: number, lat: number): Promise<{ x: number; y: number }> {
    const box = (await this.map.boundingBox())!;
    const c = this.view.camera;
    if (!c) throw new Error('the address has no camera yet: move the map first');
    const size = 512 * 2 ** c.zoom;
    const y = (degrees: number) => (1 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / Math.PI) / 2;
    return { x: box.x + box.width / 2 + ((lon - c.lon) / 360) * size, y: box.y + box.height / 2 + (y(lat) - y(c.lat)) * size };
  }

  /** Waits until the map has all that it shows: nothing of it is fetched or laid out, in this frame and the next ones. */
  async mapRests(): Promise<void> {
    await this.page.waitForFunction(() => {
      const box = document.querySelector<HTMLElement & { atlas?: object; frames?: number }>('#map .canvas');
      if (!box) return false;
      box.frames = box.atlas && box.ariaBusy === 'false' ? (box.frames ?? 0) + 1 : 0;
      return box.frames > 3;
    });
    await this.page.evaluate(() => delete document.querySelector<HTMLElement & { frames?: number }>('#map .canvas')!.frames);
  }

  // What they see

  async sees(what: Locator): Promise<void> {
    await what.first().waitFor({ state: 'visible' });
  }

  async doesNotSee(what: Locator): Promise<void> {
    await what.first().waitFor({ state: 'hidden' });
  }

  async isAt(title: string): Promise<void> {
    await this.heading.filter({ hasText: title }).waitFor();
  }

  /** Waits until a text is another than it was. */
  async seesChange(what: Locator, before: string | null): Promise<string> {
    let now = '';
    await expect.poll(async () => (now = (await what.textContent()) ?? ''), PATIENCE).not.toBe(before);
    return now;
  }

  async seesText(what: Locator, text: string | RegExp): Promise<void> {
    await expect.poll(() => what.textContent(), PATIENCE).toMatch(text);
  }

  /** Waits until the address satisfies a condition. */
  async addressSays(condition: (view: View) => unknown): Promise<void> {
    await expect.poll(() => Boolean(condition(this.view)), PATIENCE).toBe(true);
  }

  /** How many rows there are, once there are some. */
  async counts(rows: Locator): Promise<number> {
    await this.sees(rows);
    return rows.count();
  }

  /** What the panel says of the result of an establishment on trial. */
  get result(): Locator {
    return this.panel.locator('.result');
  }

  /** How a pair comes out, in the server's words. */
  get outcomes(): { yes: RegExp; no: RegExp } {
    return { sv: { yes: /^Möjlig/, no: /^Inte möjlig/ }, nb: { yes: /^Mulig/, no: /^Ikke mulig/ }, en: { yes: /^Feasible/, no: /^Not feasible/ } }[this.lang];
  }

  get verdict(): Locator {
    return this.panel.locator('.verdict');
  }
}
