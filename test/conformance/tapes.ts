import { afterAll, beforeAll } from 'vitest';
import { Releases } from '../../src/releases.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import type { Client, ShimClient } from './client.ts';
import type { Row } from './row.ts';
import { makeFolder, record, recordOriginals, type Taped } from './runs.ts';

/** One recording of each row by each client, made when first asked for. */
export class Tapes implements AsyncDisposable {
  readonly #made = new Map<string, Promise<Taped>>();
  readonly #folders = new Releases();
  readonly #host: Sshd;

  constructor(host: Sshd) {
    this.#host = host;
  }

  of(row: Row, client: Client): Promise<Taped> {
    return this.#once(`${row.name}, ${client.name}`, (folder) => record(row, client, this.#host, folder));
  }

  ofOriginals(row: Row, client: ShimClient): Promise<Taped> {
    return this.#once(`${row.name}, originals`, (folder) => recordOriginals(row, client, folder));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#folders[Symbol.asyncDispose]();
  }

  #once(name: string, tape: (folder: string) => Promise<Taped>): Promise<Taped> {
    const made = this.#made.get(name) ?? this.#inFolder(tape);
    this.#made.set(name, made);
    return made;
  }

  async #inFolder(tape: (folder: string) => Promise<Taped>): Promise<Taped> {
    const folder = this.#folders.use(await makeFolder());
    return tape(folder.path);
  }
}

/** Tapes of a real host for the tests of a suite; both are gone after the last test. */
export function tapesForSuite(): Pick<Tapes, 'of'> {
  let host: Sshd;
  let tapes: Tapes;

  beforeAll(async () => {
    host = await startSshd();
    tapes = new Tapes(host);
  });

  afterAll(async () => {
    await tapes[Symbol.asyncDispose]();
    await host.stop();
  });

  return { of: (row, client) => tapes.of(row, client) };
}
