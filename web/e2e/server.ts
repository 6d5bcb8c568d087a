// The real program, serving a store of the test's own on a free port of this machine.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';

let count = 0;

export class Server {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, process: ChildProcess) {
    this.address = address;
    this.#process = process;
  }

  /** Serves a copy of the demo region, or a region with nothing in it. */
  static async start(region: 'demo' | 'empty', ...flags: string[]): Promise<Server> {
    const store = join(inject('folder'), `${process.pid}-${count++}.gpkg`);
    if (region === 'demo') copyFileSync(inject('demo'), store);
    const child = spawn(inject('program'), ['serve', '--quiet', '--store', store, '--listen', '127.0.0.1:0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout! });
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`samloka serve ended with ${code}`)));
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    ended.catch(() => undefined);
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (!address) throw new Error(`samloka serve said ${JSON.stringify(line)}, without an address`);
    return new Server(address.replace(/\/$/, ''), child);
  }

  /** Ends it, as Ctrl-C would. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}
