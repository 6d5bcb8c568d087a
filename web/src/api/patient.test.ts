import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patiently } from './patient';

const wait = () => new Response('', { status: 504, headers: { 'Retry-After': '1' } });
const question = (signal?: AbortSignal) => new Request('http://localhost/api/v1/rankings', { method: 'POST', body: '{"profile":"smolt"}', ...(signal ? { signal } : {}) });

describe('a question whose answer is still being calculated', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is asked again, with its body, until the answer comes', async () => {
    const bodies: string[] = [];
    const send = async (r: Request) => {
      bodies.push(await r.text());
      return bodies.length < 3 ? wait() : new Response('done');
    };
    const answer = patiently(question(), send);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await (await answer).text()).toBe('done');
    expect(bodies).toEqual(Array(3).fill('{"profile":"smolt"}'));
  });

  it('is not asked again when the server does not say that it is worth while', async () => {
    const send = vi.fn(() => Promise.resolve(new Response('', { status: 504 })));
    expect((await patiently(question(), send)).status).toBe(504);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('is told as out of time in the end', async () => {
    const send = vi.fn(() => Promise.resolve(wait()));
    const answer = patiently(question(), send);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await answer).status).toBe(504);
    expect(send).toHaveBeenCalledTimes(20);
  });

  it('is given up with the reader', async () => {
    const leave = new AbortController();
    const send = vi.fn(() => Promise.resolve(wait()));
    const answer = patiently(question(leave.signal), send);
    const ended = expect(answer).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(100);
    leave.abort();
    await ended;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
  });
});
