import { expect, it } from 'vitest';
import { freshKey, Once } from './once';
import { problemOf } from './problem';

it('no key comes twice, and none can be guessed', () => {
  const keys = Array.from({ length: 1000 }, freshKey);
  expect(new Set(keys).size).toBe(1000);
  for (const key of keys) expect(key).toMatch(/^[a-z2-7]{26}$/);
});

it('what was not answered is asked for under the same key, until it is', async () => {
  const once = new Once();
  const keys: string[] = [];
  const send = (outcome: unknown) => once.ask({ table: 'sites' }, (key) => {
    keys.push(key);
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  });
  await expect(send(new TypeError('Failed to fetch'))).rejects.toThrow();
  // Somebody in between gave up waiting: the server may be at it.
  await expect(send(problemOf(504, {}))).rejects.toThrow();
  expect(await send('job')).toBe('job');
  expect(new Set(keys).size).toBe(1);
  // Asked for once more, it is wanted once more; and what was refused was not made.
  await expect(send(problemOf(422, {}))).rejects.toThrow();
  await send('job');
  expect(new Set(keys).size).toBe(3);
});

/** A window's store. */
function stored() {
  const held = new Map<string, string>();
  return { getItem: (k: string) => held.get(k) ?? null, setItem: (k: string, v: string) => void held.set(k, v), removeItem: (k: string) => void held.delete(k), held };
}

it('what was not answered is asked for under the same key when the page is loaded anew, for a day', async () => {
  const kept = stored();
  let now = 1e12;
  const keys: string[] = [];
  const ask = (outcome: unknown, what: unknown = ['pitch', 'a'], own?: string) => new Once(kept, () => now).ask(what, (key) => {
    keys.push(key);
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  }, own);
  const lost = new TypeError('Failed to fetch');
  await expect(ask(lost, undefined, 'a'.repeat(26))).rejects.toThrow();
  await expect(ask(lost, ['pitch', 'b'], 'b'.repeat(26))).rejects.toThrow();
  now += 23 * 3600 * 1000;
  await ask('made', undefined, 'c'.repeat(26));
  expect(keys).toEqual(['a'.repeat(26), 'b'.repeat(26), 'a'.repeat(26)]);
  // Answered, it is wanted once more; and after a day it is another wish.
  await ask('made', undefined, 'd'.repeat(26));
  now += 2 * 3600 * 1000;
  await ask('made', ['pitch', 'b'], 'e'.repeat(26));
  expect(keys.slice(3)).toEqual(['d'.repeat(26), 'e'.repeat(26)]);
  expect(kept.held.size).toBe(0);
});

it('words that were tried before those that were answered are no wish any more', async () => {
  const kept = stored();
  const form = 'f'.repeat(26);
  await expect(new Once(kept).ask('first words', () => Promise.reject(new TypeError('lost')), form)).rejects.toThrow();
  await new Once(kept).ask('second words', () => Promise.resolve('made'), form);
  // Under the form's key they would take away what was made of the second.
  expect(await new Once(kept).ask('first words', (key) => Promise.resolve(key), 'g'.repeat(26))).toBe('g'.repeat(26));
});

it('a store that holds something else, or refuses, is no hindrance', async () => {
  const full = { getItem: () => '{"a":1}', setItem: () => { throw new DOMException('full', 'QuotaExceededError'); }, removeItem: () => undefined };
  expect(await new Once(full).ask('x', () => Promise.resolve('made'))).toBe('made');
});

it('two things have two keys, also when both are under way', async () => {
  const once = new Once();
  const keys: string[] = [];
  const never = (key: string) => { keys.push(key); return Promise.reject(new TypeError('lost')); };
  await Promise.allSettled([once.ask(['export', 'sites'], never), once.ask(['export', 'flows'], never)]);
  await Promise.allSettled([once.ask(['export', 'flows'], never), once.ask(['export', 'sites'], never)]);
  expect(keys[0]).toBe(keys[3]);
  expect(keys[1]).toBe(keys[2]);
  expect(keys[0]).not.toBe(keys[1]);
});
