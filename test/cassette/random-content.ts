import type {
  ExecutedOtherwise,
  HeadSlot,
  Note,
  RecordingHead,
  Slot,
  TapedEvent,
} from '../../src/cassette/recording.ts';
import type { Asked, Tty } from '../../src/invocation.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Random } from '../support/random.ts';
import type { Content, Recording } from './content.ts';

/** Any content a recorder may tape, in order of start. */
export function randomContent(random: Random, most = 8): Content {
  const recordings = Array.from({ length: random.int(most) }, () => randomRecording(random));
  return {
    header: {
      day: '2026-02-03',
      ...random.pick([
        { host: {} },
        { host: { hostKey: random.text(10) } },
        {
          host: { server: 'SSH-2.0-x', system: random.text(5) },
          hosts: new Map([
            ['a', {}],
            ['b', { hostKey: random.text(5) }],
          ]),
        },
        { host: { os: random.text(5), version: random.text(5), build: random.text(5), machine: 'x86_64' } },
      ]),
      ...random.pick([{}, { stamped: '2026-02-04' }]),
      redacted: random.pick([[], ['a', 'b']]),
    },
    recordings: recordings.toSorted((a, b) => a.head.start - b.head.start),
  };
}

function randomRecording(random: Random): Recording {
  let at = 0;
  const events: TapedEvent[] = Array.from({ length: random.int(12) }, () => {
    at += number(random);
    return randomEvent(random, at);
  });
  events.splice(random.int(events.length + 1), 0, { at: 0, type: 'outcome', outcome: randomOutcome(random) });
  let latest = 0;
  for (const event of events) latest = event.at = Math.max(latest, event.at);
  return { head: randomHead(random), events, notes: notes(random) };
}

function randomHead(random: Random): RecordingHead {
  const asked = randomAsked(random);
  const slot = (field: HeadSlot['field']): HeadSlot => ({ field, index: 0, ...randomSlot(random, 4) });
  return {
    asked,
    tty: random.int(3) === 0 ? randomTty(random) : undefined,
    env: random.int(3) === 0 ? [[random.text(3), random.bytes(random.int(9))]] : [],
    origin: random.pick(['default', 'esx-1', '']),
    user: random.pick([undefined, 'root']),
    start: number(random),
    slots: random.int(4) === 0 ? [slot('env')] : [],
    ...(random.int(4) === 0 && { executed: randomExecuted(random) }),
    ...(random.int(4) === 0 && {
      cwd: { bytes: random.bytes(9), slots: random.pick([[], [randomSlot(random, 4)]]) },
    }),
  };
}

const randomExecuted = (random: Random): ExecutedOtherwise => ({
  argv: random.pick([undefined, [random.bytes(random.int(9))]]),
  env: random.pick([[], [[random.text(3), random.pick([null, random.bytes(4)])]]]),
  cwd: random.pick([undefined, random.bytes(9)]),
  slots: random.int(3) === 0 ? [{ field: 'cwd', index: 0, ...randomSlot(random, 4) }] : [],
});

function randomAsked(random: Random): Asked {
  return random.pick<() => Asked>([
    () => ({
      kind: 'argv',
      argv: Array.from({ length: 1 + random.int(20) }, () => random.bytes(random.int(40))),
    }),
    () => ({ kind: 'string', command: random.bytes(random.int(300)) }),
    () => ({ kind: 'session' }),
    () => ({ kind: 'subsystem', name: random.text(4) }),
  ])();
}

const randomTty = (random: Random): Tty => ({
  term: random.text(5),
  columns: random.int(300),
  rows: random.int(70_000),
  width: random.int(2),
  height: random.int(2),
  modes: random.bytes(random.int(3)),
});

function randomEvent(random: Random, at: number): TapedEvent {
  const type = random.pick(['stdin', 'stdout', 'stderr'] as const);
  return random.pick<() => TapedEvent>([
    () => ({ at, type, bytes: random.bytes(1 + random.int(400)) }),
    () => ({ at, type, bytes: random.bytes(1 + random.int(70_000)) }),
    () => ({ at, type, bytes: random.bytes(8), slots: [randomSlot(random, 8)] }),
    () => ({ at, type: 'eof', stream: type }),
    () => ({ at, type: 'signal', name: random.text(4) }),
    () => ({
      at,
      type: 'resize',
      columns: number(random) % 2 ** 32,
      rows: random.int(9),
      width: 0,
      height: 1,
    }),
  ])();
}

const randomSlot = (random: Random, length: number): Slot => ({
  offset: 0,
  length: 1 + random.int(length),
  class: random.text(6),
  id: 1 + random.int(200),
});

function randomOutcome(random: Random): Outcome {
  return random.pick<() => Outcome>([
    () => ({ kind: 'exited', code: number(random) % 2 ** 32 }),
    () => ({ kind: 'signalled', name: random.pick(['TERM', 'odd']), core: random.int(2) === 1 }),
    () => ({ kind: 'lost', reason: random.text(30) }),
    () => ({ kind: 'refused', reason: random.text(70) }),
    () => ({ kind: 'unknown' }),
  ])();
}

const notes = (random: Random): Note[] =>
  (['cancelled', 'may-live-on', 'stream-order-unknown'] as const).filter(() => random.int(4) === 0);

/** Of every width that a number is written in. */
const number = (random: Random): number => random.int(2 ** random.pick([3, 7, 8, 16, 31, 32, 33, 45]));
