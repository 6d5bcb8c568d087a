// Pictures of every state of the page, at both widths and in three languages, into web/shots. They are
// for looking at: nothing is compared.
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { DESKTOP, openBrowser, openTab, PHONE, still } from './browser';
import { Planner } from './planner';
import { Server } from './server';
import { STATES, type State } from './states';

const folder = fileURLToPath(new URL('../shots/', import.meta.url));
// SAMLOKA_SHOTS="pair nb 390" takes those whose names hold all of these words.
const wanted = (process.env.SAMLOKA_SHOTS ?? '').split(/\s+/).filter(Boolean);

/** What the README shows, in internal/docs/karta.png. */
const KARTA: State = { name: 'karta', go: (planner) => planner.opens('?site=orkanger-elkem') };

let browser: Browser;
let demo: Server;
let empty: Server;
let broken: Server;

beforeAll(async () => {
  [browser, demo, empty, broken] = await Promise.all([openBrowser(), Server.start('demo'), Server.start('empty'), Server.start('broken')]);
  if (!wanted.length) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.stop(), empty?.stop(), broken?.stop()]);
});

for (const viewport of [DESKTOP, PHONE]) {
  for (const lang of ['sv', 'nb', 'en'] as const) {
    for (const state of [...STATES, KARTA]) {
      const name = `${state.name}-${viewport.width}-${lang}`;
      test.skipIf(!wanted.every((word) => name.includes(word)))(name, async () => {
        const { page, context } = await openTab(browser, (state.region ? { empty, broken }[state.region] : demo).address, viewport, true);
        try {
          const planner = new Planner(page);
          planner.lang = lang;
          await state.go(planner);
          await planner.mapRests();
          await still(page);
          await page.screenshot({ path: `${folder}${name}.png` });
        } finally {
          await context.close();
        }
      });
    }
  }
}
