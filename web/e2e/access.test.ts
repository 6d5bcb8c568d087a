// Every state of the page against WCAG 2.1 A and AA, as far as axe can tell, and nothing runs out at the
// side of a phone. At both widths, and in three languages where words have least room.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, emptied, openBrowser, openContext, openTab, PHONE } from './browser';
import { Planner } from './planner';
import { Server } from './server';
import { STATES } from './states';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Every rule of the standard, for Swedish. */
const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
/** In another language the page is made of elements nested as in Swedish, which is looked at too: what can differ is whether each has a name, which language it says to be in, and what becomes so wide that it scrolls. */
const WORDS = {
  type: 'rule',
  values: [
    'aria-command-name', 'aria-input-field-name', 'aria-meter-name', 'aria-progressbar-name', 'aria-tab-name', 'aria-toggle-field-name', 'aria-tooltip-name', 'button-name',
    'document-title', 'html-has-lang', 'html-lang-valid', 'html-xml-lang-mismatch', 'image-alt', 'input-button-name', 'input-image-alt', 'label', 'link-name',
    'role-img-alt', 'scrollable-region-focusable', 'select-name', 'summary-name', 'svg-img-alt', 'valid-lang',
  ],
};

let browser: Browser;
let demo: Server;
let empty: Server;
let broken: Server;
/** One for all states of a region: the page's program is fetched and compiled once. */
let contexts: Record<'demo' | 'empty' | 'broken', BrowserContext>;

beforeAll(async () => {
  [browser, demo, empty, broken] = await Promise.all([openBrowser(), Server.start('demo'), Server.start('empty'), Server.start('broken')]);
  contexts = { demo: await openContext(browser, demo.address), empty: await openContext(browser, empty.address), broken: await openContext(browser, broken.address) };
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), empty?.stop(), broken?.stop()]);
});

async function violations(page: Page, runOnly: typeof ALL | typeof WORDS): Promise<string[]> {
  const found = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, runOnly);
  return found.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help} — ${node.target.join(' ')} — ${node.failureSummary.replaceAll('\n', ' ')}`));
}

/** Which elements, by name and role, stand in which; but for what comes and goes with the map's tiles, and for plain boxes and texts in each other, of which no rule asks. */
const nesting = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const kind = (element: Element) => `${element.localName} ${element.getAttribute('role') ?? ''}`.trim();
    const plain = (element: Element) => ['div', 'span', 'p'].includes(kind(element));
    return [...new Set([...document.querySelectorAll('body *:not(svg *, .fetching *)')].filter((element) => !plain(element) || !plain(element.parentElement!)).map((element) => `${kind(element)} in ${kind(element.parentElement!)}`))];
  });

/** Of what is scrolled out of sight axe tells no contrast: so tall a window shows (nearly) all of a panel. */
const TALLEST = 5000;
async function tall(page: Page): Promise<typeof PHONE> {
  const more = await page.evaluate((height) => {
    const { style } = document.querySelector<HTMLElement>('#map')!;
    // The map stays as it is.
    [style.bottom, style.height] = ['auto', `${height}px`];
    const panel = document.querySelector('#panel .inside')!;
    return panel.scrollHeight - panel.clientHeight;
  }, DESKTOP.height);
  return { ...DESKTOP, height: Math.min(DESKTOP.height + more, TALLEST) };
}

/** Gives the map the whole window again. */
const asBefore = (page: Page) => page.evaluate(() => document.querySelector('#map')!.removeAttribute('style'));

describe.each(STATES)('$name', (state) => {
  test('has no violation at either width or in any language', async () => {
    const context = contexts[state.region ?? 'demo'];
    const page = await context.newPage();
    try {
      const planner = new Planner(page);
      await state.go(planner);
      await planner.mapRests(); // the legend has all then
      await page.evaluate(axe);
      const found: string[] = [];
      const look = async (rules: typeof ALL | typeof WORDS, size: typeof PHONE) => {
        await page.setViewportSize(size);
        const at = `${planner.lang}, ${size.width} px`;
        for (const violation of await violations(page, rules)) found.push(`${at}: ${violation}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > size.width) found.push(`${at}: the page is ${wide} px wide`);
      };
      await look(ALL, await tall(page));
      await asBefore(page);
      const swedish = new Set(await nesting(page));
      await look(ALL, PHONE);
      for (const pair of await nesting(page)) swedish.add(pair);
      // In an order that turns the page to each language once.
      for (const [lang, sizes] of [['nb', [PHONE, DESKTOP]], ['en', [DESKTOP, PHONE]]] as const) {
        await planner.speaks(lang);
        await expect.poll(() => page.getAttribute('html', 'lang')).toBe(lang);
        await state.again?.(planner);
        for (const size of sizes) {
          await look(WORDS, size);
          for (const pair of await nesting(page)) if (!swedish.has(pair)) found.push(`${lang}, ${size.width} px: ${pair}, which no rule was asked of in Swedish`);
        }
      }
      expect(found).toEqual([]);
    } finally {
      await emptied(context);
    }
  });
});

test('a screen enlarged fourfold leaves room to read, and the sheet is moved by a touch', async () => {
  const tab = await openTab(browser, demo.address, { width: 320, height: 256 });
  try {
    const planner = new Planner(tab.page);
    await planner.opens('?list=sites');
    const panel = async () => (await planner.panel.boundingBox())!.height;
    expect(await panel()).toBeGreaterThan(135);
    // A touch on the handle reaches it, above which the search stands: it is raised, then lowered.
    await tab.page.locator('.handle').tap();
    await tab.page.locator('.handle').tap();
    await expect.poll(panel).toBeLessThan(60);
  } finally {
    await tab.context.close();
  }
});

test('where the system sets the colours, what is chosen looks so', async () => {
  const tab = await openTab(browser, demo.address, DESKTOP);
  try {
    await tab.page.emulateMedia({ forcedColors: 'active' });
    const planner = new Planner(tab.page);
    await planner.opens('');
    const paint = (selector: string) => tab.page.locator(selector).first().evaluate((e) => getComputedStyle(e).backgroundColor);
    for (const [chosen, other] of [
      ['nav [aria-current]', 'nav button:not([aria-current])'],
      ['.language [aria-pressed=true]', '.language [aria-pressed=false]'],
    ] as const) expect(await paint(chosen)).not.toBe(await paint(other));
  } finally {
    await tab.context.close();
  }
});
