// The browser: starting it, pages that tell what went wrong in them, waiting on conditions. Knows
// nothing of what Samloka is about.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Pixels of the screen to one of the page, where nobody looks at the pixels. */
const COARSE = 0.25;

/** A map that does all its work (tiles, labels, what lies under the pointer) but for the pixels: drawn in software, most of the time goes into them. */
function leavesOutPixels(): void {
  const nothing = () => undefined;
  for (const call of ['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] as const) WebGL2RenderingContext.prototype[call] = nothing;
}

/** A page with what went wrong in it. */
export interface Tab {
  page: Page;
  context: BrowserContext;
  /** Errors on the console, uncaught exceptions, and requests to anywhere but the server. */
  faults: string[];
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject('chromium'),
    chromiumSandbox: false,
    args: [
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      // WebGL without a graphics card.
      '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--hide-scrollbars',
    ],
  });
}

/** A browser of somebody's own, with nothing in it; `drawn`: somebody looks at the pixels of the map. */
export async function openContext(browser: Browser, address: string, viewport = DESKTOP, drawn = false): Promise<BrowserContext> {
  const phone = viewport.width < 768;
  const context = await browser.newContext({ viewport, deviceScaleFactor: drawn ? 1 : COARSE, baseURL: address, locale: 'sv-SE', reducedMotion: 'reduce', hasTouch: phone, isMobile: phone });
  // Above what a busy machine takes; a wait that succeeds ends at once.
  context.setDefaultTimeout(30_000);
  if (!drawn) await context.addInitScript(leavesOutPixels);
  return context;
}

/** Closes its pages and forgets what they have stored, but not the programs that were fetched. */
export async function emptied(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
  await context.setOffline(false);
  await context.setStorageState({ cookies: [], origins: [] });
}

/** A page in a browser of its own. */
export async function openTab(browser: Browser, address: string, viewport = DESKTOP, drawn = false): Promise<Tab> {
  return openPage(await openContext(browser, address, viewport, drawn), address);
}

export async function openPage(context: BrowserContext, address: string): Promise<Tab> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url)) faults.push(`the page asks for ${url}: it must do without the internet`);
  });
  return { page, context, faults };
}

/** Waits until the map is drawn and the page looks the same twice: nothing moves, no tile is on its way. For a page whose map is drawn. */
export async function still(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  const phone = page.viewportSize()!.width < 768;
  // A part of the map that no button covers. Before the land is drawn it is one colour, a very small picture.
  const clip = phone ? { x: 0, y: 60, width: 330, height: 300 } : { x: 500, y: 20, width: 700, height: 360 };
  let before: Buffer = Buffer.alloc(0);
  for (let n = 0; n < 40; n++) {
    const now = await page.screenshot({ clip });
    if (now.equals(before) && now.length > 4_000) return;
    before = now;
  }
}

/** The colour that the page has at a place, as it is put on the screen: red, green, blue. */
export async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const picture = (await page.screenshot()).toString('base64');
  return page.evaluate(
    async ([picture, x, y]) => {
      const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      canvas.drawImage(bitmap, 0, 0);
      return [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)];
    },
    [picture, x, y] as const,
  );
}
