// Every state of the page against WCAG 2.1 A and AA, as far as axe can tell, at both widths and in three
// languages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, openBrowser, openTab, PHONE, type Tab } from './browser';
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

async function violations(tab: Tab): Promise<string[]> {
  await tab.page.evaluate(axe);
  const found = await tab.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })).violations;
  });
  return found.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help} — ${node.target.join(' ')} — ${node.failureSummary.replaceAll('\n', ' ')}`));
}

// Every state in Swedish at both widths; in the other languages at the width where their longer words
// are most in the way.
const CASES = [
  { viewport: DESKTOP, lang: 'sv' },
  { viewport: PHONE, lang: 'sv' },
  { viewport: PHONE, lang: 'nb' },
  { viewport: DESKTOP, lang: 'en' },
] as const;

describe.each(CASES)('at $viewport.width px in $lang', ({ viewport, lang }) => {
  let tab: Tab | undefined;
  afterAll(() => tab?.context.close());

  for (const state of STATES) {
    test(state.name, async () => {
      const address = (state.region === 'empty' ? empty : demo).address;
      if (!tab || !tab.page.url().startsWith(address)) {
        await tab?.context.close();
        tab = await openTab(browser, address, viewport);
      }
      const planner = new Planner(tab.page);
      planner.lang = lang;
      await state.go(planner);
      expect(await violations(tab)).toEqual([]);
      if (viewport === PHONE) expect(await tab.page.evaluate(() => document.documentElement.scrollWidth), 'nothing runs out at the side').toBe(PHONE.width);
    });
  }
});
