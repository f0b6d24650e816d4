import type { RecordingHead } from '../../src/cassette/recording.ts';
import { exited } from '../../src/outcome.ts';
import type { Content, Recording } from './content.ts';

// What cassettes/v1.cassette holds, all of it invented. Never change it: make another sample.

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function head(
  start: number,
  asked: string | readonly string[],
  rest: Partial<RecordingHead> = {},
): RecordingHead {
  return {
    asked:
      typeof asked === 'string'
        ? { kind: 'string', command: bytes(asked) }
        : { kind: 'argv', argv: asked.map(bytes) },
    tty: undefined,
    env: [],
    origin: 'default',
    user: undefined,
    start,
    slots: [],
    ...rest,
  };
}

const plain: Recording = {
  head: head(0, 'uname -a'),
  events: [
    { at: 9_000, type: 'eof', stream: 'stdin' },
    { at: 12_345, type: 'stdout', bytes: bytes('Exampleix box 1.0 #1 x86_64\n') },
    { at: 12_400, type: 'outcome', outcome: exited(0) },
    { at: 12_410, type: 'eof', stream: 'stdout' },
    { at: 12_411, type: 'eof', stream: 'stderr' },
  ],
  notes: ['stream-order-unknown'],
};

const failing: Recording = {
  head: head(20_000, ['/bin/frobnicate', '--level', 'two words', '', "it's", '\xff\n'], {
    origin: 'box-2',
    user: 'root',
    env: [
      ['LANG', bytes('C')],
      ['COLOUR', bytes('a b')],
    ],
  }),
  events: [
    { at: 5, type: 'stdout', bytes: bytes('working ... ') },
    { at: 6, type: 'stderr', bytes: bytes('frobnicate: no such level: two words\n') },
    { at: 6, type: 'stdout', bytes: bytes('failed\n') },
    { at: 7, type: 'outcome', outcome: exited(4_294_967_295) },
  ],
  notes: [],
};

const binary: Recording = {
  head: head(5_000_000_000, 'cat <<END | tr a b\n\ta\nEND\n'),
  events: [
    { at: 0, type: 'stdout', bytes: Buffer.from(Array.from({ length: 256 }, (_, i) => i)) },
    { at: 4_294_967_296, type: 'stdout', bytes: bytes('one hour and more\r\n') },
    { at: 4_294_967_297, type: 'outcome', outcome: { kind: 'signalled', name: 'SEGV', core: true } },
  ],
  notes: ['cancelled', 'may-live-on'],
};

const prompt: Recording = {
  head: head(5_000_000_001, 'login', {
    asked: { kind: 'session' },
    tty: {
      term: 'xterm',
      columns: 80,
      rows: 24,
      width: 640,
      height: 480,
      modes: bytes('\x03\x00\x00\x00\x7f\x00'),
    },
  }),
  events: [
    { at: 10, type: 'stdout', bytes: bytes('Password: ') },
    {
      at: 20,
      type: 'stdin',
      bytes: bytes('XXXXXXXX\n'),
      slots: [{ offset: 0, length: 8, class: 'password', id: 1 }],
    },
    { at: 30, type: 'stdout', bytes: bytes('\r\nwelcome\x1b[0m ') },
    { at: 40, type: 'resize', columns: 100, rows: 30, width: 0, height: 0 },
    { at: 50, type: 'signal', name: 'INT' },
    { at: 60, type: 'eof', stream: 'stdin' },
    { at: 70, type: 'stdout', bytes: bytes('bye') },
    { at: 80, type: 'outcome', outcome: { kind: 'unknown' } },
    { at: 90, type: 'stderr', bytes: bytes('a child, later\n') },
    { at: 91, type: 'eof', stream: 'stderr' },
  ],
  notes: [],
};

const redacted: Recording = {
  head: head(5_000_000_002, ['tool', '--password=XXXXXXXX', 'get'], {
    slots: [{ field: 'argv', index: 1, offset: 11, length: 8, class: 'password', id: 1 }],
  }),
  events: [{ at: 1, type: 'outcome', outcome: { kind: 'lost', reason: 'connection reset' } }],
  notes: [],
};

const refusedSubsystem: Recording = {
  head: head(5_000_000_003, '', { asked: { kind: 'subsystem', name: 'sftp' } }),
  events: [{ at: 2, type: 'outcome', outcome: { kind: 'refused', reason: 'no such subsystem' } }],
  notes: [],
};

export const sample: Content = {
  header: {
    day: '2026-01-31',
    host: { hostKey: 'SHA256:AAAAexample', server: 'SSH-2.0-Example_1.0' },
    redacted: ['licence-key', 'password'],
  },
  recordings: [plain, failing, binary, prompt, redacted, refusedSubsystem],
};

/** The one that cassettes/README.md takes apart byte by byte. */
export const tiny: Content = {
  header: { day: '2026-01-31', host: {}, redacted: [] },
  recordings: [
    {
      head: head(0, 'echo hi'),
      events: [
        { at: 2_000, type: 'stdout', bytes: bytes('hi\n') },
        { at: 2_100, type: 'outcome', outcome: exited(0) },
      ],
      notes: [],
    },
  ],
};
