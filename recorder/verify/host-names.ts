import { isIP } from 'node:net';
import type { CassetteFile } from '../../src/cassette/file.ts';
import type { Answer } from '../../src/compare/answer.ts';
import type { Asked, Invocation } from '../../src/invocation.ts';
import { commandWords } from '../../src/normalise/command-words.ts';
import { pipelineOf } from '../../src/profiles/pipeline.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { unlessDamaged } from '../damage.ts';
import { rerun, type RerunWorld } from './rerun.ts';
import { readTaped } from './taped.ts';

/** What a host calls itself, whole and without its domain, where what was asked is its name. Pure. */
export function namesIn(asked: Asked, stdout: string): string[] {
  const words = wordsOf(asked);
  const [name] = words;
  const command = words.join(' ');
  const [line = '', ...more] = stdout.trim().split('\n');
  if (name === 'hostname' || command === 'uname -n') return more.length === 0 ? ofOne(line) : [];
  if (command === 'uname -a') return ofOne(line.split(' ')[1] ?? '');
  return command === 'esxcli system hostname get'
    ? Array.from(stdout.matchAll(ESXCLI), ([, one = '']) => ofOne(one)).flat()
    : [];
}

/** None of a string that is more than one command. */
function wordsOf(asked: Asked): readonly string[] {
  if (asked.kind !== 'string') return commandWords(asked);
  const [words = [], ...more] = pipelineOf(asked.command) ?? [];
  const argv = words.map((word) => Buffer.from(word, 'latin1'));
  return more.length > 0 || argv.length === 0 ? [] : commandWords({ kind: 'argv', argv });
}

const ESXCLI = /^ *(?:Fully Qualified Domain|Host) Name: (\S+) *$/gm;

/** RFC 1123 §2.1. By the name that every host has none is known. */
function ofOne(name: string): string[] {
  const [short = ''] = name.split('.');
  const isName = name.length < 254 && /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name);
  return !isName || isIP(name) !== 0 || short === 'localhost' ? [] : [...new Set([name, short])];
}

/** Bytes: longer answers name no host. */
const MOST_HELD = 64 * 1024;

/** What the host of an origin called itself when it was recorded. */
export function recordedNames(file: CassetteFile, origin: string): string[] {
  const names: string[] = [];
  for (let index = 0; index < file.count; index++) {
    const { asked, origin: whose } = file.head(index);
    if (whose !== origin || !NAMING.has(commandWords(asked)[0] ?? '')) continue;
    const gathered = unlessDamaged(() => readTaped(file, index, MOST_HELD).gathered());
    if (!gathered) continue;
    const digested = { stdout: gathered.isDigested('stdout'), stderr: true };
    names.push(...namesIn(asked, textOf(gathered.answer(file.entry(index).outcome, digested))));
  }
  return names;
}

const NAMING: ReadonlySet<string> = new Set(['hostname', 'uname', 'esxcli']);

/** Asked of a host by an execution of our own. */
const NODE_NAME: Asked = { kind: 'string', command: Buffer.from('uname -n') };

/** ms */
const LONGEST = 5_000;

/** What a host is called in its URL. */
export const namesInUrl = ({ url }: Pick<Upstream, 'url'>): string[] =>
  URL.canParse(url) ? ofOne(new URL(url).hostname) : [];

/** What a host calls itself now. */
export async function currentNames(upstream: Upstream, world: Omit<RerunWorld, 'most'>): Promise<string[]> {
  const invocation: Invocation = {
    asked: NODE_NAME,
    env: new Map(),
    tty: undefined,
    origin: 'default',
    user: undefined,
    door: 'verify',
  };
  const limits = { time: LONGEST, output: MOST_HELD };
  const what = { taped: NOTHING_TYPED, invocation, limits };
  const again = await rerun(what, upstream, { ...world, most: MOST_HELD }, () => undefined);
  if (again.kind === 'unchecked') return [];
  const answer = again.heard.gathered().answer(again.outcome, { stdout: false, stderr: true });
  return namesIn(NODE_NAME, textOf(answer));
}

const NOTHING_TYPED = {
  stdin: [{ event: { type: 'eof', stream: 'stdin' } as const, after: 0, at: 0, since: 0 }],
  controls: [],
  secretsAsTaped: () => ({}),
};

const textOf = ({ stdout }: Answer): string =>
  'bytes' in stdout ? Buffer.from(stdout.bytes).toString('latin1') : '';
