import type { Command } from 'commander';
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
    .description('Lists the hooks of the deck in the order they were registered.')
    .option('--json', 'a line of JSON for each, as it was given')
    .action(async (flags: ReadyFileFlag & { json?: boolean }) => {
      const { hooks: listed } = (await reach(flags).ask('GET', '/v1/hooks')) as { hooks: ListedHook[] };
      for (const hook of listed) {
        await terminal.data(`${flags.json ? JSON.stringify(hook) : hookLine(hook)}\n`);
      }
    });
  addReadyFile(hooks.command('add'))
    .summary('one more, or several')
    .description(
      'Adds the hooks of a YAML or JSON file behind those that are there: one hook, a list of them, or a manifest, of ' +
        'which nothing but its hooks is taken. All are added, or none.',
    )
    .argument('<file>', "'-' for stdin")
    .action(async (file: string, flags: ReadyFileFlag) => {
      const names = await addAll(await hookFile(file, terminal.process.stdin), reach(flags));
      terminal.say(names.map((name) => `tapehead: added hook ${name}\n`).join(''));
    });
  addReadyFile(hooks.command('remove'))
    .summary('one or several less')
    .description('Removes hooks by their names. Answers that they have a part in go on.')
    .argument('<name...>', 'as listed')
    .action(async (names: readonly string[], flags: ReadyFileFlag) => {
      for (const name of names) {
        await reach(flags).ask('DELETE', hookPath(name));
        terminal.say(`tapehead: removed hook ${name}\n`);
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

type ListedHook = Pick<Hook, 'name' | 'when' | 'spec'>;

async function addAll(specs: readonly unknown[], client: ControlClient): Promise<string[]> {
  const names: string[] = [];
  try {
    for (const spec of specs) {
      const { name } = (await client.ask('POST', '/v1/hooks', spec)) as ListedHook;
      names.push(name);
    }
    return names;
  } catch (error) {
    for (const name of names) await client.ask('DELETE', hookPath(name));
    throw error;
  }
}

const hookPath = (name: string): string => `/v1/hooks/${encodeURIComponent(name)}`;

/** Such as `first call fails  before  mock`. */
function hookLine({ name, when, spec }: ListedHook): string {
  const actions = spec === null ? ['code'] : [(spec as { do: object }).do].flat().flatMap(Object.keys);
  return `${visible(name)}  ${when}  ${actions.join(', ')}`;
}

const EXAMPLES = `
Examples:
  tapehead replay --cassette esx.cassette --control --ready-file ready.json &
  tapehead hooks add --ready-file ready.json no-network.yaml
  tapehead hooks list --ready-file ready.json
  tapehead hooks remove --ready-file ready.json 'no network'
`;
