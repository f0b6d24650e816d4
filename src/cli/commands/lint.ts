import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../../clock.ts';
import { TapeheadError } from '../../errors.ts';
import type { Linting } from '../../lint/lint.ts';
import { version } from '../../version.ts';
import type { CommandLine } from '../command-line.ts';
import { lintLine, lintSummary } from '../lint-text.ts';
import { ENDED_WELL, TROUBLE } from '../exit-code.ts';

interface LintFlags {
  allow?: string[];
  maxAge?: number;
  played?: string[];
  strict?: boolean;
  json?: boolean;
  sarif?: boolean;
}

export function addLint(program: Command, commandLine: CommandLine): void {
  program
    .command('lint')
    .summary('what is wrong with cassettes: secrets, damage, age, size')
    .description(
      'Finds secrets that slipped through, and recordings that are damaged, duplicate, orphaned or too old; journals that were left; ' +
        'cassettes too large for git. Exit code 0: no errors, 1: errors, 2: usage.',
    )
    .argument('<cassette...>', 'cassettes to look through')
    .option('--allow <digest>', 'what a finding says of a word that is no secret; repeatable', list)
    .option('--max-age <days>', 'older is an error, such as 90d', days)
    .option(
      '--played <report>',
      'a JSON report of a run: recordings that no such run played are orphaned; repeatable',
      list,
    )
    .option('--strict', 'warnings are errors')
    .option('--json', 'a line of JSON for each finding')
    .option('--sarif', 'SARIF 2.1.0, for code scanning')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], flags: LintFlags) => {
      commandLine.exitCode = await lintThem(paths, flags, commandLine);
    });
}

async function lintThem(
  paths: readonly string[],
  { allow = [], maxAge, played = [], strict = false, json, sarif }: LintFlags,
  { terminal }: CommandLine,
): Promise<number> {
  if (json && sarif)
    throw new TapeheadError('USAGE', '--json and --sarif are two forms of one output', 'name one of them');
  const [{ lint }, { lintSarif }] = await Promise.all([
    import('../../lint/lint.ts'),
    import('../../lint/sarif.ts'),
  ]);
  const options: Linting = {
    allow: new Set(allow),
    maxAge,
    unplayed: played.map(unplayedOf),
    strict,
    now: systemClock.wall(),
  };
  const findings = [];
  for (const one of lint(paths, options)) {
    findings.push(one);
    if (!sarif) await terminal.data(json ? `${JSON.stringify(one)}\n` : lintLine(one));
  }
  if (sarif) await terminal.data(lintSarif(findings, version()));
  else if (!json && findings.length > 0) await terminal.data(lintSummary(findings));
  return findings.some(({ level }) => level === 'error') ? TROUBLE : ENDED_WELL;
}

/** @throws TapeheadError USAGE */
function unplayedOf(path: string): Linting['unplayed'][number] {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as { unplayed?: unknown };
    if (!Array.isArray(report.unplayed)) throw new Error('it has no list "unplayed"');
    if (!report.unplayed.every(isUnplayed)) throw new Error('"unplayed" has more in it than recordings');
    return report.unplayed;
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `${path} is no report of a run: ${(cause as Error).message}`,
      'name what `tapehead replay --report FILE` has written',
      { cause },
    );
  }
}

function isUnplayed(one: unknown): one is Linting['unplayed'][number][number] {
  const { file, recording } = (one ?? {}) as { file?: unknown; recording?: unknown };
  return typeof file === 'string' && typeof recording === 'number';
}

const list = (value: string, before: string[] = []): string[] => [...before, value];

function days(text: string): number {
  const [, number] = /^(\d{1,6})d?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('not a number of days, such as 90d');
  return Number(number);
}

const EXAMPLES = `
Examples:
  tapehead lint tapes/*.cassette
  tapehead lint --strict --max-age 90d --sarif tapes/*.cassette > lint.sarif
`;
