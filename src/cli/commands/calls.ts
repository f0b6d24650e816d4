import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import { callLine, type CallJson } from '../call-line.ts';
import type { CommandLine } from '../command-line.ts';
import { controlClient } from '../control-client.ts';
import { reachedDeck } from '../deck-reached.ts';
import { addReadyFile, type ReadyFileFlag } from './hooks.ts';

interface CallsFlags extends ReadyFileFlag {
  follow?: boolean;
  take?: boolean;
  json?: boolean;
}

export function addCalls(program: Command, { terminal }: CommandLine): void {
  addReadyFile(program.command('calls'))
    .summary('what a running deck was asked, and who answered')
    .description(
      'Lists the calls that the deck has answered and keeps; with --follow also those to come, until it ends. Talks ' +
        'to a deck that was started with --control.',
    )
    .option('--follow', 'go on with each call as it is answered')
    .option('--take', 'only those since somebody last took them')
    .option('--json', 'a line of JSON for each')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CallsFlags) => {
      if (flags.follow && flags.take) {
        throw new TapeheadError('USAGE', '--follow and --take do not go together', 'one of them');
      }
      const client = controlClient(reachedDeck(flags.readyFile, terminal.process.env));
      const tell = (call: CallJson): Promise<void> =>
        terminal.data(`${flags.json ? JSON.stringify(call) : callLine(call)}\n`);
      const tellLost = (lost: number): void => {
        if (lost > 0) terminal.say(`tapehead: ${lost} calls before these are kept no more\n`);
      };

      if (flags.follow) {
        for await (const { type, data } of client.follow('/v1/calls/stream?since=0')) {
          if (type === 'lost') tellLost((data as { lost: number }).lost);
          if (type === 'call') await tell(data as CallJson);
        }
        return;
      }
      const asked = flags.take ? client.ask('POST', '/v1/calls/take') : client.ask('GET', '/v1/calls');
      const { calls, lost } = (await asked) as { calls: CallJson[]; lost: number };
      tellLost(lost);
      for (const call of calls) await tell(call);
    });
}

const EXAMPLES = `
Examples:
  tapehead calls --ready-file ready.json
  tapehead calls --ready-file ready.json --follow
  tapehead calls --ready-file ready.json --take --json | jq -r .provenance.from
`;
