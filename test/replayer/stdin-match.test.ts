import { describe, expect, it } from 'vitest';
import { StdinMatch } from '../../replayer/stdin-match.ts';
import { pattern } from '../../src/pattern.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function matching(expected: string, options: { volatile?: string[]; eof?: boolean } = {}): StdinMatch {
  const match = new StdinMatch((options.volatile ?? []).map(pattern));
  match.expect(bytes(expected));
  if (options.eof) match.expectEof();
  return match;
}

describe('StdinMatch', () => {
  it('is met by the same bytes, however they come', () => {
    const match = matching('one\ntwo\nthr');
    for (const char of 'one\ntwo\nth') {
      match.receive(bytes(char));
      expect(match.state()).toEqual({ kind: 'waiting' });
    }
    match.receive(bytes('r'));
    expect(match.state()).toEqual({ kind: 'met' });
  });

  it('judges a difference when the line is whole, and tells where it is', () => {
    const match = matching('one\ntwo\n');
    match.receive(bytes('one\ntwX'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receive(bytes('\n'));
    expect(match.state()).toMatchObject({ kind: 'differs', offset: 6 });
  });

  it('judges at the CR that ends a line typed at a terminal', () => {
    const match = matching('one\rtwo\r', { volatile: ['t[0-9]+'] });
    match.receive(bytes('one\rtwX'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receive(bytes('\r'));
    expect(match.state()).toMatchObject({ kind: 'differs', offset: 6 });
  });

  it('judges at NUL too, and after 64 KiB without either', () => {
    const nul = matching('ab\0');
    nul.receive(bytes('aX\0'));
    expect(nul.state()).toMatchObject({ kind: 'differs', offset: 1 });

    const long = matching('a'.repeat(80 * 1024));
    long.receive(bytes('a'.repeat(64 * 1024 - 1)));
    expect(long.state()).toEqual({ kind: 'waiting' });
    long.receive(bytes('X'));
    expect(long.state()).toMatchObject({ kind: 'differs', offset: 64 * 1024 - 1 });
  });

  it('does not take a volatile part of the client for the NUL that ends what was recorded', () => {
    const match = matching('id-1.\0', { volatile: ['id-[0-9]+'] });
    match.receive(bytes('id-2.id-3'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receive(bytes('\n'));
    expect(match.state()).toMatchObject({ kind: 'differs', offset: 3 });
  });

  it('lets volatile parts have any length', () => {
    const match = matching('C0644 12 terraform_81.sh\necho terraform_81.sh\n', {
      volatile: ['terraform_[0-9]+\\.sh'],
    });
    match.receive(bytes('C0644 12 terraform_123456.sh\necho terr'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receive(bytes('aform_123456.sh\n'));
    expect(match.state()).toEqual({ kind: 'met' });
  });

  it('is not met before the end where the end was taped', () => {
    const match = matching('x', { eof: true });
    match.receive(bytes('x'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receiveEof();
    expect(match.state()).toEqual({ kind: 'met' });
  });

  it('differs where the client closes short, and where it sent more than was taped before the end', () => {
    const short = matching('abc\n');
    short.receive(bytes('ab'));
    short.receiveEof();
    expect(short.state()).toMatchObject({ kind: 'differs', offset: 2 });

    const long = matching('abc\n', { eof: true });
    long.receive(bytes('abc\nd'));
    long.receiveEof();
    expect(long.state()).toMatchObject({ kind: 'differs', offset: 4 });
  });

  it('takes any value where a secret was, of any length, and captures it', () => {
    const match = new StdinMatch([]);
    match.expect(bytes('user\n*****\nnext\n'), [{ offset: 5, length: 5, class: 'password', id: 1 }]);
    match.receive(bytes('user\na much longer one\nnext\n'));
    expect(match.state()).toEqual({ kind: 'met' });
    expect(match.liveValues.map((one) => Buffer.from(one.value).toString())).toEqual(['a much longer one']);
  });

  it('does not let a secret reach over the end of its line', () => {
    const match = new StdinMatch([]);
    match.expect(bytes('*****\nnext\n'), [{ offset: 0, length: 5, class: 'password', id: 1 }]);
    match.receive(bytes('one\ntwo\nnext\n'));
    expect(match.state()).toMatchObject({ kind: 'differs' });
  });

  it('takes a longer value for a secret that no line end follows', () => {
    const match = new StdinMatch([]);
    match.expect(bytes('*****'), [{ offset: 0, length: 5, class: 'password', id: 1 }]);
    match.expectEof();
    match.receive(bytes('much-longer'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receiveEof();
    expect(match.state()).toEqual({ kind: 'met' });
    expect(match.liveValues.map((one) => Buffer.from(one.value).toString())).toEqual(['much-longer']);
  });

  it('takes a value typed letter by letter for one', () => {
    const match = new StdinMatch([]);
    for (let i = 0; i < 5; i++)
      match.expect(bytes('*'), [{ offset: 0, length: 1, class: 'password', id: 1 }]);
    match.expect(bytes('\n'));
    match.receive(bytes('hunter22\n'));
    expect(match.state()).toEqual({ kind: 'met' });
    expect(match.liveValues.map((one) => Buffer.from(one.value).toString())).toEqual(['hunter22']);
  });

  it('wants one value wherever the recording has one secret', () => {
    const asked = (again: string): string => {
      const match = new StdinMatch([]);
      const slots = [1, 2, 2].map((id, i) => ({ offset: i * 3, length: 2, class: 'password', id }));
      match.expect(bytes('**\n**\n**\nend\n'), slots);
      match.receive(bytes(`old\nnew\n${again}\nend\n`));
      return match.state().kind;
    };
    expect([asked('new'), asked('nwe'), asked('old')]).toEqual(['met', 'differs', 'differs']);
  });

  it('asks whether a value may stand for a secret of the recording', () => {
    const match = new StdinMatch([], (liveValues) => liveValues.every(({ value }) => value.length < 5));
    match.expect(bytes('**\n'), [{ offset: 0, length: 2, class: 'password', id: 1 }]);
    match.receive(bytes('too long\n'));
    expect(match.state()).toMatchObject({ kind: 'differs' });
  });

  it.each([1, 2, 3, 5])('takes a private key of %d lines for one of three', (lines) => {
    const [begin, end] = ['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----\nnext\n'];
    const secret = '\n****\n****\n**\n';
    const slots = [{ offset: begin.length, length: secret.length, class: 'private-key', id: 1 }];
    const sent = Buffer.from(`${begin}\n${'MIIE\n'.repeat(lines)}${end}`);
    for (const size of [1, 7, 1000]) {
      const match = new StdinMatch([]);
      match.expect(bytes(`${begin}${secret}${end}`), slots);
      match.expectEof();
      for (let at = 0; at < sent.length; at += size) {
        match.receive(sent.subarray(at, at + size));
        expect(match.state()).toEqual({ kind: 'waiting' });
      }
      match.receiveEof();
      expect(match.state()).toEqual({ kind: 'met' });
    }
  });

  it('does not take just anything for the lines of a private key', () => {
    const match = new StdinMatch([]);
    match.expect(bytes('a\n****\nb\n'), [{ offset: 1, length: 6, class: 'private-key', id: 1 }]);
    match.receive(bytes('a\nMIIE\nc\n'));
    expect(match.state()).toEqual({ kind: 'waiting' });
    match.receiveEof();
    expect(match.state()).toMatchObject({ kind: 'differs' });
  });

  it('agrees with plain comparison on random input, cut at random', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const text = (length: number): string => Array.from({ length }, () => 'ab\n\0'[random(4)]).join('');
    for (let round = 0; round < 2000; round++) {
      const expected = text(random(12));
      const received = random(2) === 0 ? expected + text(random(3)) : text(random(12));
      const match = matching('');
      for (let at = 0, end = 0; at < expected.length; at = end) {
        end = Math.min(expected.length, at + 1 + random(4));
        match.expect(bytes(expected.slice(at, end)));
      }
      for (let at = 0, end = 0; at < received.length; at = end) {
        end = Math.min(received.length, at + 1 + random(4));
        match.receive(bytes(received.slice(at, end)));
        match.state();
      }
      match.receiveEof();
      const wanted = received.startsWith(expected) ? 'met' : 'differs';
      expect(match.state().kind, JSON.stringify({ round, expected, received })).toBe(wanted);
    }
  });
});
