import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { TempFolder, writeCassette } from '../support/tape.ts';

const fixture = fileURLToPath(new URL('fixtures/opens-many-decks.mjs', import.meta.url));

/** Of a deck that is over, in bytes: a client's connection alone would be 30 KB. */
const MOST_KEPT = 1_000;
/** What the runtime itself takes and gives, in bytes. */
const SLACK = 128 * 1024;
/** Compiled code is no leak, and grows for thousands of decks: each is interpreted. */
const FLAGS = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-flush-bytecode'];

interface Told {
  before: { bytes: number; descriptors: number };
  after: { bytes: number; descriptors: number };
  held: number;
  warnings: string[];
}

it('a hundred decks, opened and closed one after the other, leave memory and descriptors as they were, and warn of nothing', async () => {
  using folder = new TempFolder();
  const cassette = writeCassette(folder.file('played.cassette'), [{ command: 'greet', stdout: 'hello\n' }]);
  const args = [...FLAGS, fixture, folder.path, cassette, 'greet'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  expect(stderr).toBe('');
  const { before, after, held, warnings } = JSON.parse(stdout) as Told;
  expect(warnings).toEqual([]);
  expect(held).toBe(0);
  expect(after.descriptors).toBe(before.descriptors);
  expect(after.bytes).toBeLessThan(before.bytes + SLACK + 100 * MOST_KEPT);
});
