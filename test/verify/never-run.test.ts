import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { Journal } from '../../src/cassette/journal.ts';
import type { Note, RecordingHead, TapedEvent } from '../../src/cassette/recording.ts';
import { refused } from '../../src/outcome.ts';
import { whyNever } from '../../recorder/verify/why-never.ts';
import { string, TempFolder } from '../support/tape.ts';

const HEAD: RecordingHead = {
  asked: string('cat'),
  tty: undefined,
  env: [],
  origin: 'default',
  user: undefined,
  start: 0,
  slots: [],
};
const OVER: TapedEvent = { type: 'outcome', outcome: { kind: 'exited', code: 0 }, at: 2 };

describe('a recording that cannot be run again', () => {
  it('is one in which a secret was asked with', () => {
    const slot = { offset: 0, length: 3, class: 'password', id: 1 };
    const stdin: TapedEvent = { type: 'stdin', bytes: Buffer.from('***\n'), slots: [slot], at: 1 };
    expect(why({ ...HEAD, slots: [{ ...slot, field: 'command', index: 0 }] }, [OVER])).toMatch(/^redacted: /);
    expect(why(HEAD, [stdin, OVER])).toMatch(/^redacted: /);
  });

  it('is not one in whose output there was a secret', () => {
    const slot = { offset: 0, length: 3, class: 'password', id: 1 };
    const stdin: TapedEvent = { type: 'stdin', bytes: Buffer.from('a\n'), at: 1 };
    const stdout: TapedEvent = { type: 'stdout', bytes: Buffer.from('***'), slots: [slot], at: 1 };
    expect(why(HEAD, [stdin, stdout, OVER])).toBeUndefined();
  });

  it('is one whose client went away before the end', () => {
    expect(why(HEAD, [OVER], ['cancelled'])).toMatch(/^cancelled: /);
    expect(why(HEAD, [OVER], ['stream-order-unknown'])).toBeUndefined();
  });

  it('is one that got no answer', () => {
    expect(why(HEAD, [{ type: 'outcome', outcome: refused('no'), at: 1 }])).toMatch(/^no answer: .*refused/);
  });

  it('is a subsystem', () => {
    expect(why({ ...HEAD, asked: { kind: 'subsystem', name: 'sftp' } }, [OVER])).toMatch(/^subsystem: sftp/);
  });
});

function why(
  head: RecordingHead,
  events: readonly TapedEvent[],
  notes: readonly Note[] = [],
): string | undefined {
  using folder = new TempFolder();
  const path = folder.file('x.cassette');
  const journal = Journal.create(path, {
    mode: 'all',
    header: { day: '2026-01-01', host: {}, redacted: [] },
  });
  const taping = journal.begin(head);
  for (const event of events) taping.event(event);
  taping.end({ notes });
  journal.finalise();
  using file = CassetteFile.open(path);
  return whyNever(file, 0, file.head(0));
}
