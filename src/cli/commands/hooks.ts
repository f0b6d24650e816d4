import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import type { Hook } from '../../hooks/hook.ts';
import { visible } from '../../visible.ts';
import type { CommandLine } from '../command-line.ts';
import { controlClient, type ControlClient } from '../control-client.ts';
import { reachedDeck } from '../deck-reached.ts';
import { hookFile } from '../hook-file.ts';
import { nonEmpty } from '../options/values.ts';

export function addHooks(program: Command, { terminal }: CommandLine): void {
  const hooks = program
    .command('hooks')
    .summary('list, add and remove the hooks of a running deck')
    .description(
      'Talks to a deck that was started with --control, by its ready file or from what it started.',
    )
    .addHelpText('after', EXAMPLES);
  const reach = ({ readyFile }: ReadyFileFlag): ControlClient =>
    controlClient(reachedDeck(readyFile, terminal.process.env));

  addReadyFile(hooks.command('list'))
    .summary('the hooks of the deck')
    .description(
      'Lists the hooks of the deck in the order they were registered, and behind them those that images have brought along, with their origins.',
    )
    .option('--json', 'a line of JSON for each, as it was given')
    .action(async (flags: ReadyFileFlag & { json?: boolean }) => {
      const { hooks: listed } = (await reach(flags).ask('GET', '/v1/hooks')) as { hooks: ListedHook[] };
      const lines = flags.json ? listed.map((hook) => JSON.stringify(hook)) : hookLines(listed);
      for (const line of lines) await terminal.data(`${line}\n`);
    });
  addReadyFile(hooks.command('add'))
    .summary('one more, or several')
    .description(
      'Adds the hooks of a YAML or JSON file behind those that are there: one hook, a list of them, or a manifest that ' +
        'has nothing but hooks. Files of mocks lie beside it, or below. All are added, or none.',
    )
    .argument('<file>', "'-' for stdin")
    .action(async (file: string, flags: ReadyFileFlag) => {
      const names = await addAll(file, await hookFile(file, terminal.process.stdin), reach(flags));
      terminal.say(names.map((name) => `tapehead: added hook ${visible(name)}\n`).join(''));
    });
  addReadyFile(hooks.command('remove'))
    .summary('one or several less')
    .description('Removes hooks by their names. Answers that they have a part in go on.')
    .argument('<name...>', 'as listed')
    .action(async (names: readonly string[], flags: ReadyFileFlag) => {
      for (const name of names) {
        await reach(flags).ask('DELETE', hookPath(name));
        terminal.say(`tapehead: removed hook ${visible(name)}\n`);
      }
    });
}

export interface ReadyFileFlag {
  readyFile?: string;
}

export const addReadyFile = (command: Command): Command =>
  command.option(
    '--ready-file <path>',
    'that of the deck (default: the variables of what the deck started)',
    nonEmpty('--ready-file', 'PATH'),
  );

type ListedHook = Pick<Hook, 'name' | 'when' | 'spec'> & { image?: ListedImage };

/** Of a hook that an image has brought along; not all of the origins are named. */
interface ListedImage {
  name: string;
  origins: readonly string[];
  count: number;
}

async function addAll(file: string, specs: readonly unknown[], client: ControlClient): Promise<string[]> {
  const names: string[] = [];
  try {
    for (const spec of specs) {
      const { name } = (await client.ask('POST', '/v1/hooks', spec)) as ListedHook;
      names.push(name);
    }
    return names;
  } catch (error) {
    await Promise.allSettled(names.map((name) => client.ask('DELETE', hookPath(name)))); // a deck that is gone has none
    throw inFile(file, names.length + 1, specs.length, error);
  }
}

/** What the deck has against a hook, with the place that it does not know. */
function inFile(file: string, number: number, of: number, error: unknown): unknown {
  if (!(error instanceof TapeheadError) || error.code === 'CONTROL_UNREACHABLE') return error;
  const place = `${file === '-' ? 'stdin' : file}${of > 1 ? `, hook ${number} of ${of}` : ''}`;
  const lines = error.message.split('\n').map((line) => `${place}: ${line}`);
  return new TapeheadError(error.code, lines.join('\n'), error.remedy, { cause: error });
}

const hookPath = (name: string): string => `/v1/hooks/${encodeURIComponent(name)}`;

/** Such as `first call fails  before  mock`, one below the other. */
function hookLines(hooks: readonly ListedHook[]): string[] {
  const named = aligned(hooks.map(({ name }) => visible(name)));
  const timed = aligned(hooks.map(({ when }) => when));
  return hooks.map(({ spec, image }, i) => {
    const actions = spec === null ? ['code'] : [(spec as { do: object }).do].flat().flatMap(Object.keys);
    return `${named[i]}  ${timed[i]}  ${actions.join(', ')}${image ? `  (${imageText(image)})` : ''}`;
  });
}

/** Origins that a line names. */
const MOST_NAMED = 3;

function imageText({ name, origins, count }: ListedImage): string {
  const named = origins.slice(0, MOST_NAMED);
  const more = count - named.length;
  return `image ${visible(name)}: ${named.map(visible).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function aligned(cells: readonly string[]): string[] {
  const width = Math.max(0, ...cells.map((cell) => cell.length));
  return cells.map((cell) => cell.padEnd(width));
}

const EXAMPLES = `
Examples:
  tapehead replay --cassette esx.cassette --control --ready-file ready.json &
  tapehead hooks add --ready-file ready.json no-network.yaml
  tapehead hooks list --ready-file ready.json
  tapehead hooks remove --ready-file ready.json 'no network'
`;
