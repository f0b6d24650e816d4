import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Recording } from '../cassette/content.ts';
import { random } from '../support/random.ts';
import type { Expected } from './raw-channel.ts';

/** A command on the tape: what has to be typed for it, and what comes. */
export interface Tape extends Expected {
  command: string;
  stdin: Buffer;
  size: number;
}

const SIZES = [0, 1, 2, 500, 32_768, 32_769, 100_000, 3_000_000];

/** Commands with output of all sizes on both streams; some ask for a line before they go on. */
export const TAPES: readonly Tape[] = SIZES.flatMap((size) =>
  [false, true].map((asks): Tape => {
    const { int, pick } = random(size + Number(asks));
    const pattern = Buffer.from(Array.from({ length: 4_099 }, () => int(256)));
    const output: Tape['output'][number][] = [];
    for (let at = 0; at < size;) {
      const length = Math.min(size - at, pick([1, 7, 1_000, 32_768, 500_000]));
      output.push({ stream: int(3) ? 0 : 1, bytes: Buffer.alloc(length, pattern.subarray(at % 4_000)) });
      at += length;
    }
    const outcome = pick(['exited 0', 'exited 3', 'signalled TERM']);
    const stdin = Buffer.from(asks ? 'a line\nand another\n' : '');
    return { command: `print ${size}${asks ? ' when asked' : ''}`, stdin, output, outcome, size };
  }),
);

export function recordingsOf(tapes: readonly Tape[]): Recording[] {
  return tapes.map(({ command, stdin, output, outcome }, i) => {
    const events: TapedEvent[] = output.map(({ stream, bytes }, at) => ({
      at,
      type: stream === 0 ? 'stdout' : 'stderr',
      bytes,
    }));
    const typed: TapedEvent[] = stdin.length > 0 ? [{ at: 0, type: 'stdin', bytes: stdin }] : [];
    // Half of the output is there before anything is typed.
    const half = events.length >> 1;
    const last: TapedEvent = { at: 0, type: 'outcome', outcome: outcomeOf(outcome) };
    const all = [...events.slice(0, half), ...typed, ...events.slice(half), last];
    const head = {
      tty: undefined,
      env: [],
      origin: 'default',
      user: undefined,
      start: i * 1_000_000,
      slots: [],
    };
    return {
      head: { ...head, asked: { kind: 'string', command: Buffer.from(command) } },
      events: all.map((event, at) => ({ ...event, at })),
      notes: [],
    };
  });
}

function outcomeOf(text: string): Outcome {
  const [kind, what = ''] = text.split(' ');
  return kind === 'exited' ? { kind, code: Number(what) } : { kind: 'signalled', name: what, core: false };
}
