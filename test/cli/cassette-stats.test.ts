import { expect, test } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { cassetteStats } from '../../src/cli/cassette-stats.ts';
import { statsText } from '../../src/cli/stats-text.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

function open(folder: TempFolder): CassetteFile {
  return CassetteFile.open(
    writeCassette(folder.file('a.cassette'), [
      { command: '/bin/esxcli network nic list', stdout: 'vmnic0', duration: 1000 },
      { command: 'esxcli system version get', stdout: '8.0', code: 1, duration: 500 },
      { command: 'A=b /sbin/grep x | wc -l', stdout: '' },
    ]),
  );
}

test('counts recordings, outcomes and bytes, by command name', () => {
  using folder = new TempFolder();
  using file = open(folder);
  expect(cassetteStats(file)).toMatchObject({
    recordings: 3,
    day: '2026-01-01',
    bytes: { stdin: 0, stdout: 9, stderr: 0 },
    outcomes: { 'exited 0': 2, 'exited 1': 1 },
    redactedRecordings: 0,
    commands: [
      { name: 'esxcli', recordings: 2, outputBytes: 9, duration: 1500 },
      { name: 'grep', recordings: 1, outputBytes: 0 },
    ],
  });
});

test('the text has a table whose columns are in line', () => {
  using folder = new TempFolder();
  using file = open(folder);
  const lines = statsText(cassetteStats(file)).split('\n');
  const table = lines
    .slice(lines.findIndex((line) => line.startsWith('  command')))
    .filter((line) => line !== '');
  expect(table).toHaveLength(3);
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
});

test('the text says of each origin with a host of its own what is known of that', () => {
  using folder = new TempFolder();
  using file = open(folder);
  const hosts = { 'esx-1': { hostKey: 'SHA256:x' }, here: {} };
  const own = / {2}host of esx-1 +SHA256:x\n {2}host of here +unknown\n/;
  expect(statsText({ ...cassetteStats(file), hosts })).toMatch(own);
  expect(statsText({ ...cassetteStats(file), hosts })).not.toMatch(/ {2}host +unknown/);
  expect(statsText({ ...cassetteStats(file), hosts, host: { system: 'x' } })).toMatch(
    / {2}host +x\n {2}host of /,
  );
  expect(statsText(cassetteStats(file))).toMatch(/ {2}host +unknown\n/);
});
