import { expect, it } from 'vitest';
import { ApiError, problemOf } from '../api/problem';
import { addOnce, freshId, makeOnce, onFile } from './landed';

it('an id is of its kind, and none comes twice', () => {
  const ids = Array.from({ length: 1000 }, () => freshId('site'));
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^site-[a-z2-7]{16}$/);
});

it('a record that was added though its answer was lost is not added twice', async () => {
  const stored = new Map<string, object>();
  let lost = true;
  const create = async (record: { id?: string; name: string }) => {
    if (stored.has(record.id!)) throw problemOf(409, { detail: 'there is already such a site' });
    stored.set(record.id!, { ...record, version: 1 });
    if (lost) throw new ApiError('offline', 0, 'connection reset');
    return 'created';
  };
  const put = async (id: string, record: object, read: number) => {
    expect((stored.get(id) as { version: number }).version).toBe(read);
    stored.set(id, { ...record, version: read + 1 });
    return 'written over';
  };
  await expect(addOnce({ id: 'site-a', name: 'x' }, create, put)).rejects.toThrow('reset');
  lost = false;
  expect(await addOnce({ id: 'site-a', name: 'y' }, create, put)).toBe('written over');
  expect([...stored.values()]).toEqual([{ id: 'site-a', name: 'y', version: 2 }]);
});

it('any other refusal is told', async () => {
  const put = () => Promise.reject(new Error('not asked for'));
  await expect(addOnce({ id: 'a' }, () => Promise.reject(problemOf(422, {})), put)).rejects.toMatchObject({ status: 422 });
});

it('what an earlier try made of other words is taken away, and only that', async () => {
  const there = new Map([['pitch-a', 'earlier']]);
  const remove = (id: string, read: number) => {
    expect(read).toBe(1);
    return Promise.resolve(there.delete(id));
  };
  const make = () => {
    if (there.size) return Promise.reject(problemOf(409, { errors: [{ code: 'made_otherwise', value: 'pitch-a', text: '' }] }));
    there.set('pitch-a', 'now');
    return Promise.resolve('now');
  };
  expect(await makeOnce(make, remove)).toBe('now');
  expect([...there.values()]).toEqual(['now']);
  await expect(makeOnce(() => Promise.reject(problemOf(409, {})), () => Promise.reject(new Error('not asked for')))).rejects.toMatchObject({ status: 409 });
});

const stale = (current: object) => problemOf(412, { current_version: 4, current: { ...current, version: 4 } });

it('what is on file as it was sent is no conflict', () => {
  const sent = { id: 's', name: 'x', lon: 14, note: '', version: 3, surpluses: 2 };
  expect(onFile(stale({ id: 's', name: 'x', lon: 14 }), sent, ['name', 'lon', 'note'])).toMatchObject({ version: 4 });
  // Another's change of what this form doesn't hold, of what it holds, and one that takes something away.
  expect(onFile(stale({ id: 's', name: 'x', lon: 14, accepts: ['a'] }), sent, ['name', 'lon', 'note'])).toBeUndefined();
  expect(onFile(stale({ id: 's', name: 'y', lon: 14 }), sent, ['name', 'lon', 'note'])).toBeUndefined();
  expect(onFile(stale({ id: 's', name: 'x', lon: 14 }), { ...sent, note: 'mine' }, ['name', 'lon', 'note'])).toBeUndefined();
  expect(onFile(problemOf(409, {}), sent, ['name'])).toBeUndefined();
});
