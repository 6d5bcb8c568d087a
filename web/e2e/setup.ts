// Before all tests: the program and the browser are there, and a demo region that tests copy.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

export default function setup(project: TestProject): () => void {
  const program = process.env.SAMLOKA_BIN ?? fileURLToPath(new URL('../../bin/samloka', import.meta.url));
  if (!existsSync(program)) throw new Error(`There is no ${program}: make build makes it.`);
  const chromium = process.env.SAMLOKA_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(chromium)) throw new Error(`There is no ${chromium}: .ci/install-test-tools installs it.`);

  const folder = mkdtempSync(join(tmpdir(), 'samloka-e2e-'));
  const demo = join(folder, 'demo.gpkg');
  execFileSync(program, ['demo', '--store', demo], { stdio: ['ignore', 'ignore', 'inherit'] });
  project.provide('program', program);
  project.provide('chromium', chromium);
  project.provide('folder', folder);
  project.provide('demo', demo);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    program: string;
    chromium: string;
    /** A temporary folder of this run. */
    folder: string;
    /** The demo region's store; copy it before you change it. */
    demo: string;
  }
}
