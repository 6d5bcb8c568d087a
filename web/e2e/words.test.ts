// One pair, three doors: the command, the API and the page say the same about every gate.
import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser, openTab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), Server.start('demo')]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Explained {
  summary: string;
  uncertainty?: { text: string };
  gates: { label: string; text: string; figures: { label: string; display: string }[] }[];
}

// A pair that passes and one that is far beyond reach.
const PAIRS = [
  ['morsil-serverhall', 'morsil-serverhall-heat', 'morsil-vaxthus-heat'],
  ['morsil-serverhall', 'morsil-serverhall-heat', 'jarpen-fjarrvarme-heat'],
] as const;

for (const [site, surplus, need] of PAIRS) {
  for (const lang of ['sv', 'nb', 'en'] as const) {
    test(`${surplus} → ${need} in ${lang}`, async () => {
      const { page, context } = await openTab(browser, server.address);
      try {
        const answer = await page.request.post(`${server.address}/api/v1/explain?lang=${lang}`, { data: { surplus_id: surplus, need_id: need } });
        const api = (await answer.json()) as Explained;
        const command = execFileSync(inject('program'), ['match', '--store', inject('demo'), '--explain', surplus, need, '--lang', lang], { encoding: 'utf8' });
        const planner = new Planner(page);
        planner.lang = lang;
        await planner.opens(`?site=${site}&surplus=${surplus}&need=${need}`);
        const gates = planner.panel.locator('.gates > li');
        await expect.poll(() => gates.count()).toBe(api.gates.length);
        expect(api.gates.length).toBe(8);
        for (const [i, gate] of api.gates.entries()) {
          const body = gates.nth(i).locator('.body');
          expect((await body.locator('> p').first().textContent())!.trim(), `gate ${gate.label} on the page`).toBe(gate.text);
          expect(command, `gate ${gate.label} in the command`).toContain(gate.text);
          for (const figure of gate.figures) {
            expect(command).toContain(figure.label);
            expect(command).toContain(figure.display);
            expect(await body.textContent()).toContain(figure.display);
          }
        }
        if (api.uncertainty) expect(command).toContain(api.uncertainty.text);
      } finally {
        await context.close();
      }
    });
  }
}
