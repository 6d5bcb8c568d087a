// What most files of tests need: one browser, the real server, and someone at a page of it. What went
// wrong in a page fails the test that opened it.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { DESKTOP, emptied, openBrowser, openContext, openPage, type PHONE, type Tab } from './browser';
import { Planner } from './planner';
import { Server } from './server';

type Region = Parameters<typeof Server.start>[0];

// Each file of tests has these of its own.
export let browser: Browser;
export let server: Server;
export let tab: Tab;
export let planner: Planner;

interface Set {
  /** What the server serves; a function is called when it starts. */
  region?: Region | (() => Region);
  /** A server for each test, which may change the region, instead of one for all of them. */
  each?: boolean;
  /** Answers that refuse something are meant, so what the browser says of them is no fault. */
  refusals?: boolean;
}

/** By what they look like. Kept from one test to the next, since the page's program is then compiled already; what it has stored is not. */
const contexts = new Map<string, BrowserContext>();

/** Sets the stage for the tests of a file. */
export function stage({ region = 'demo', each = false, refusals = false }: Set = {}): void {
  let opened = false;
  const serve = async () => {
    server = await Server.start(typeof region === 'function' ? region() : region);
    opened = true;
  };
  const end = async () => {
    if (opened) await server.stop();
    opened = false;
  };
  beforeAll(async () => {
    [browser] = await Promise.all([openBrowser(), each ? undefined : serve()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await end();
  });
  if (each) beforeEach(serve);
  afterEach(async ({ task }) => {
    const faults = tab?.faults ?? [];
    // Another server has another address, of which nothing is there already.
    await Promise.all([...contexts.values()].map((context) => (each ? context.close() : emptied(context))));
    if (each) contexts.clear();
    if (each) await end();
    if (task.result?.state === 'pass' && !refusals) expect(faults, 'what went wrong in the page').toEqual([]);
  });
}

/** Somebody opens a page of the server; `drawn`: and looks at the pixels of its map. */
export async function someone(viewport: typeof PHONE = DESKTOP, drawn = false): Promise<Planner> {
  const key = `${viewport.width} ${drawn}`;
  const context = contexts.get(key) ?? (await openContext(browser, server.address, viewport, drawn));
  contexts.set(key, context);
  tab = await openPage(context, server.address);
  return (planner = new Planner(tab.page));
}
