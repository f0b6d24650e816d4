import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import { escapeBytes } from '../../src/cassette/escape.ts';
import { type TextOptions, toText } from '../../src/cassette/text.ts';
import { exited } from '../../src/outcome.ts';
import { random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { type Recording, writeContent } from './content.ts';
import { sample, tiny } from './sample.ts';

const { seed } = random();
const [echo] = tiny.recordings as readonly [Recording];

function textOf(recordings: readonly Recording[], options: TextOptions = {}): string {
  using folder = new TempFolder();
  using file = CassetteFile.open(writeContent(folder.file('a'), { ...sample, recordings }));
  return [...toText(file, options)].join('');
}

/** What the events look like, without the lines before them. */
const eventsText = (...events: TapedEvent[]): string =>
  textOf([{ ...echo, events: [...events, { at: 9, type: 'outcome', outcome: exited(0) }] }]).split(
    'string: echo hi\n',
  )[1] as string;

const out = (bytes: string | Buffer): TapedEvent => ({ at: 1, type: 'stdout', bytes: Buffer.from(bytes) });

describe('the text of a cassette', () => {
  it('can be read and compared', async () => {
    await expect(textOf(sample.recordings)).toMatchFileSnapshot('sample.txt');
  });

  it('names the host of each origin that has one of its own, and says where nothing is known of it', () => {
    using folder = new TempFolder();
    const hosts = new Map([
      ['esx-1', { hostKey: 'SHA256:x', server: 'SSH-2.0-y' }],
      ['\x1b[2J', {}],
    ]);
    const header = { ...sample.header, host: {}, hosts };
    using file = CassetteFile.open(writeContent(folder.file('a'), { header, recordings: [] }));
    expect([...toText(file)].join('').split('\n').slice(1, 3)).toEqual([
      'host of \\x1b[2J: unknown',
      'host of esx-1: SHA256:x SSH-2.0-y',
    ]);
  });

  it('numbers recordings and gives times where asked to', async () => {
    await expect(
      textOf(sample.recordings, { numbers: true, timing: true, only: [0, 3] }),
    ).toMatchFileSnapshot('sample-timing.txt');
  });

  it('has no character that does anything to a terminal, whatever was taped', () => {
    for (let round = 0; round < 300; round++) {
      const chance = random(seed + round);
      const text = eventsText(out(chance.bytes(200)), out(chance.text(50)), out(chance.bytes(50, 0x7f)));
      expect(text.replaceAll('\n', ''), `seed ${seed + round}`).not.toMatch(
        /[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
      );
    }
  });

  it(`is the same however the streams were cut into chunks (seed ${seed})`, () => {
    for (let round = 0; round < 200; round++) {
      const chance = random(seed + round);
      const bytes = Buffer.concat([
        chance.bytes(chance.int(300)),
        Buffer.from(chance.text(3_000)),
        chance.bytes(9),
      ]);
      const chunks: TapedEvent[] = [];
      for (let at = 0; at < bytes.length;) {
        const next = at + 1 + chance.int(chance.pick([1, 5, 2_000]));
        chunks.push(out(bytes.subarray(at, next)));
        at = next;
      }
      expect(eventsText(...chunks), `seed ${seed + round}`).toBe(eventsText(out(bytes)));
    }
  });

  it('lets nothing that was taped look like something else', () => {
    expect(eventsText(out('a\\\n\\{password#1}\n  err| no\n\nexited 1'))).toBe(
      '  out| a\\\\\n  out| \\\\{password#1}\n  out|   err| no\n  out|\n  out| exited 1\\\n  exited 0\n',
    );
  });

  it('goes on in the next line after 1024 bytes, not in the middle of a character', () => {
    const lines = eventsText(out('é'.repeat(1_000)), out('\n')).split('\n');
    expect(lines.slice(0, 2)).toEqual([`  out| ${'é'.repeat(512)}\\`, `  out| ${'é'.repeat(488)}`]);
    expect(eventsText(out(`x${'é'.repeat(600)}`))).toContain(`${'é'.repeat(511)}\\\n`);
  });

  it('shows a secret over a chunk border once', () => {
    const slot = { offset: 0, length: 2, class: 'password', id: 3 };
    const [first, second] = [
      { ...out('a XX'), slots: [{ ...slot, offset: 2 }] },
      { ...out('XX b\n'), slots: [slot] },
    ];
    expect(eventsText(first as TapedEvent, second as TapedEvent)).toBe(
      '  out| a \\{password#3} b\n  exited 0\n',
    );
  });

  it('shows the end of a stream where something follows it', () => {
    const eof = (stream: 'stdin' | 'stdout' | 'stderr'): TapedEvent => ({ at: 1, type: 'eof', stream });
    expect(eventsText(eof('stdin'), out('x\n'), eof('stdout'), eof('stderr'))).toBe('  out| x\n  exited 0\n');
    expect(
      eventsText(
        { at: 0, type: 'stdin', bytes: Buffer.from('y\n') },
        eof('stdin'),
        eof('stderr'),
        out('x\n'),
      ),
    ).toBe('   in| y\n   in: end\n  err: end\n  out| x\n  exited 0\n');
  });
});

it('escapes what has no look of its own', () => {
  const cases: [string | Buffer, string][] = [
    ['tab\tcr\rlf\nesc\x1b', 'tab\\tcr\\rlf\\nesc\\x1b'],
    ['\x7f\u0085\u00a0', '\\x7f\\u{85}\\u{a0}'],
    ['\u202eabc\u200b\ufeff\u2066', '\\u{202e}abc\\u{200b}\\u{feff}\\u{2066}'],
    ['\u{e0041}\u{10ffff}', '\\u{e0041}\\u{10ffff}'],
    ['äöü€😀\ufffd', 'äöü€😀\ufffd'],
    [Buffer.from('c3a4ffc3', 'hex'), 'ä\\xff\\xc3'],
    [Buffer.from('eda080c080f8', 'hex'), '\\xed\\xa0\\x80\\xc0\\x80\\xf8'],
  ];
  for (const [bytes, text] of cases) expect(escapeBytes(Buffer.from(bytes))).toBe(text);
});
