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
