// Every state of the page against WCAG 2.1 A and AA, as far as axe can tell, and nothing runs out at the
// side of a phone. At both widths, and in three languages where words have least room.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COARSE, DESKTOP, openBrowser, openTab, PHONE, type Tab } from './browser';
import { Planner } from './planner';
import { Server } from './server';
import { STATES } from './states';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

let browser: Browser;
let demo: Server;
let empty: Server;

beforeAll(async () => {
  [browser, demo, empty] = await Promise.all([openBrowser(), Server.start('demo'), Server.start('empty')]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), empty?.stop()]);
});

/** `colours`: contrast takes most of the time, and does not change with the language. */
async function violations(tab: Tab, colours = true): Promise<string[]> {
  if (!(await tab.page.evaluate(() => 'axe' in window))) await tab.page.evaluate(axe);
  const found = await tab.page.evaluate(async (colours) => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], rules: { 'color-contrast': { enabled: colours } }, resultTypes: ['violations'] })).violations;
  }, colours);
  return found.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help} — ${node.target.join(' ')} — ${node.failureSummary.replaceAll('\n', ' ')}`));
}

describe.each(STATES)('$name', (state) => {
  test('has no violation at either width or in any language', async () => {
    const tab = await openTab(browser, (state.region === 'empty' ? empty : demo).address, DESKTOP, COARSE);
    try {
      const planner = new Planner(tab.page);
      await state.go(planner);
      const found = new Set(await violations(tab));
      for (const size of [DESKTOP, PHONE]) {
        await tab.page.setViewportSize(size);
        for (const lang of ['nb', 'en', 'sv'] as const) {
          // Swedish at 1280 px has been looked at already.
          if (size === DESKTOP && lang === 'sv') continue;
          await planner.speaks(lang);
          await expect.poll(() => tab.page.getAttribute('html', 'lang')).toBe(lang);
          for (const violation of await violations(tab, size === PHONE && lang === 'sv')) found.add(`${lang}, ${size.width} px: ${violation}`);
          const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > size.width) found.add(`${lang}: the page is ${wide} px wide in a window of ${size.width}`);
        }
      }
      expect([...found]).toEqual([]);
    } finally {
      await tab.context.close();
    }
  });
});

test('a screen enlarged fourfold leaves room to read, and the sheet is moved by a touch', async () => {
  const tab = await openTab(browser, demo.address, { width: 320, height: 256 }, COARSE);
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
  const tab = await openTab(browser, demo.address, DESKTOP, COARSE);
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
