import { expect, it } from 'vitest';
import { askAgain, Remote } from './remote.svelte';

/** A server that answers when it is told to. */
function server() {
  const waiting: { name: string; answer: () => void }[] = [];
  const asked: string[] = [];
  const ask = (name: string) => (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      asked.push(name);
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      waiting.push({ name, answer: () => resolve(name) });
    });
  const answer = async () => {
    waiting.shift()!.answer();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { ask, answer, asked };
}

it('shows each answer on the way while something is dragged, and the newest last', async () => {
  const { ask, answer, asked } = server();
  const remote = new Remote<string>();
  for (const name of ['a', 'b', 'c']) remote.follow(ask(name));
  await answer();
  expect(remote.value).toBe('a');
  expect(asked, 'what was passed over is never asked').toEqual(['a', 'c']);
  remote.follow(ask('d'));
  await answer();
  expect(remote.value).toBe('c');
  await answer();
  expect(remote.value).toBe('d');
  expect(remote.pending).toBe(false);
});

it('gives all of it up for a question of something else', async () => {
  const { ask, answer, asked } = server();
  const remote = new Remote<string>();
  remote.follow(ask('a'));
  remote.follow(ask('b'));
  void remote.ask(ask('other'), false);
  await answer();
  await answer();
  expect(remote.value).toBe('other');
  expect(asked).toEqual(['a', 'other']);
});

it('asks again by itself once the server is back, but does nothing twice', async () => {
  let up = false;
  let asked = 0;
  const question = async () => {
    asked += 1;
    if (!up) throw new TypeError('Failed to fetch');
    return 'here';
  };
  const read = new Remote<string>();
  const write = new Remote<string>({ once: true });
  const left = new Remote<string>();
  await Promise.all([read.ask(question), write.ask(question), left.ask(question)]);
  expect(read.error?.trouble).toBe('offline');
  left.stop();
  up = true;
  askAgain();
  for (let i = 0; i < 5; i++) await Promise.resolve();
  expect([read.value, read.error]).toEqual(['here', undefined]);
  expect(write.error?.trouble).toBe('offline');
  askAgain();
  expect(asked).toBe(4);
});
