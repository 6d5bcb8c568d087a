// What most files of tests need: one browser, the real server, and someone at a page of it. What went
// wrong in a page fails the test that opened it.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser, openTab, type PHONE, type Tab } from './browser';
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
    await tab?.context.close();
    if (each) await end();
    if (task.result?.state === 'pass' && !refusals) expect(faults, 'what went wrong in the page').toEqual([]);
  });
}

/** Somebody opens a page of the server. */
export async function someone(viewport?: typeof PHONE): Promise<Planner> {
  tab = await openTab(browser, server.address, viewport);
  return (planner = new Planner(tab.page));
}
