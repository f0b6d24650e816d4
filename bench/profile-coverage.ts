import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../src/clock.ts';
import { openDeck } from '../src/deck.ts';
import type { Invocation } from '../src/invocation.ts';
import { EsxiProfile } from '../src/profiles/esxi/mock/profile.ts';
import type { Said } from '../src/profiles/esxi/mock/said.ts';
import type { Stdio } from '../src/stdio.ts';
import { printFigures } from './figure.ts';

const CLIENTS = join(import.meta.dirname, '../../bench/fixtures/esxi-clients.txt');
/** Lists of commands that somebody keeps beside the project. */
const LISTS = join(import.meta.dirname, '../../../shared/esx/lists');

/** The issue's eight. */
const TOOLS = 'configstorecli esxcfg-advcfg localcli vmkfstools vmkload_mod vsish vds-vsipioctl esxcli'.split(
  ' ',
);

/** How many of the commands of a list the esxi profile has, and which it has not. */
export async function profileCoverage(): Promise<void> {
  const clients = readFileSync(CLIENTS, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const simple = clients.filter((line) => !line.startsWith('! '));
  const shell = clients.filter((line) => line.startsWith('! ')).map((line) => line.slice(2));
  const lists = existsSync(LISTS) ? readdirSync(LISTS).sort() : [];
  const figures = [
    covered('clients: commands', simple, 1),
    covered('clients: what takes a shell', shell, 1, await ranInShell(shell)),
    ...lists.map((file) => covered(file, commandsIn(readFileSync(join(LISTS, file), 'utf8')), 0.8)),
    covered('tools', TOOLS, 1),
  ];
  printFigures(
    'esxi profile: commands that it has',
    figures.map(({ figure }) => figure),
  );
  for (const { figure, lacking } of figures) {
    if (lacking.length > 0)
      console.log(`\n${figure.name} lacks:\n${lacking.map((one) => `  ${one}\n`).join('')}`);
  }
}

/** A list has a command a line, perhaps with how often it was seen. */
const commandsIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^ +\d+ /, '').replaceAll('%line%', '1'));

function covered(
  name: string,
  commands: readonly string[],
  wanted: number,
  isThere: (command: string) => boolean = isKnown,
) {
  const lacking = commands.filter((command) => !isThere(command));
  const there = commands.length - lacking.length;
  const share = there / commands.length;
  const figure = {
    name,
    measured: `${there} of ${commands.length}, ${Math.round(100 * share)} %`,
    wanted: `${Math.round(100 * wanted)} %`,
    met: share >= wanted,
  };
  return { figure, lacking };
}

/** Whether a fresh host answers, and neither says that it has no such command nor that it has no such option. */
function isKnown(command: string): boolean {
  const answer = said(command);
  if (!answer || answer.notImplemented !== undefined) return false;
  return answer.stdout?.startsWith('Error: Invalid option') !== true;
}

/** Whether all of a line was answered by the profile, and its shell found each command. Each has a fresh host. */
async function ranInShell(lines: readonly string[]): Promise<(line: string) => boolean> {
  await using deck = await openDeck({ mode: 'none', profile: 'esxi', hooks: [] });
  const well = new Set<string>();
  for (const [i, line] of lines.entries()) {
    const origin = `line-${i}`;
    let stderr = '';
    await deck.answer(
      { ...asking(line), origin },
      listening((text) => (stderr += text)),
    );
    const answered = deck.calls({ origin }).every(({ provenance }) => provenance?.from === 'profile');
    if (answered && !stderr.includes('not found')) well.add(line);
  }
  return (line) => well.has(line);
}

/** A client that types nothing, and hears what is said on stderr. */
const listening = (heard: (text: string) => void): Stdio => ({
  started: () => undefined,
  stdin: events({ type: 'eof', stream: 'stdin' }),
  controls: events(),
  gone: new AbortController().signal,
  isGone: false,
  send(event) {
    if (event.type === 'stderr') heard(Buffer.from(event.bytes).toString());
    return Promise.resolve();
  },
});

async function* events<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

function said(command: string): Said | undefined {
  using profile = new EsxiProfile({}, systemClock);
  try {
    return profile.say(asking(command));
  } catch (error) {
    console.log(`  ${command}: ${String(error)}`);
    return undefined;
  }
}

const asking = (command: string): Invocation => ({
  asked: { kind: 'string', command: Buffer.from(command) },
  env: new Map(),
  tty: undefined,
  origin: 'default',
  door: 'bench',
  user: undefined,
});
