import { describe, expect, test } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import { AS_IT_IS } from '../../src/normalise/normalising.ts';
import { exited } from '../../src/outcome.ts';
import { argv, compared, places, said, told } from './answers.ts';

const LINES = Array.from({ length: 40 }, (_, i) => `step ${i} of the work is done`);
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('an output without a format', () => {
  test.each([
    ['a line that changed', LINES.with(20, 'step 20 of the work is skipped'), ['changed line 21']],
    ['a line that is gone', LINES.toSpliced(20, 1), ['removed line 21']],
    ['a new line', LINES.toSpliced(20, 0, 'and now something else'), ['added line 21']],
    [
      'a new line beside one that changed',
      LINES.toSpliced(20, 1, 'and now something else', 'step 20 of the work is skipped'),
      ['added line 21', 'changed line 21'],
    ],
    ['lines far apart', LINES.toSpliced(30, 1).toSpliced(3, 0, 'hello'), ['added line 4', 'removed line 31']],
    ['nothing left', [], LINES.map((_, i) => `removed line ${i + 1}`)],
  ])('tells %s, and nothing else', (_, current, differences) => {
    expect(places(compared(text(LINES), text(current)))).toEqual(differences);
  });

  test('is shown with three lines around each change, and the words that changed', () => {
    const [stream] = compared(text(LINES), text(LINES.with(20, 'step 20 of the work is skipped'))).streams;
    const [hunk, ...more] = stream?.hunks ?? [];
    expect(more).toEqual([]);
    expect([hunk?.recordedStart, hunk?.currentStart]).toEqual([18, 18]);
    expect(hunk?.lines.map(({ kind }) => kind).join(' ')).toBe('same same same removed added same same same');
    const marked = hunk?.lines.flatMap(({ parts }) => parts.filter(({ changed }) => changed));
    expect(marked?.map((part) => part.text)).toEqual(['done', 'skipped']);
  });

  test('a final newline that is gone is told, once', () => {
    expect(told(compared('a\nb\n', 'a\nb'))).toEqual([
      'changed final newline: a final newline → no final newline',
    ]);
  });

  test('CRLF for LF is told once, beside what changed', () => {
    const crlf = text(LINES.with(20, 'step 20 of the work is skipped')).replaceAll('\n', '\r\n');
    expect(told(compared(text(LINES), crlf))).toEqual([
      'changed line 21: step 20 of the work is done → step 20 of the work is skipped',
      'changed line ends: LF → CRLF',
    ]);
  });

  test('progress is lines that end with a carriage return', () => {
    const progress = (steps: readonly number[]): string => steps.map((n) => `\rClone: ${n}% done.`).join('');
    expect(places(compared(progress([0, 1, 2, 3]), progress([0, 1, 3])))).toEqual(['removed line 4']);
  });

  test('bytes that are no UTF-8 are compared as they are, and look like it', () => {
    const [recorded, current] = [Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('café\n')];
    expect(told(compared(recorded, current))).toEqual(['changed line 1: caf\\xe9 → café']);
  });

  test('more lines than anybody reads are counted, not shown', () => {
    const [one, other] = ['a', 'b'].map((word) =>
      text(Array.from({ length: 5000 }, (_, i) => `${word} ${i}`)),
    );
    const result = compared(one ?? '', other ?? '');
    expect(result.count).toBe(5000);
    expect(result.differences).toHaveLength(200);
    const shown = result.streams[0]?.hunks.flatMap((hunk) => hunk.lines).length ?? 0;
    expect(shown).toBe(1000);
    expect(result.streams[0]?.leftOut).toBe(9000);
  });

  test('a long line is shown around where it differs', () => {
    const long = (word: string): string => `${'x'.repeat(3_000_000)}${word}${'y'.repeat(3_000_000)}\n`;
    const result = compared(long('one'), long('two'));
    expect(result.differences[0]?.recorded).toContain('xxxoneyyy');
    const [removed, added] = result.streams[0]?.hunks[0]?.lines ?? [];
    expect(removed?.parts.find(({ changed }) => changed)?.text).toBe('one');
    expect(added?.parts.find(({ changed }) => changed)?.text).toBe('two');
  });
});

describe('an answer', () => {
  const pairOf = (recorded: ReturnType<typeof said>, current: ReturnType<typeof said>) =>
    compare({ asked: argv('show'), recorded, current }, AS_IT_IS, new Pairs());

  test('is the same where outcome and bytes are', () => {
    expect(pairOf(said('a\n', 'b\n'), said('a\n', 'b\n'))).toEqual({
      verdict: 'same',
      differences: [],
      count: 0,
      normalised: [],
      streams: [],
    });
  });

  test('drifts with its outcome, told before all else', () => {
    const result = pairOf(said('a\n'), { ...said('b\n', 'new\n'), outcome: exited(1) });
    expect(result.differences.map(({ field, severity }) => [field, severity])).toEqual([
      ['outcome', 'outcome'],
      ['stderr', 'structure'],
      ['stdout', 'value'],
    ]);
  });

  test('that is binary is told by size and digest', () => {
    const result = compared(Buffer.from([0, 1, 2]), Buffer.from([0, 1, 2, 3]));
    expect(result.streams).toEqual([{ stream: 'stdout', format: 'binary', hunks: [], leftOut: 0 }]);
    expect(told(result)[0]).toMatch(
      /^changed : 3 bytes, SHA-256 ae4b3280e56e.* → 4 bytes, SHA-256 054edec1d021/,
    );
  });

  test('that was too long to be held is told by its digest, also where the other was not', () => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // of abc
    const digested = { ...said(''), stdout: { length: 3, digest } };
    expect(pairOf(digested, said('abc')).verdict).toBe('same');
    expect(pairOf(said('abd'), digested).differences).toHaveLength(1);
  });

  test('is the same whatever stands in a redacted slot, and says what it is where it comes or goes', () => {
    const slot = (offset: number, length: number, id: number) => ({ offset, length, class: 'password', id });
    const one = { ...said(''), stdout: { bytes: Buffer.from('key: XXXX\n'), slots: [slot(5, 4, 7)] } };
    const two = {
      ...said(''),
      stdout: { bytes: Buffer.from('key: YYYYYY\n'), slots: [slot(5, 3, 2), slot(8, 3, 2)] },
    };
    expect(pairOf(one, two).verdict).toBe('same');
    expect(told(pairOf(one, said('key: none\n')))).toEqual(['changed key: <password:1> → none']);
  });
});
