import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import { ENGINES, type Engine } from '../../image/run/engine.ts';
import { each, oneOf } from './values.ts';

/** What commander makes of the options on where COMMAND runs. */
export interface PlaceFlags {
  with?: Engine;
  inPlace?: boolean;
  env?: readonly (readonly [string, string])[];
}

export function addPlaceOptions(command: Command, env: NodeJS.ProcessEnv): Command {
  return command
    .optionsGroup('Image:')
    .option(
      '--with <engine>',
      'bwrap or podman (default: the first of them that can)',
      oneOf('--with', ENGINES),
    )
    .option('--in-place', 'run the folder itself, and keep what COMMAND changes in it, instead of a copy')
    .option(
      '--env <name[=value]>',
      'a variable for COMMAND, which gets none of yours otherwise; without a value, yours; may be given again',
      each((text) => variable(text, env)),
    );
}

function variable(text: string, env: NodeJS.ProcessEnv): readonly [string, string] {
  const [, name = '', given] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=([^]*))?$/.exec(text) ?? [];
  const value = given ?? env[name];
  if (name !== '' && !OWN.test(name) && value !== undefined) return [name, value];
  const why =
    name === ''
      ? 'is no NAME=VALUE'
      : value === undefined
        ? 'is not in the environment'
        : 'is set by tapehead itself';
  throw new TapeheadError(
    'USAGE',
    `--env ${JSON.stringify(text)} ${why}`,
    '--env LANG=C, or --env LANG for yours',
  );
}

/** By which COMMAND finds the deck; the origin has an option. */
const OWN = /^TAPEHEAD_(?:SOCKET|ORIGIN|ASK)$/;
