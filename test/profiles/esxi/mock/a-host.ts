import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../src/clock.ts';
import type { Description, Host } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { EsxiProfile } from '../../../../src/profiles/esxi/mock/profile.ts';
import { bytesOf } from '../../../../src/profiles/esxi/mock/text.ts';
import { invocation } from '../../../support/tape.ts';

/** What a command of a mock host said, and how it exited. */
export interface Told {
  stdout: string;
  stderr: string;
  exit: number;
  notImplemented?: string;
}

/** A mock host, without a deck around it. */
export interface MockHost {
  profile: EsxiProfile;
  /** Undefined where no such host has the command. */
  run(command: string | readonly (string | Uint8Array)[], more?: Asker): Told | undefined;
  /** Its stdout; its words, not its exit, tell what went wrong. */
  say(command: string | readonly (string | Uint8Array)[], more?: Asker): string;
  /** Its stdout, byte for byte. */
  bytes(command: string | readonly (string | Uint8Array)[]): Buffer | undefined;
  /** As it is now. */
  readonly host: Host;
}

interface Asker {
  origin?: string;
  columns?: number;
  /** A folder of the host. */
  cwd?: string;
}

/** Always the same moment: 2026-01-02T03:04:05Z. */
export const STOPPED: Clock = { now: () => 0, wall: () => 1_767_323_045_000, wait: () => Promise.resolve() };

/** A host as described; it ends with the test. */
export function aHost(description: Description = {}): MockHost {
  const profile = new EsxiProfile(description, STOPPED);
  onTestFinished(() => profile[Symbol.dispose]());
  return mockHost(profile);
}

export function mockHost(profile: EsxiProfile): MockHost {
  const run: MockHost['run'] = (command, { origin = 'default', columns, cwd } = {}) => {
    const asked =
      typeof command === 'string'
        ? ({ kind: 'string', command: Buffer.from(command) } as const)
        : ({ kind: 'argv', argv: command.map((word) => Buffer.from(word)) } as const);
    const size = { columns: columns ?? 0, rows: 24, width: 0, height: 0 };
    const tty = columns === undefined ? undefined : { term: 'xterm', modes: Buffer.alloc(0), ...size };
    const said = profile.say({ ...invocation('-'), asked, origin, tty }, cwd);
    return said && { stdout: '', stderr: '', exit: 0, ...said };
  };
  return {
    profile,
    run,
    bytes: (command) => bytesOf(run(command)?.stdout ?? ''),
    say: (command, more) => run(command, more)?.stdout ?? 'no such command',
    get host() {
      return profile.hostOf('default');
    },
  };
}
