// A basemap of the user's own: the page asks its server and no other, draws it, names whom it must, and
// does without it when it does not answer.
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, openBrowser, openTab, still } from './browser';
import { Planner } from './planner';
import { Server } from './server';

let browser: Browser;
let tiles: HttpServer;
let other: HttpServer;
let asked: { url: string; range: string | undefined }[] = [];
const address = (server: HttpServer) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A picture of one pixel, red. */
function red(): Buffer {
  const crc = (data: Buffer) => {
    let c = ~0;
    for (const byte of data) {
      c ^= byte;
      for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
    }
    return ~c >>> 0;
  };
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0]))), chunk('IEND', Buffer.alloc(0))]);
}

const serving = (answer: (request: IncomingMessage) => Buffer | undefined): Promise<HttpServer> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const body = answer(request);
      response.writeHead(body ? 200 : 404, { 'Content-Type': 'image/png', 'Access-Control-Allow-Origin': '*' });
      response.end(body);
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

beforeAll(async () => {
  browser = await openBrowser();
  const picture = red();
  tiles = await serving((request) => {
    asked.push({ url: request.url ?? '', range: request.headers.range });
    return request.url?.endsWith('.png') ? picture : undefined;
  });
  other = await serving(() => picture);
});
afterAll(async () => {
  await browser?.close();
  tiles?.close();
  other?.close();
});

test('is drawn over the built-in one, from its own server and no other, with its credit', async () => {
  asked = [];
  const server = await Server.start('demo', '--basemap', `${address(tiles)}/{z}/{x}/{y}.png`, '--basemap-credit', 'Provkartan, CC0');
  const { page, context } = await openTab(browser, server.address, DESKTOP, true);
  try {
    const planner = new Planner(page);
    await planner.opens('#8/63.2/14.6');
    await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(3);
    for (const { url } of asked) expect(url).toMatch(/^\/\d+\/\d+\/\d+\.png$/);
    await still(page);
    // A spot of the map without anything else on it.
    const spot = await page.screenshot({ clip: { x: 700, y: 30, width: 1, height: 1 } });
    const colour = await page.evaluate(async (data) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`).catch(() => new Response(Uint8Array.from(atob(data), (c) => c.charCodeAt(0))))).blob());
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
      canvas.drawImage(picture, 0, 0);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    }, spot.toString('base64'));
    expect(colour).toEqual([255, 0, 0, 255]);
    await page.getByText(planner.words.legend.sources).click();
    await planner.sees(page.getByText(planner.words.legend.ownBasemap('Provkartan, CC0')));
    // Any other server is out of reach.
    const reached = (url: string) => page.evaluate((to) => fetch(to).then(() => true, () => false), url);
    expect([await reached(`${address(tiles)}/1/1/1.png`), await reached(`${address(other)}/1/1/1.png`)]).toEqual([true, false]);
  } finally {
    await context.close();
    await server.stop();
  }
});

test('an archive is read by parts; without an answer the built-in one stays', async () => {
  asked = [];
  const server = await Server.start('demo', '--basemap', `${address(tiles)}/region.pmtiles`);
  const { page, context } = await openTab(browser, server.address, DESKTOP);
  try {
    const planner = new Planner(page);
    await planner.opens('#8/63.2/14.6');
    await expect.poll(() => asked.some((a) => a.url === '/region.pmtiles' && /^bytes=0-/.test(a.range ?? '')), { timeout: 30_000 }).toBe(true);
    await planner.sees(planner.map);
    await planner.findsSite('serverhall', 'Serverhall, Mörsil');
  } finally {
    await context.close();
    await server.stop();
  }
});
