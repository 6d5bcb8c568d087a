import { expect, it } from 'vitest';
import { fetchOn, LARGE, MOST, PART, type Fetched } from './fetching';

/** A list of so many rows, on a server that gives it by parts and notes what it was asked. */
function list(total: number) {
  const asked: string[] = [];
  const part = async ({ limit, cursor }: { limit: number; cursor: string | undefined }) => {
    const from = Number(cursor ?? 0);
    asked.push(`${from}+${limit}`);
    const to = Math.min(total, from + limit);
    return { items: Array.from({ length: to - from }, (_, i) => from + i), total, ...(to < total && { next_cursor: String(to) }) };
  };
  return { asked, part };
}
const nothing = () => undefined;

it('a long list begins with its first part alone', async () => {
  const { asked, part } = list(4812);
  for (const wish of ['part', 'whole-if-little'] as const) {
    asked.length = 0;
    const now = await fetchOn(part, undefined, wish, nothing);
    expect(asked).toEqual([`0+${PART}`]);
    expect(now).toMatchObject({ total: 4812, cursor: String(PART) });
  }
});

it('a list that is short is fetched whole, its first part at once', async () => {
  const { asked, part } = list(LARGE);
  const told: number[] = [];
  const now = await fetchOn(part, undefined, 'whole-if-little', (f) => told.push(f.rows.length));
  expect(asked).toEqual([`0+${PART}`, `${PART}+${LARGE}`]);
  expect(told).toEqual([PART, LARGE]);
  expect(now.rows).toEqual(Array.from({ length: LARGE }, (_, i) => i));
});

it('whoever then wants all of it gets the rest, and nothing a second time', async () => {
  const { asked, part } = list(2500);
  const first = await fetchOn(part, undefined, 'part', nothing);
  asked.length = 0;
  const all = await fetchOn(part, first, 'whole', nothing);
  expect(asked).toEqual([`${PART}+${LARGE}`, `${PART + LARGE}+${LARGE}`, `${PART + 2 * LARGE}+${LARGE}`]);
  expect(all.cursor).toBeUndefined();
  expect(all.rows).toEqual(Array.from({ length: 2500 }, (_, i) => i));
});

it('a list without end is fetched as far as is reasonable, and further when that is asked for', async () => {
  const { asked, part } = list(1_000_000);
  const all = await fetchOn(part, undefined, 'whole', nothing);
  expect(all.rows.length).toBeGreaterThanOrEqual(MOST);
  expect(all.rows.length).toBeLessThan(MOST + LARGE);
  asked.length = 0;
  const more: Fetched<number> = await fetchOn(part, all, 'whole', nothing);
  expect(more.rows.length).toBeGreaterThan(all.rows.length + MOST - 1);
  expect(new Set(more.rows).size).toBe(more.rows.length);
});

it('as many rows come again as were there', async () => {
  const { asked, part } = list(4812);
  const now = await fetchOn(part, undefined, 'part', nothing, 500);
  expect(asked).toEqual([`0+${PART}`, `${PART}+${PART}`, `${2 * PART}+${PART}`]);
  expect(now.rows.length).toBe(3 * PART);
});
