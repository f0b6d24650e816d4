import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../src/cassette/journal.ts';
import type {
  CassetteHeader,
  HeadSlot,
  RecordingHead,
  TapedEvent,
  TapedFolder,
} from '../../src/cassette/recording.ts';
import type { Asked, Invocation } from '../../src/invocation.ts';

/** A folder of the test's own, gone when it is disposed. */
export class TempFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'tapehead-test-'));

  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A recording in short: a command, what it wrote to stdout, and what else is not usual. */
export interface Short {
  command: string;
  stdout: string;
  code?: number;
  /** µs; each begins when the one before ended, where nothing is said. */
  start?: number;
  duration?: number;
  origin?: string;
  user?: string;
  slots?: HeadSlot[];
  cwd?: TapedFolder;
  events?: TapedEvent[];
}

const TTY = { term: 'vt100', columns: 80, rows: 24, width: 0, height: 0, modes: new Uint8Array() };

export const string = (command: string): Asked => ({
  kind: 'string',
  command: Buffer.from(command, 'latin1'),
});

/** Writes a cassette as a recorder would. */
export function writeCassette(
  path: string,
  recordings: readonly (Short & { tty?: boolean })[],
  header: Partial<CassetteHeader> = {},
): string {
  const journal = Journal.create(path, {
    mode: 'all',
    header: { day: '2026-01-01', host: {}, redacted: [], ...header },
  });
  let clock = 0;
  for (const recording of recordings) {
    const { start = clock, duration = 10, code = 0 } = recording;
    const head: RecordingHead = {
      asked: string(recording.command),
      tty: recording.tty ? TTY : undefined,
      env: [],
      origin: recording.origin ?? 'default',
      user: recording.user,
      start,
      slots: recording.slots ?? [],
      cwd: recording.cwd,
    };
    const taping = journal.begin(head);
    taping.event({ type: 'stdout', bytes: Buffer.from(recording.stdout, 'latin1'), at: 1 });
    for (const event of recording.events ?? []) taping.event(event);
    taping.event({ type: 'outcome', outcome: { kind: 'exited', code }, at: duration });
    taping.end({ notes: [] });
    clock = Math.max(clock, start + duration + 1);
  }
  journal.finalise();
  return path;
}

/** Somebody asks for a command, as the SSH door would say it. */
export function invocation(
  command: string,
  more: Partial<Invocation> & { withTty?: boolean } = {},
): Invocation {
  const { withTty, ...rest } = more;
  return {
    asked: string(command),
    env: new Map(),
    tty: withTty ? TTY : undefined,
    origin: 'default',
    door: 'test',
    user: 'user',
    ...rest,
  };
}
