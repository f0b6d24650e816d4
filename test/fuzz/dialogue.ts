import type { RecordingHead, TapedEvent } from '../../src/cassette/recording.ts';
import type { Content, Recording } from '../cassette/content.ts';
import type { Random } from '../support/random.ts';

/** A part of stdin that counts as equal, whatever its digits are. */
export const VOLATILE = 'id-[0-9]+';

/** Recordings of one command in which a client is asked and types, told apart by stdin alone. */
export interface Dialogues extends Content {
  /** Whether VOLATILE is volatile. */
  isVolatile: boolean;
}

export const COMMAND = Buffer.from('converse');

export function randomDialogues(random: Random): Dialogues {
  const { int } = random;
  const isVolatile = int(3) === 0;
  const lines = linesFor(random, isVolatile);
  const first = randomTurns(random, lines);
  const all = [first];
  for (let n = int(4); n > 0; n--) all.push(differing(random.pick(all), random, lines));
  return {
    isVolatile,
    header: { day: '2026-02-03', host: {}, redacted: [] },
    recordings: all.map((turns, i) => ({ head: headAt(i), events: eventsOf(turns, random), notes: [] })),
  };
}

/** What the client types before the end, in one piece. */
export function stdinOf({ events }: Recording): Buffer {
  return Buffer.concat(events.flatMap((event) => (event.type === 'stdin' ? [event.bytes] : [])));
}

export const closesStdin = ({ events }: Recording): boolean =>
  events.some((event) => event.type === 'eof' && event.stream === 'stdin');

type Turn =
  | { what: 'in' | 'out' | 'err'; bytes: Buffer }
  | { what: 'close' }
  | { what: 'end of output' }
  | { what: 'resize' };

function randomTurns(random: Random, line: () => Buffer): Turn[] {
  const { int, pick, text } = random;
  const turns: Turn[] = [];
  for (let n = int(8); n > 0; n--) {
    turns.push(
      pick<() => Turn>([
        () => ({ what: 'in', bytes: line() }),
        () => ({ what: 'in', bytes: line() }),
        () => ({ what: pick(['out', 'err']), bytes: Buffer.from(text(1 + int(20))) }),
        () => ({ what: pick(['out', 'err']), bytes: Buffer.from('more? ') }),
        () => ({ what: 'resize' }),
      ])(),
    );
  }
  if (int(2)) turns.splice(int(turns.length + 1), 0, { what: 'close' });
  if (int(3)) turns.push({ what: 'out', bytes: Buffer.from(`over ${int(1_000)}\n`) });
  return withoutLate(turns);
}

/** Nothing is typed once stdin is closed. */
function withoutLate(turns: readonly Turn[]): Turn[] {
  const close = turns.findIndex(({ what }) => what === 'close');
  return turns.filter(({ what }, i) => close === -1 || i < close || what !== 'in');
}

/** The same up to some turn, and something else from there on. */
function differing(turns: readonly Turn[], random: Random, line: () => Buffer): Turn[] {
  const same = turns.slice(0, random.int(turns.length + 1));
  return withoutLate([...same, { what: 'in', bytes: line() }, ...randomTurns(random, line)]);
}

/** Lines of few words, so that they have beginnings in common; seldom one that is longer than a unit. */
function linesFor(random: Random, isVolatile: boolean): () => Buffer {
  const { int, pick } = random;
  const long = !isVolatile && int(60) === 0;
  return () => {
    if (long && int(3) === 0)
      return Buffer.alloc(pick([65_535, 65_536, 65_537, 200_000, 300_000]), pick(['a', 'b']));
    const words = Array.from({ length: 1 + int(3) }, () =>
      isVolatile && int(3) === 0 ? `id-${int(10_000)}.` : pick(['a', 'ab', 'b', 'yes', '\xff', 'é', ' ']),
    );
    return Buffer.from(words.join('') + pick(['\n', '\n', '\r', '\0', '\r\n', '']), 'latin1');
  };
}

/** The outcome comes last, or earlier where a child holds the pipes; in the middle of a word no gate is exact. */
function eventsOf(turns: readonly Turn[], random: Random): TapedEvent[] {
  const { int, pick } = random;
  const outcome: Untimed = {
    type: 'outcome',
    outcome: pick([
      { kind: 'exited', code: int(3) },
      { kind: 'signalled', name: 'TERM', core: false },
    ]),
  };
  const groups = turns.map((turn) => turnEvents(turn, random));
  return groups
    .toSpliced(int(4) ? groups.length : int(groups.length + 1), 0, [outcome])
    .flat()
    .map((event, at) => ({ ...event, at }));
}

type Untimed = TapedEvent extends infer E ? (E extends TapedEvent ? Omit<E, 'at'> : never) : never;

function turnEvents(turn: Turn, random: Random): Untimed[] {
  switch (turn.what) {
    case 'close':
      return [{ type: 'eof', stream: 'stdin' }];
    case 'end of output':
      return [{ type: 'eof', stream: 'stdout' }];
    case 'resize':
      return [{ type: 'resize', columns: 80, rows: 24, width: 0, height: 0 }];
    default: {
      const type = ({ in: 'stdin', out: 'stdout', err: 'stderr' } as const)[turn.what];
      return cut(turn.bytes, random).map((bytes) => ({ type, bytes }));
    }
  }
}

/** The same bytes in pieces. */
export function cut(bytes: Buffer, { int }: Random): Buffer[] {
  const pieces: Buffer[] = [];
  const most = int(3) ? bytes.length : 1 + int(Math.max(1, bytes.length > 1_000 ? bytes.length : 4));
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + 1 + int(most));
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}

const headAt = (index: number): RecordingHead => ({
  asked: { kind: 'string', command: COMMAND },
  tty: undefined,
  env: [],
  origin: 'default',
  user: undefined,
  start: index * 1_000_000,
  slots: [],
});
