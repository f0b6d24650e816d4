import { type Command, Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { controlClient, type ControlClient } from '../control-client.ts';
import { reachedDeck } from '../deck-reached.ts';
import { addReadyFile, type ReadyFileFlag } from './hooks.ts';

interface ProfileFlags extends ReadyFileFlag {
  origin: string;
}

export function addProfile(program: Command, { terminal }: CommandLine): void {
  const profile = program
    .command('profile')
    .summary('export, import and reset the mock hosts of a running deck')
    .description(
      'Talks to a deck that was started with --profile and --control, by its ready file or from what it started. Each ' +
        'origin has a mock host of its own, which commands change.',
    )
    .addHelpText('after', EXAMPLES);
  const ofOrigin = (command: Command): Command =>
    addReadyFile(command).addOption(
      new Option('--origin <name>', 'whose host').env('TAPEHEAD_ORIGIN').default('default'),
    );
  const reach = ({ readyFile }: ProfileFlags): ControlClient =>
    controlClient(reachedDeck(readyFile, terminal.process.env));

  ofOrigin(profile.command('export'))
    .summary('the host as it is now')
    .description('Writes the host of an origin as YAML, which can be imported, or described to another deck.')
    .action(async (flags: ProfileFlags) => {
      const host = await reach(flags).ask('GET', pathOf(flags));
      const { hostYaml } = await import('../../profiles/esxi/mock/model/yaml.ts'); // loads yaml
      await terminal.data(hostYaml(host as Parameters<typeof hostYaml>[0]));
    });
  ofOrigin(profile.command('import'))
    .summary('another host')
    .description("Puts the host that a YAML or JSON file describes in the place of an origin's.")
    .argument('<file>')
    .action(async (file: string, flags: ProfileFlags) => {
      await reach(flags).ask('PUT', pathOf(flags), await described(file));
    });
  ofOrigin(profile.command('reset'))
    .summary('the host as at the start')
    .description('Puts the host of an origin back to how the deck began with it.')
    .action(async (flags: ProfileFlags) => {
      await reach(flags).ask('DELETE', pathOf(flags));
    });
  profile
    .command('check')
    .summary('whether a description of a host is all right')
    .description('Reads a YAML or JSON file that describes a host, and says all that is wrong with it.')
    .argument('<file>')
    .action(async (file: string) => {
      await described(file);
    });
}

/** @throws TapeheadError BAD_HOST */
async function described(file: string): Promise<object> {
  const { readDescription } = await import('../../profiles/esxi/mock/model/check.ts'); // loads zod
  return readDescription(file);
}

const pathOf = ({ origin }: ProfileFlags): string => `/v1/origins/${encodeURIComponent(origin)}/profile`;

const EXAMPLES = `
Examples:
  tapehead replay --profile esxi --control --ready-file ready.json --ssh 2222 &
  tapehead profile export --ready-file ready.json > host.yaml
  tapehead profile import --ready-file ready.json --origin esx-2 host.yaml
  tapehead profile reset --ready-file ready.json
`;
