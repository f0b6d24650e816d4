import { createHash } from 'node:crypto';
import type { CassetteFile } from '../cassette/file.ts';
import { keyOf } from '../key.ts';
import { plural } from '../plural.ts';
import { type Finding, finding } from './finding.ts';

/** Of one command of one origin: the recordings at the end that say what the one before them says. */
interface Run {
  first: number;
  answer: string;
  same: number[];
}

/**
 * Recordings that need not be there: past the last one of a command it plays again (`--repeat last`), so of equal
 * ones at the end the first is enough. Equal ones with others behind them keep the order.
 */
export function duplicates(file: CassetteFile, damaged: ReadonlySet<number>): Finding[] {
  const runs = new Map<string, Run>();
  for (let index = 0; index < file.count; index++) {
    if (damaged.has(index)) continue;
    const head = file.head(index);
    const asked = `${head.origin}\0${keyOf(head).toString('latin1')}`;
    const answer = answerOf(file, index);
    const run = runs.get(asked);
    if (run?.answer === answer) run.same.push(index + 1);
    else runs.set(asked, { first: index + 1, answer, same: [] });
  }
  return [...runs.values()].flatMap(({ first, same }) => {
    if (same.length === 0) return [];
    const message = `asks and says the same as ${plural(same.length, 'recording')} ${same.slice(0, 10).join(', ')} behind it`;
    const remedy = 'record with fewer repetitions; `--repeat last` plays the last one again';
    return [finding('duplicate', { cassette: file.path, recording: first }, message, remedy)];
  });
}

/** Bytes of each stream, and the outcome; times and borders of chunks do not count. */
function answerOf(file: CassetteFile, index: number): string {
  const streams = { stdin: createHash('sha256'), stdout: createHash('sha256'), stderr: createHash('sha256') };
  let outcome = '';
  for (const event of file.events(index)) {
    if ('bytes' in event) streams[event.type].update(event.bytes);
    if (event.type === 'outcome') outcome = JSON.stringify(event.outcome);
  }
  return [...Object.values(streams).map((one) => one.digest('base64')), outcome].join('\0');
}
