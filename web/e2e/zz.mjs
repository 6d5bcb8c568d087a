import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args: ['--disable-gpu','--use-angle=swiftshader','--enable-unsafe-swiftshader'] });
const c = await b.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.25, locale: 'sv-SE', reducedMotion: 'reduce' });
await c.addInitScript(() => { const n = () => undefined; for (const k of ['clear','drawArrays','drawElements','drawArraysInstanced','drawElementsInstanced']) WebGL2RenderingContext.prototype[k] = n; });
const p = await c.newPage();
const t0 = Date.now(); const log = (...a) => console.log(((Date.now()-t0)/1000).toFixed(2), ...a);
p.on('request', r => /rankings|matches/.test(r.url()) && log('>', r.method(), r.url().slice(21), (r.postData()||'').slice(0,150)));
p.on('requestfinished', async r => /rankings|matches/.test(r.url()) && log('<', r.url().slice(21), (await r.response()).status()));
p.on('requestfailed', r => log('x', r.url().slice(21), r.failure()?.errorText));
p.on('console', m => m.type()==='error' && log('console', m.text()));
await p.goto('http://127.0.0.1:8991/?room=firms&firm=smolt');
await p.waitForFunction(() => document.querySelectorAll('#panel ol.rows > li').length === 100, null, {timeout: 60000});
log('list is there');

const rows = p.locator('#panel ol.rows > li');
await p.locator('nav.pages button').nth(1).focus(); await p.keyboard.press('Enter');
await p.waitForTimeout(1000); await p.keyboard.press('Tab'); await p.keyboard.press('Enter');
await p.waitForSelector('#panel .reasons'); log('open');
await p.reload(); await p.waitForSelector('#panel .reasons'); log('reloaded');
await p.locator('nav.pages button').nth(0).click(); log('earlier'); await p.waitForTimeout(300);
const s = p.locator('#capacity'); await s.focus();
for (let i = 0; i < 12; i++) {
  const before = await s.getAttribute('aria-valuetext');
  const t = Date.now();
  await p.keyboard.press(i % 4 < 2 ? 'PageUp' : 'PageDown');
  log('pressed', i, Date.now()-t);
  try { await p.waitForFunction((was) => document.querySelector('#capacity')?.getAttribute('aria-valuetext') !== was && document.querySelector('#panel ol.rows')?.getAttribute('aria-busy') === 'false', before, { polling: 50, timeout: 60000 }); }
  catch (e) { log(e.message.split('\n')[0], await p.evaluate((was) => [was, document.activeElement?.id, document.querySelector('#capacity')?.getAttribute('aria-valuetext'), document.querySelector('#panel ol.rows')?.getAttribute('aria-busy'), location.search], before)); }
  log('answered', i, Date.now()-t, await s.getAttribute('aria-valuetext'), new URL(p.url()).search);
}
await b.close();
