import type { Answer } from '../../src/doors/door.ts';
import type { OutputEvent } from '../../src/event.ts';
import type { Asked } from '../../src/invocation.ts';
import { exited } from '../../src/outcome.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Observation } from './observation.ts';

/** Something that a replayer may get wrong. */
export interface Breakage {
  name: string;
  /** Whether it makes any difference to what is on this tape. */
  concerns(tape: Observation): boolean;
  /** What then becomes of each event, one instance an execution. `left`: bytes of output yet to come. */
  spoiler(): (event: OutputEvent, left: number) => readonly OutputEvent[];
}

export const DROPS_THE_LAST_BYTE: Breakage = {
  name: 'drops the last byte',
  concerns: (tape) => outputLength(tape) > 0,
  spoiler: () => (event, left) =>
    'bytes' in event && event.bytes.length === left
      ? [{ ...event, bytes: event.bytes.subarray(0, -1) }]
      : [event],
};

export const SENDS_STDERR_LATE: Breakage = {
  name: 'sends stderr late',
  concerns: (tape) => {
    const first = tape.findIndex(({ type }) => type === 'stderr');
    return first >= 0 && tape.slice(first).some(({ type }) => type === 'stdout');
  },
  spoiler() {
    let late: OutputEvent[] = [];
    return (event) => {
      if (event.type === 'stdout') return [event];
      if (event.type === 'stderr') {
        late.push({ type: 'stderr', bytes: Buffer.from(event.bytes) });
        return [];
      }
      const all = [...late, event];
      late = [];
      return all;
    };
  },
};

export const ADDS_ONE_TO_THE_CODE: Breakage = {
  name: 'adds one to the exit code',
  concerns: (tape) => tape.some((seen) => seen.type === 'outcome' && seen.outcome.kind === 'exited'),
  spoiler: () => (event) =>
    event.type === 'outcome' && event.outcome.kind === 'exited'
      ? [{ type: 'outcome', outcome: exited(event.outcome.code + 1) }]
      : [event],
};

export const BREAKAGES: readonly Breakage[] = [DROPS_THE_LAST_BYTE, SENDS_STDERR_LATE, ADDS_ONE_TO_THE_CODE];

/** An answer in which all of these go wrong. `lengthOf`: bytes of output that what is asked is taped with. */
export const spoiled =
  (breakages: readonly Breakage[], lengthOf: (asked: Asked) => number) =>
  (answer: Answer): Answer =>
  (invocation, stdio) =>
    answer(invocation, spoiledStdio(stdio, breakages, lengthOf(invocation.asked)));

function spoiledStdio(stdio: Stdio, breakages: readonly Breakage[], length: number): Stdio {
  const spoilers = breakages.map((breakage) => breakage.spoiler());
  let left = length;
  return {
    stdin: stdio.stdin,
    controls: stdio.controls,
    gone: stdio.gone,
    get isGone() {
      return stdio.isGone;
    },
    started: () => stdio.started(),
    async send(event) {
      const spoil = (events: readonly OutputEvent[], spoiler: (typeof spoilers)[number]): OutputEvent[] =>
        events.flatMap((each) => spoiler(each, left));
      const sent = spoilers.reduce(spoil, [event] as readonly OutputEvent[]);
      if ('bytes' in event) left -= event.bytes.length;
      for (const each of sent) await stdio.send(each);
    },
  };
}

export function outputLength(tape: Observation): number {
  return tape.reduce(
    (length, seen) => length + ('bytes' in seen ? (seen.digestOf ?? seen.bytes.length) : 0),
    0,
  );
}
