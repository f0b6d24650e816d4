import { hostText } from '../cassette/host-fingerprint.ts';
import { plural } from '../plural.ts';
import type { CassetteStats } from './cassette-stats.ts';
import { visible } from '../visible.ts';

/** The figures for people: a block a cassette. */
export function statsText(stats: CassetteStats): string {
  const { bytes } = stats;
  const rows: [string, string][] = [
    ['recorded', stats.day],
    ...(stats.stamped === undefined ? [] : [['stamped', stats.stamped] satisfies [string, string]]),
    ...hostsOf(stats),
    ['recordings', `${number(stats.recordings)} in ${seconds(stats.duration)}`],
    ['outcomes', outcomes(stats.outcomes)],
    ['bytes', `stdin ${number(bytes.stdin)}, stdout ${number(bytes.stdout)}, stderr ${number(bytes.stderr)}`],
    [
      'redacted',
      `${number(stats.redactedRecordings)} ${plural(stats.redactedRecordings, 'recording')}; looked for ${stats.redacted.join(', ') || 'nothing'}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `${visible(stats.cassette)} (format ${stats.version})`,
    ...rows.map(([name, value]) => `  ${visible(name).padEnd(width)}  ${visible(value)}`),
    ...table(stats),
    '',
  ].join('\n');
}

/** That of all origins is not there where each has its own. */
function hostsOf({ host, hosts }: CassetteStats): [string, string][] {
  const own = Object.entries(hosts).map(([origin, it]): [string, string] => [
    `host of ${origin}`,
    hostText(it) || 'unknown',
  ]);
  const known = hostText(host);
  return known === '' && own.length > 0 ? own : [['host', known || 'unknown'], ...own];
}

function outcomes(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `${number(n)} ${name}`);
  return parts.join(', ') || 'none';
}

function table({ commands }: CassetteStats): string[] {
  const cells = commands.map(({ name, recordings, outputBytes, duration }) => [
    visible(name),
    number(recordings),
    number(outputBytes),
    seconds(duration),
  ]);
  const rows = [['command', 'recordings', 'output bytes', 'time'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) =>
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}`,
  );
}

const number = (n: number): string => n.toLocaleString('en-US');

const seconds = (µs: number): string => `${(µs / 1e6).toFixed(µs < 1e8 ? 3 : 0)} s`;
