import { expect, test } from 'vitest';
import type { AnsweredCall } from '../../src/calls.ts';
import { exitCodeOf, exitCodeOfRun } from '../../src/cli/exit-code.ts';
import type { Report } from '../../src/report.ts';
import { TapeheadError } from '../../src/errors.ts';
import { emptyReport, missedCall, reportOf } from './a-report.ts';

const call: AnsweredCall = missedCall('esxcli', 'never recorded');

test.each<[string, Report, number]>([
  ['nothing', emptyReport, 0],
  ['a miss', reportOf({ misses: [call] }), 125],
  ['the deck’s own trouble, before misses', reportOf({ misses: [call], troubles: [call] }), 1],
  ['a lost execution', reportOf({ failures: [call] }), 1],
  [
    'a journal that was left',
    {
      ...emptyReport,
      cassette: { kind: 'journal-left', path: 'a', isThere: true, journal: 'a.journal', recordings: 1 },
    },
    1,
  ],
])('0 of COMMAND and %s', (_, report, code) => {
  expect(exitCodeOfRun(0, { report, cut: false }, false)).toBe(code);
});

test('COMMAND’s own code is never covered up', () => {
  expect(exitCodeOfRun(3, { report: reportOf({ misses: [call], troubles: [call] }), cut: true }, true)).toBe(
    3,
  );
});

test('a run that had to be cut did not end well', () => {
  expect(exitCodeOfRun(0, { report: emptyReport, cut: true }, false)).toBe(1);
});

test('what was not played counts only where all had to be', () => {
  const report = { ...emptyReport, unplayed: [{ file: 'a', index: 0, asked: undefined }] };
  expect(exitCodeOfRun(0, { report, cut: false }, false)).toBe(0);
  expect(exitCodeOfRun(0, { report, cut: false }, true)).toBe(125);
});

test('errors of the caller are usage errors, all else is trouble', () => {
  for (const code of ['BAD_PATTERN', 'MODE_IN_CI', 'NOT_ALLOWED', 'DOOR_UNSAFE'] as const)
    expect(exitCodeOf(new TapeheadError(code, '', ''))).toBe(2);
  expect(exitCodeOf(new TapeheadError('NO_CASSETTE', '', ''))).toBe(1);
  expect(exitCodeOf(new Error('bug'))).toBe(1);
});
