import { describe, expect, it } from 'vitest';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { Event } from '../../src/event.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function taped(events: Event[], secrets = new Secrets()): TapedEvent[] {
  const out: TapedEvent[] = [];
  const timeline = new RedactedTimeline(secrets, (event) => out.push(event));
  events.forEach((event, at) => timeline.push({ ...event, at }));
  timeline.finish();
  return out;
}

const text = (events: TapedEvent[], type: 'stdin' | 'stdout' | 'stderr'): string =>
  events.map((event) => (event.type === type ? Buffer.from(event.bytes).toString('latin1') : '')).join('');

const KEY = 'AB1CD-EF2GH-IJ3KL-MN4OP-QR5ST';
const PEM = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----\n`;

describe('RedactedTimeline', () => {
  it.each([
    ['a licence key', `key: ${KEY}\nok`, KEY],
    ['a private key', `here:\n${PEM}done`, 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'],
  ])('hides %s however it is cut into chunks', (_, whole, secret) => {
    for (let cut = 0; cut <= whole.length; cut++) {
      for (const second of [cut, Math.min(whole.length, cut + 7)]) {
        const chunks = [whole.slice(0, cut), whole.slice(cut, second), whole.slice(second)];
        const events = taped(chunks.map((chunk): Event => ({ type: 'stdout', bytes: bytes(chunk) })));
        const shown = text(events, 'stdout');
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(secret.slice(0, 12));
        expect(shown).toHaveLength(whole.length);
        expect(shown.endsWith(whole.slice(-2))).toBe(true);
        expect(events.map((event) => ('bytes' in event ? event.bytes.length : -1))).toEqual(
          chunks.map((chunk) => chunk.length),
        );
      }
    }
  });

  it('hides what is typed at a password prompt, and where it turns up again', () => {
    const events = taped([
      { type: 'stdout', bytes: bytes('login: ') },
      { type: 'stdin', bytes: bytes('root\n') },
      { type: 'stdout', bytes: bytes('Pass') },
      { type: 'stdout', bytes: bytes('word: ') },
      { type: 'stdin', bytes: bytes('s3cret-word\n') },
      { type: 'stderr', bytes: bytes('you typed s3cret-word\n') },
    ]);
    expect(text(events, 'stdin')).toBe('root\npassword-1*\n');
    expect(text(events, 'stderr')).toBe('you typed password-1*\n');
    expect(events.filter((event) => event.slots).map((event) => event.slots?.[0]?.id)).toEqual([1, 1]);
  });

  it('hides a password that was piped in before the program asked', () => {
    const events = taped([
      { type: 'stdin', bytes: bytes('old-secret\nnew-secret\nnew-secret\n') },
      { type: 'eof', stream: 'stdin' },
      { type: 'stderr', bytes: bytes('Old password: New password: Retype new password: \n') },
    ]);
    expect(text(events, 'stdin')).toBe('password-1\npassword-2\npassword-2\n');
  });

  it('leaves stdin alone where no password was asked for', () => {
    const events = taped([
      { type: 'stdout', bytes: bytes('Password: (hidden)\nname: ') },
      { type: 'stdin', bytes: bytes('visible\n') },
    ]);
    expect(text(events, 'stdin')).toBe('visible\n');
  });

  it('keeps the order of events of all streams', () => {
    const events = taped([
      { type: 'stdout', bytes: bytes('ends in ABCDE-') },
      { type: 'stderr', bytes: bytes('other') },
      { type: 'eof', stream: 'stdout' },
      { type: 'outcome', outcome: { kind: 'exited', code: 0 } },
    ]);
    expect(events.map((event) => event.type)).toEqual(['stdout', 'stderr', 'eof', 'outcome']);
  });

  it('owns what it holds: the caller may use its bytes again', () => {
    const out: TapedEvent[] = [];
    const timeline = new RedactedTimeline(new Secrets(), (event) => out.push(event));
    const buffer = bytes('ABCDE');
    timeline.push({ type: 'stdout', bytes: buffer, at: 0 });
    buffer.fill(0x2e);
    timeline.finish();
    expect(text(out, 'stdout')).toBe('ABCDE');
  });

  it('does not keep more than a few hundred kilobytes of stdin waiting', () => {
    const out: TapedEvent[] = [];
    const timeline = new RedactedTimeline(new Secrets(), (event) => out.push(event));
    for (let at = 0; at < 64; at++)
      timeline.push({ type: 'stdin', bytes: Buffer.alloc(64 * 1024, 0x61), at });
    expect(out.length).toBeGreaterThan(55);
  });

  it('has no two slots for one byte where a password is typed letter by letter, and again', () => {
    const asked: Event[] = [
      { type: 'stdout', bytes: bytes('Password: ') },
      ...[...'hunter22\r'].map((letter): Event => ({ type: 'stdin', bytes: bytes(letter) })),
      { type: 'stdout', bytes: bytes('\r\n') },
    ];
    const events = taped([...asked, ...asked]);
    expect(text(events, 'stdin')).toBe('********\r********\r');
    const slots = events.filter((event) => event.type === 'stdin').map((event) => event.slots ?? []);
    expect(slots.map((here) => here.length)).toEqual([
      ...Array<number>(8).fill(1),
      0,
      ...Array<number>(8).fill(1),
      0,
    ]);
  });

  it('hides the rest of a secret that reaches out of another', () => {
    const secrets = new Secrets();
    for (const value of ['alpha-beta', 'beta-gamma']) secrets.learn('password', bytes(value));
    for (const chunks of [['alpha-beta-gamma'], ['alpha-', 'beta-g', 'amma']]) {
      const events = taped(
        chunks.map((chunk): Event => ({ type: 'stdout', bytes: bytes(chunk) })),
        secrets,
      );
      expect(text(events, 'stdout')).not.toMatch(/beta|gamma/);
    }
  });

  it('hides a secret whose end may be the beginning of one', () => {
    const secrets = new Secrets();
    secrets.learn('password', bytes('abcdefab'));
    for (const chunks of [['is abcdefab'], ['is abcdefab', ' it'], ['is abcdefabcdefab', ' or']]) {
      const events = taped(
        chunks.map((chunk): Event => ({ type: 'stdout', bytes: bytes(chunk) })),
        secrets,
      );
      expect(text(events, 'stdout')).not.toMatch(/cde/);
    }
  });

  it('does not keep events waiting without end, though they have no bytes', () => {
    const out: TapedEvent[] = [];
    const timeline = new RedactedTimeline(new Secrets(), (event) => out.push(event));
    timeline.push({ type: 'stdin', bytes: bytes('x'), at: 0 });
    for (let at = 1; at < 10_000; at++) timeline.push({ type: 'signal', name: 'USR1', at });
    expect(out.length).toBeGreaterThan(7_000);
  });

  it('finds prompts behind long lines, in rows, and over chunk borders', () => {
    const typed = (...outputs: string[]): string =>
      text(
        taped([
          ...outputs.map((output): Event => ({ type: 'stdout', bytes: bytes(output) })),
          { type: 'stdin', bytes: bytes('s3cret\n') },
        ]),
        'stdin',
      );
    expect(typed(`${'x'.repeat(500)} password: `)).toBe('******\n');
    expect(typed('a:b:c: Password:')).toBe('******\n');
    expect(typed('Enter your pass', 'phrase', ':', ' ')).toBe('******\n');
    expect(typed('Password: was asked for\n')).toBe('s3cret\n');
    expect(typed('password:: ')).toBe('s3cret\n');
  });
});
