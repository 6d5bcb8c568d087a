// A panel on paper: all of it, and nothing of the map, the rail and the buttons.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, openBrowser, openTab, PHONE } from './browser';
import { Planner } from './planner';
import { Server } from './server';
import { PAIRS } from './states';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), Server.start('demo')]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`the reckoning of a pair is printed as a whole, ${viewport.width} px`, async () => {
    const { page, context } = await openTab(browser, server.address, viewport);
    try {
      const planner = new Planner(page);
      await planner.opens(PAIRS.heat);
      await planner.sees(planner.verdict);
      await page.emulateMedia({ media: 'print' });
      const seen = await page.evaluate(() => {
        const inside = document.querySelector('#panel .inside')!;
        const last = inside.lastElementChild!.getBoundingClientRect();
        const shown = (selector: string) => [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length > 0);
        return { cut: inside.scrollHeight - inside.clientHeight, beyond: last.bottom - document.documentElement.scrollHeight, left: inside.getBoundingClientRect().left, aside: ['#map', 'nav', 'search', '.back', '.skip'].filter(shown) };
      });
      expect(seen.aside).toEqual([]);
      expect(seen.cut).toBeLessThanOrEqual(1);
      expect(seen.beyond).toBeLessThanOrEqual(1);
      expect(seen.left).toBe(0);
    } finally {
      await context.close();
    }
  });
}
