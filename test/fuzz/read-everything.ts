import { closeSync, openSync } from 'node:fs';
import { assemble } from '../../src/cassette/assemble.ts';
import { writeAll } from '../../src/cassette/disk.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { recover } from '../../src/cassette/recover.ts';
import { toText } from '../../src/cassette/text.ts';
import { cassetteStats } from '../../src/cli/cassette-stats.ts';
import { recordingJson } from '../../src/cli/recording-json.ts';
import type { Clock } from '../../src/clock.ts';
import { TapeheadError } from '../../src/errors.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { Replayer } from '../../replayer/replayer.ts';
import { contentOf, type Recording, recordingOf } from '../cassette/content.ts';
import { TestClient } from '../support/client.ts';

/** Does with a file what tapehead ever does with one. Every error of ours goes to `onError`; any other is thrown. */
export class Reader {
  readonly #onError: (error: TapeheadError) => void;

  constructor(onError: (error: TapeheadError) => void) {
    this.#onError = onError;
  }

  /** The recordings that can be read. */
  async read(path: string): Promise<Recording[]> {
    const file = this.#unless(() => CassetteFile.open(path));
    if (!file) return [];
    using _ = file;
    const recordings: Recording[] = [];
    for (let i = 0; i < file.count; i++) {
      const recording = this.#unless(() => recordingOf(file, i));
      if (recording) recordings.push(inOrder(recording));
      this.#unless(() => file.end(i));
      this.#unless(() => drain(recordingJson(file, i)));
      this.#unless(() => drain(toText(file, { timing: true, numbers: true, only: [i] })));
    }
    this.#unless(() => drain(toText(file)));
    this.#unless(() => cassetteStats(file));
    await this.#replay(file);
    return recordings;
  }

  /** The recordings that are whole, written to `to` and read again there. */
  recover(path: string, to: string): Recording[] {
    const found = this.#unless(() => recover(path));
    if (!found) return [];
    using _ = found;
    if (found.damage) this.#onError(found.damage);
    const fd = openSync(to, 'w');
    try {
      assemble(fd, found.header, [found.source], writeAll);
    } finally {
      closeSync(fd);
    }
    const { recordings } = contentOf(to);
    if (recordings.length !== found.source.count) throw new Error('recordings were lost in recovering');
    return [...recordings];
  }

  /** Asks for everything that is there, and types what was typed, or nothing. */
  async #replay(file: CassetteFile): Promise<void> {
    const replayer = new Replayer([file], { stdin: 'auto' }, new Secrets(), hurriedClock());
    for (let i = 0; i < file.count; i++) {
      const head = this.#unless(() => file.head(i));
      if (!head) continue;
      const { asked, tty, origin } = head;
      const client = new TestClient();
      if (i % 2 === 0) this.#unless(() => typeOf(file, i, client));
      const invocation = { asked, tty, origin, env: new Map(head.env), door: 'fuzz', user: head.user };
      try {
        await replayer.play(invocation, client.eof());
      } catch (error) {
        this.#tell(error);
      }
    }
    replayer.unplayed();
  }

  #unless<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  #tell(error: unknown): void {
    if (!(error instanceof TapeheadError)) throw error;
    this.#onError(error);
  }
}

function inOrder(recording: Recording): Recording {
  let latest = 0;
  for (const { at } of recording.events) {
    if (at < latest) throw new Error(`an event at ${at} µs after one at ${latest} µs`);
    latest = at;
  }
  return recording;
}

function drain(pieces: Iterable<unknown>): void {
  for (const _ of pieces) continue;
}

function typeOf(file: CassetteFile, index: number, client: TestClient): void {
  for (const event of file.events(index)) {
    if (event.type === 'stdin') client.type(event.bytes);
    if (event.type === 'signal') client.signal(event.name);
  }
}

/** Time passes as soon as nothing else is to be done: what is waited for in vain ends at once. */
function hurriedClock(): Clock {
  return {
    now: () => 0,
    wall: () => 0,
    wait: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
  };
}
