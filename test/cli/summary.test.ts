import { expect, test } from 'vitest';
import { summary } from '../../src/cli/summary.ts';
import { refused } from '../../src/outcome.ts';
import { emptyReport, missedCall } from './a-report.ts';

test('a run in which nothing was asked says so', () => {
  expect(summary(emptyReport)).toBe('tapehead: nothing was asked\n');
});

test('counts what there is, and says what became of the cassette', () => {
  const cassette = { kind: 'written', path: 'esx.cassette', recordings: 5, kept: 3 } as const;
  expect(summary({ ...emptyReport, calls: 4, played: 2, recorded: 2, cassette })).toBe(
    'tapehead: 2 played, 2 recorded\ntapehead: wrote esx.cassette: 5 recordings, 3 of them kept\n',
  );
});

test('tells each miss once, with its reason', () => {
  const misses = [missedCall('a', 'a was never recorded'), missedCall('a', 'a was never recorded')];
  expect(summary({ ...emptyReport, calls: 2, misses })).toBe(
    'tapehead: 2 missed\ntapehead: missed 2 times: a was never recorded\n',
  );
});

test('names what was lost or refused', () => {
  const call = {
    ...missedCall('reboot', ''),
    provenance: { from: 'upstream', url: 'ssh://a', taped: false } as const,
  };
  const failures = [{ ...call, outcome: refused('no route') }];
  expect(summary({ ...emptyReport, calls: 1, failures })).toContain('not taped: reboot: refused: no route\n');
});

test('tells of a journal how to keep what is in it', () => {
  const cassette = {
    kind: 'journal-left',
    path: 'a.cassette',
    journal: 'a.cassette.journal',
    recordings: 1,
  } as const;
  expect(summary({ ...emptyReport, calls: 1, recorded: 1, cassette })).toContain(
    'try: tapehead repair a.cassette',
  );
});

test('names unplayed recordings, counted from 1, only where all had to be played', () => {
  const report = { ...emptyReport, calls: 1, played: 1, unplayed: [{ file: 'a.cassette', index: 0 }] };
  expect(summary(report)).not.toContain('unplayed');
  expect(summary(report, { requireAllPlayed: true })).toContain('unplayed: recording 1 of a.cassette\n');
});

test('control characters of a client never reach the terminal', () => {
  const text = summary({
    ...emptyReport,
    calls: 1,
    misses: [missedCall('x', 'no \x1b]0;owned\x07\n::error::x')],
  });
  expect(text).toContain('no \\x1b]0;owned\\x07\\n::error::x');
});
