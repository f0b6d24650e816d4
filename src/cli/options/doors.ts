import type { Command } from 'commander';
import { parseAuth, type AuthChoice } from './auth.ts';
import { parseOrigin } from './origin.ts';
import { parseSshAddress, type SshAddress } from './ssh-address.ts';
import { each, nonEmpty } from './values.ts';

/** What commander makes of the options on how invocations arrive. */
export interface DoorFlags {
  ssh?: readonly SshAddress[];
  origin?: string;
  auth?: AuthChoice;
  hostKey?: string;
  readyFile?: string;
  log?: string;
}

export function addDoorOptions(command: Command): Command {
  return command
    .optionsGroup('Doors:')
    .option(
      '--ssh <[host:]port[=origin]>',
      'listen for SSH clients; 0 picks a port; loopback unless HOST is given; may be given again',
      each(parseSshAddress),
    )
    .option('--origin <name>', 'origin of invocations that name none (default "default")', parseOrigin)
    .option(
      '--auth <how>',
      'password:SECRET, keys:FILE or none (default: made anew at each start)',
      parseAuth,
    )
    .option('--host-key <file>', 'private key the SSH doors identify with', nonEmpty('--host-key', 'FILE'))
    .option(
      '--ready-file <path>',
      'written once every door listens: JSON with host, port, user, password, key',
      nonEmpty('--ready-file', 'PATH'),
    )
    .option(
      '--log <file>',
      'append a line of JSON as each call is asked and answered',
      nonEmpty('--log', 'FILE'),
    );
}
