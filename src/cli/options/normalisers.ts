import type { Command } from 'commander';
import { ALL, type NormaliserSwitch } from '../../normalise/choose.ts';
import type { ReadMore } from './values.ts';

/** What commander makes of the options that switch normalisers: both are kept under the one name, in their order. */
export interface NormaliserFlags {
  normalise?: readonly NormaliserSwitch[];
}

export function addNormaliserOptions(command: Command): Command {
  return command
    .optionsGroup('Normalisers:')
    .option(
      '--normalise <name>',
      `hide what this one finds, or ${ALL} of them; may be given again`,
      turned(true),
    )
    .option(
      '--no-normalise <name>',
      `hide nothing of what this one finds, or ${ALL} of them; of both options the later wins`,
      turned(false),
    );
}

const turned =
  (isOn: boolean): ReadMore<NormaliserSwitch> =>
  (name, before = []) => [...before, { name, isOn }];
