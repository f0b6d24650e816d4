import { expect, test } from 'vitest';
import { summary } from '../../src/cli/summary.ts';
import { refused } from '../../src/outcome.ts';
import { emptyReport, missedCall, reportOf } from './a-report.ts';

test('a run in which nothing was asked says so', () => {
  expect(summary(emptyReport)).toBe('tapehead: nothing was asked\n');
});

const written = { kind: 'written', path: 'esx.cassette', recordings: 5, kept: 0, damage: undefined } as const;

test('counts what there is, and says what became of the cassette', () => {
  const report = { ...emptyReport, calls: 4, played: 2, plays: 2, recorded: 2 };
  expect(summary({ ...report, cassette: written })).toBe(
    'tapehead: 2 played, 2 recorded\ntapehead: wrote esx.cassette: 5 recordings\n',
  );
  expect(summary({ ...report, cassette: { ...written, kept: 3 } })).toContain(
    'wrote esx.cassette: 5 recordings, 2 of them new\n',
  );
});

test('counts the calls that hooks answered', () => {
  const report = { ...emptyReport, calls: 4, played: 1, plays: 1, hooked: 2, passedThrough: 1 };
  expect(summary(report)).toBe('tapehead: 1 played, 2 answered by hooks, 1 passed through\n');
});

test('tells calls and recordings apart where some were played again', () => {
  expect(summary({ ...emptyReport, calls: 3, played: 2, plays: 3 })).toBe(
    'tapehead: 3 played from 2 recordings\n',
  );
});

test('says that a damaged cassette was replaced, and where the damage was', () => {
  const cassette = { ...written, damage: 'esx.cassette is damaged at byte 70: a frame' };
  expect(summary({ ...emptyReport, calls: 1, recorded: 1, cassette })).toContain(
    'tapehead: what it replaced was damaged: esx.cassette is damaged at byte 70: a frame\n',
  );
});

test('says what became of a cassette for which nothing was taped', () => {
  const cassette = { kind: 'nothing-taped', path: 'x.cassette', isThere: false } as const;
  expect(summary({ ...emptyReport, cassette })).toBe(
    'tapehead: nothing was asked, x.cassette was not written\n',
  );
  expect(summary({ ...emptyReport, cassette: { ...cassette, isThere: true } })).toBe(
    'tapehead: nothing was asked, x.cassette is as it was\n',
  );
  const played = { ...emptyReport, calls: 1, played: 1, plays: 1 };
  expect(summary({ ...played, cassette: { ...cassette, isThere: true } })).toBe('tapehead: 1 played\n');
});

test('tells each miss once, with its reason, unless clients told it on the same stderr', () => {
  const misses = [missedCall('a', 'a was never recorded'), missedCall('a', 'a was never recorded')];
  expect(summary(reportOf({ misses }))).toBe(
    'tapehead: 2 missed\ntapehead: missed 2 times: a was never recorded\n',
  );
  expect(summary(reportOf({ misses }), { missesWereTold: true })).toBe('tapehead: 2 missed\n');
});

test('tells twenty misses one by one, and counts all others, kept or not', () => {
  const misses = Array.from({ length: 25 }, (_, i) => missedCall('a', `${i % 22} was never recorded`));
  const counts = { misses: 5_000, troubles: 0, failures: 0 };
  const lines = summary(reportOf({ misses }, { calls: 5_000, counts })).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'tapehead: 5000 missed',
    'tapehead: missed 2 times: 0 was never recorded',
  ]);
  expect(lines.slice(-3)).toEqual([
    'tapehead: missed: 19 was never recorded',
    'tapehead: … and 4977 more missed',
    '',
  ]);
});

test('names what was lost or refused', () => {
  const call = {
    ...missedCall('reboot', ''),
    provenance: { from: 'upstream', url: 'ssh://a', taped: false } as const,
  };
  const failures = [{ ...call, outcome: refused('no route') }];
  expect(summary(reportOf({ failures }))).toContain('not taped: reboot: refused: no route\n');
});

test('tells of a journal how to keep what is in it', () => {
  const cassette = {
    kind: 'journal-left',
    path: 'a.cassette',
    isThere: true,
    journal: 'a.cassette.journal',
    recordings: 1,
  } as const;
  const report = { ...emptyReport, calls: 1, recorded: 1, cassette };
  expect(summary(report)).toContain(
    'the run did not end well, so a.cassette is as it was; 1 recording of the run in a.cassette.journal\n' +
      'try: tapehead repair a.cassette',
  );
  expect(summary({ ...report, cassette: { ...cassette, isThere: false } })).toContain(
    'so a.cassette was not written; ',
  );
});

test('names unplayed recordings and what they answer, only where all had to be played', () => {
  const asked = { kind: 'string', command: Buffer.from('cat \x1b[31m') } as const;
  const unplayed = [
    { file: 'a.cassette', index: 0, asked },
    { file: 'a.cassette', index: 1, asked: undefined },
  ];
  const report = { ...emptyReport, calls: 1, played: 1, plays: 1, unplayed };
  expect(summary(report)).not.toContain('unplayed');
  expect(summary(report, { requireAllPlayed: true })).toContain(
    'unplayed: recording 1 of a.cassette, cat \\x1b[31m\ntapehead: unplayed: recording 2 of a.cassette\n',
  );
});

test('control characters of a client never reach the terminal', () => {
  const text = summary(reportOf({ misses: [missedCall('x', 'no \x1b]0;owned\x07\n::error::x')] }));
  expect(text).toContain('no \\x1b]0;owned\\x07\\n::error::x');
});
