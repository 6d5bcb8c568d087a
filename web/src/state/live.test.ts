import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followRegion } from './live';
import { Region } from './region.svelte';
import type { Api, Summary } from '../api/client';

/** A browser's EventSource, as far as the page uses it. */
class Stream {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 1;
  readonly #listeners = new Map<string, ((event: unknown) => void)[]>();

  constructor(readonly address: string) {
    Stream.opened.push(this);
  }
  addEventListener(kind: string, listener: (event: unknown) => void) {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }
  close() {
    this.readyState = Stream.CLOSED;
  }
  says(kind: string, data?: object) {
    for (const listener of this.#listeners.get(kind) ?? []) listener({ data: JSON.stringify(data) });
  }
}

/** A server whose answers come when the test says so. */
class Fake {
  revision = 'r1';
  summaries = 0;
  catalogues = 0;
  fails = false;
  readonly api = {
    summary: () => {
      this.summaries += 1;
      return this.fails ? Promise.reject(new Error('away')) : Promise.resolve({ revision: this.revision } as Summary);
    },
    resources: () => {
      this.catalogues += 1;
      return Promise.resolve({ items: [] });
    },
  } as unknown as Api;
}

let fake: Fake;
let region: Region;
let online: (() => void)[];
let offline: () => void;
let stop: () => void;

/** Every answer that is there has been dealt with. */
async function settled() {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
const now = () => Stream.opened.at(-1)!;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  Stream.opened = [];
  online = [];
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('window', { addEventListener: (kind: string, f: () => void) => (kind === 'online' ? online.push(f) : (offline = f)), removeEventListener: () => undefined });
  fake = new Fake();
  region = new Region(fake.api);
  stop = followRegion(region);
  region.load();
  await settled();
  now().says('revision', { revision: 'r1' });
  await settled();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the state that is shown already is not read again', () => {
  expect([fake.summaries, fake.catalogues, region.writes]).toEqual([1, 1, 0]);
  expect(Stream.opened.map((s) => s.address)).toEqual(['/api/v1/events']);
});

test('what others change is read anew, and only what it touches', async () => {
  fake.revision = 'r2';
  now().says('revision', { revision: 'r2', changed: ['areas'] });
  await settled();
  expect([fake.summaries, fake.catalogues, region.writes]).toEqual([2, 1, 1]);
  expect(region.drawn).toEqual({ revision: 'r2', tables: new Set(['areas']) });
  // Two in a row, the first overtaken by the second: nothing of it is lost.
  fake.revision = 'r4';
  now().says('revision', { revision: 'r3', changed: ['flows'] });
  now().says('revision', { revision: 'r4', changed: ['pitches'] });
  await settled();
  expect(region.drawn).toEqual({ revision: 'r4', tables: new Set(['flows', 'pitches']) });
  expect(fake.catalogues).toBe(3); // the flows of each resource are counted anew
});

test('after a break the stream goes on where it was, and a break without a change reads nothing', async () => {
  fake.revision = 'r2';
  now().says('revision', { revision: 'r2', changed: ['sites'] });
  await settled();
  const before = fake.summaries;
  now().readyState = Stream.CLOSED;
  now().says('error');
  vi.advanceTimersByTime(3_000);
  expect(now().address).toBe('/api/v1/events?after=r2');
  now().says('open');
  await settled();
  expect([fake.summaries, region.writes]).toEqual([before, 1]);
  // The machine was offline, and something was missed.
  online.forEach((back) => back());
  expect(now().address).toBe('/api/v1/events?after=r2');
  fake.revision = 'r7';
  now().says('open');
  now().says('revision', { revision: 'r7', changed: ['exchanges', 'flows'] });
  await settled();
  expect(region.revision).toBe('r7');
  expect(region.drawn).toEqual({ revision: 'r7', tables: new Set(['exchanges', 'flows']) });
});

test('a server that no longer knows what was seen has everything read anew', async () => {
  fake.revision = 'r9';
  now().says('revision', { revision: 'r9' });
  await settled();
  expect(region.drawn).toEqual({ revision: 'r9' });
});

test('a summary that is ahead of the news does not hide the next ones', async () => {
  fake.revision = 'r3'; // the server is at r3 when the page asks because of r2
  now().says('revision', { revision: 'r2', changed: ['flows'] });
  await settled();
  now().says('revision', { revision: 'r3', changed: ['areas'] });
  await settled();
  expect(region.drawn).toEqual({ revision: 'r3', tables: new Set(['areas']) });
});

test('what could not be read in the break is read when the server is back', async () => {
  fake.fails = true;
  now().says('revision', { revision: 'r2', changed: ['flows'] });
  await settled();
  expect(region.summary.error).toBeDefined();
  fake.fails = false;
  fake.revision = 'r2';
  now().says('open');
  await settled();
  expect([region.revision, region.drawn]).toEqual(['r2', { revision: 'r2' }]);
});

test('a change told of before the first answer is not lost', async () => {
  const late = new Fake();
  const early = new Region(late.api);
  const end = followRegion(early);
  early.load(); // asked at r1 …
  now().says('revision', { revision: 'r2' }); // … and told of r2 before the answer
  late.revision = 'r1';
  await Promise.resolve();
  late.revision = 'r2';
  await settled();
  expect(early.revision).toBe('r2');
  expect(late.summaries).toBe(2);
  end();
});

test('what a write of the page itself is told of meanwhile is read once, when it is done', async () => {
  let done = () => undefined as void;
  const writing = region.during(() => new Promise<void>((resolve) => (done = resolve)));
  fake.revision = 'r2';
  now().says('revision', { revision: 'r2', changed: ['sites'] });
  await settled();
  expect(fake.summaries).toBe(1);
  done();
  await writing;
  await settled();
  expect([fake.summaries, region.drawn]).toEqual([2, { revision: 'r2' }]);
  now().says('revision', { revision: 'r2', changed: ['sites'] });
  await settled();
  expect(fake.summaries).toBe(2);
});

test('a connection that stays broken is told, and that it is back; a short break is not', async () => {
  now().says('error');
  vi.advanceTimersByTime(4_000);
  now().says('open');
  vi.advanceTimersByTime(10_000);
  expect(region.cutOff).toBe(false);
  offline();
  now().says('error');
  vi.advanceTimersByTime(4_999);
  expect(region.cutOff).toBe(false);
  vi.advanceTimersByTime(1);
  expect(region.cutOff).toBe(true);
  now().says('open');
  expect(region.cutOff).toBe(false);
});
