import { createHash, type Hash } from 'node:crypto';
import type { CassetteFile } from '../src/cassette/file.ts';
import type { TapedEvent } from '../src/cassette/recording.ts';
import { encodeHead } from '../src/cassette/v1/head.ts';
import type { Answer } from '../src/compare/answer.ts';
import { compare } from '../src/compare/compare.ts';
import { Pairs } from '../src/compare/pairs.ts';
import { keyOf } from '../src/key.ts';
import type { NormaliserSpec } from '../src/manifest/spec.ts';
import { chosenNormalisers } from '../src/normalise/choose.ts';
import { normalisingFor } from '../src/normalise/normalising-for.ts';
import { sameOutcome } from '../src/outcome.ts';
import { unlessDamaged } from './damage.ts';
import { Gathered } from './verify/gathered.ts';

/**
 * Whether a run recorded what is there already: every recording of the run pairs with one of the old file
 * (same origin and key, same occurrence) and is equal to it under the normalisers, timing and chunk borders aside. It is all or
 * nothing: one real difference, and the whole run is written, so that an id given out in one answer and used in a
 * later command stay together. What is damaged of the old file differs.
 */
export function unchanged(
  run: CassetteFile,
  old: CassetteFile,
  normalisers: readonly NormaliserSpec[] = [],
): boolean {
  if (run.count > old.count) return false;
  const pairs = unlessDamaged(() => pairsOf(run, old));
  if (!pairs?.every((pair) => unlessDamaged(() => sameQuestion(pair)))) return false;
  if (pairs.every((pair) => unlessDamaged(() => sameBytes(pair)))) return true;
  return unlessDamaged(() => sameAnswers(pairs, normalisers)) ?? false;
}

/** A recording of the run and the one of the old file that it stands beside. */
interface Pair {
  run: CassetteFile;
  i: number;
  old: CassetteFile;
  j: number;
}

/** Undefined where a recording of the run has none. */
function pairsOf(run: CassetteFile, old: CassetteFile): Pair[] | undefined {
  const occurrences = occurrencesIn(old);
  const pairs: Pair[] = [];
  for (let i = 0; i < run.count; i++) {
    const j = occurrences.get(whatAndWho(run, i))?.shift();
    if (j === undefined) return undefined;
    pairs.push({ run, i, old, j });
  }
  return pairs;
}

function occurrencesIn(file: CassetteFile): Map<string, number[]> {
  const occurrences = new Map<string, number[]>();
  for (let i = 0; i < file.count; i++) {
    const key = whatAndWho(file, i);
    const numbers = occurrences.get(key);
    if (numbers) numbers.push(i);
    else occurrences.set(key, [i]);
  }
  return occurrences;
}

/** Of origins side by side nobody knows which asks first. */
function whatAndWho(file: CassetteFile, index: number): string {
  const head = file.head(index);
  return `${keyOf(head).toString('latin1')} ${head.origin}`;
}

function sameQuestion({ run, i, old, j }: Pair): boolean {
  const [now, before] = [run.entry(i), old.entry(j)];
  if (!sameOutcome(now.outcome, before.outcome) || !now.stdinDigest.equals(before.stdinDigest)) return false;
  return asked(run, i) === asked(old, j);
}

/** All that the head says, but for when it was asked. */
const asked = (file: CassetteFile, index: number): string =>
  encodeHead({ ...file.head(index), start: 0 }).toString('latin1');

function sameBytes({ run, i, old, j }: Pair): boolean {
  const [now, before] = [digestsOf(run.events(i)), digestsOf(old.events(j))];
  return now.client === before.client && now.answer === before.answer;
}

/** Bytes of a stream that are held to be normalised; of longer ones all must be equal. */
const MOST_HELD = 16 * 1024 * 1024;

/** Those of one origin are held against each other with what was paired before. */
function sameAnswers(pairs: readonly Pair[], specs: readonly NormaliserSpec[]): boolean {
  const normalising = normalisingFor(chosenNormalisers({ specs }));
  const paired = new Map<string, Pairs>();
  return pairs.every((pair) => {
    const { run, i, old, j } = pair;
    const [now, before] = [digestsOf(run.events(i)), digestsOf(old.events(j))];
    if (now.client !== before.client) return false;
    const { asked: question, origin } = run.head(i);
    const known = paired.get(origin) ?? new Pairs();
    paired.set(origin, known);
    const answers = { asked: question, ...answersOf(pair) };
    const again = (): Answer => answersOf(pair).recorded;
    return compare(answers, normalising(question), known, again).verdict !== 'drift';
  });
}

function answersOf({ run, i, old, j }: Pair): { recorded: Answer; current: Answer } {
  const [recorded, current] = [gathered(old, j), gathered(run, i)];
  const isDigested = (stream: 'stdout' | 'stderr'): boolean =>
    recorded.isDigested(stream) || current.isDigested(stream);
  const digested = { stdout: isDigested('stdout'), stderr: isDigested('stderr') };
  return {
    recorded: recorded.answer(old.entry(j).outcome, digested),
    current: current.answer(run.entry(i).outcome, digested),
  };
}

function gathered(file: CassetteFile, index: number): Gathered {
  const all = new Gathered(MOST_HELD);
  for (const event of file.events(index)) all.add(event);
  return all;
}

/** Of what the client did, and of what the host said: each stream for itself, as their order is not the host's alone. */
function digestsOf(events: Iterable<TapedEvent>): { client: string; answer: string } {
  const streams: Record<'stdin' | 'stdout' | 'stderr' | 'rest', Hash> = {
    stdin: createHash('sha256'),
    stdout: createHash('sha256'),
    stderr: createHash('sha256'),
    rest: createHash('sha256'),
  };
  for (const event of events) {
    if (event.type === 'stdin' || event.type === 'stdout' || event.type === 'stderr') {
      streams[event.type].update(event.bytes);
    } else if (event.type === 'signal' || event.type === 'resize') {
      const { at: _, ...what } = event;
      streams.rest.update(JSON.stringify(what));
    } else if (event.type === 'outcome' && event.outcome.kind === 'signalled') {
      streams.rest.update(event.outcome.name); // a directory has no names of signals it has no number for
    }
  }
  const { stdin, stdout, stderr, rest } = streams;
  const hex = (hashes: readonly Hash[]): string => hashes.map((hash) => hash.digest('hex')).join(' ');
  return { client: hex([stdin, rest]), answer: hex([stdout, stderr]) };
}
