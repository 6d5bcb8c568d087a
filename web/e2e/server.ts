// The real program, serving a store of the test's own on a free port of this machine.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';

let count = 0;

async function serve(store: string, listen: string, flags: string[]): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(inject('program'), ['serve', '--quiet', '--store', store, '--listen', listen, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`samloka serve ended with ${code}`)));
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  const address = /http:\/\/\S+/.exec(line)?.[0];
  if (!address) throw new Error(`samloka serve said ${JSON.stringify(line)}, without an address`);
  return { child, address: address.replace(/\/$/, '') };
}

/** Edits a store by GDAL, as QGIS does. */
function edit(store: string, sql: string): void {
  const said = execFileSync('ogrinfo', [store, '-sql', sql], { encoding: 'utf8' });
  if (said.includes('ERROR')) throw new Error(said);
}

/** Rows that another program spoils, and one that was never right. */
const BREAKS = [
  "UPDATE sites SET name = NULL WHERE id = 'orkanger-elkem'",
  "UPDATE flows SET quantity = NULL, unit = 'MWh' WHERE id = 'morsil-serverhall-heat'",
  "INSERT INTO flows (id, site_id, direction) VALUES ('nytt-flode-fran-qgis', 'morsil-serverhall', 'surplus')",
  "INSERT INTO assumptions (key, value) VALUES ('detour_pipe', 99)",
];

export class Server {
  readonly address: string;
  #process: ChildProcess;
  readonly #store: string;
  readonly #flags: string[];

  private constructor(address: string, process: ChildProcess, store: string, flags: string[]) {
    this.address = address;
    this.#process = process;
    this.#store = store;
    this.#flags = flags;
  }

  /** Serves a copy of the demo region, as it is or with broken rows, a region with nothing in it, or one of some files. */
  static async start(region: 'demo' | 'broken' | 'empty' | { files: string[] }, ...flags: string[]): Promise<Server> {
    const store = join(inject('folder'), `${process.pid}-${count++}.gpkg`);
    if (region === 'demo' || region === 'broken') copyFileSync(inject('demo'), store);
    if (region === 'broken') BREAKS.forEach((sql) => edit(store, sql));
    if (typeof region === 'object') execFileSync(inject('program'), ['import', '--store', store, ...region.files], { stdio: ['ignore', 'ignore', 'inherit'] });
    const { child, address } = await serve(store, '127.0.0.1:0', flags);
    return new Server(address, child, store, flags);
  }

  /** Edits the store as QGIS does. */
  edit(sql: string): void {
    edit(this.#store, sql);
  }

  /** After it was stopped: the same store at the same address. */
  async startAgain(): Promise<void> {
    this.#process = (await serve(this.#store, new URL(this.address).host, this.#flags)).child;
  }

  /** Ends it, as Ctrl-C would. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}
