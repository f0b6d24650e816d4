import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ControlAddress } from '../../control/control.ts';
import type { DeckShimDoor } from '../../deck-options.ts';
import type { SshAuth } from '../../doors/ssh/credentials.ts';
import type { SshDoorOptions } from '../../doors/ssh/door.ts';
import { TapeheadError } from '../../errors.ts';
import { type Interposed, parseInterposed } from '../../interpose/interposed.ts';
import { parseControl } from './control.ts';
import { parseAuth, type AuthChoice } from './auth.ts';
import { readOptionFile } from './option-file.ts';
import { parseOrigin } from './origin.ts';
import { parseSocket } from './socket.ts';
import { parseSshAddress, type SshAddress } from './ssh-address.ts';
import { commaList, each, nonEmpty, once } from './values.ts';

/** What commander makes of the options on how invocations arrive. */
export interface DoorFlags {
  ssh?: readonly SshAddress[];
  socket?: readonly DeckShimDoor[];
  interpose?: readonly Interposed[];
  origin?: string;
  auth?: AuthChoice;
  hostKey?: string;
  readyFile?: string;
  log?: string;
  control?: ControlAddress;
}

/** `interpose` is false where COMMAND has its shims elsewhere. */
export function addDoorOptions(command: Command, { interpose = true } = {}): Command {
  command
    .optionsGroup('Doors:')
    .option(
      '--ssh <[host:]port[=origin]>',
      'listen for SSH clients; 0 picks a port; loopback unless HOST is given; may be given again' +
        (interpose ? ' (default: 0, unless --interpose or --socket is given)' : ''),
      each(parseSshAddress),
    );
  if (interpose) {
    command.option(
      '--interpose <names>',
      'executables that COMMAND and all it starts ask the deck for: names, which are put first on its PATH, or ' +
        'absolute paths, which are laid over for it alone',
      commaList(parseInterposed),
    );
  }
  return command
    .option(
      '--socket <path[=origin]>',
      'listen for shims on a Unix socket; may be given again',
      each(parseSocket),
    )
    .option(
      '--origin <name>',
      'origin of invocations that name none (default "default")',
      once('--origin', parseOrigin),
    )
    .option(
      '--auth <how>',
      'password:SECRET, keys:FILE or none (default: made anew at each start)',
      once('--auth', parseAuth),
    )
    .option('--host-key <file>', 'private key the SSH doors identify with', nonEmpty('--host-key', 'FILE'))
    .option(
      '--ready-file <path>',
      'written once every door listens: JSON with host, port, user, password, key, socket, control',
      nonEmpty('--ready-file', 'PATH'),
    )
    .addOption(
      new Option(
        '--control [port|path]',
        'the control API, for tapehead hooks, tapehead calls and programs of yours: at a port of loopback (default: ' +
          'any), or on a Unix socket',
      )
        .preset('0')
        .argParser(once('--control', parseControl)),
    )
    .option(
      '--log <file>',
      'append a line of JSON as each call is asked and answered (time of asking in ms, duration in µs; by a shim: also the ' +
        'process that asked, and its invokers), or a client is turned away; - is stderr, and lines for people where that ' +
        'is a terminal',
      nonEmpty('--log', 'FILE'),
    );
}

/** The doors of a deck; both kinds may be none. */
export interface Doors {
  origin: string;
  ssh: SshDoorOptions[];
  shim: DeckShimDoor[];
  control?: ControlAddress;
}

/**
 * The doors that were asked for; an SSH door on loopback where nothing speaks for another kind.
 *
 * @throws TapeheadError USAGE for a file that cannot be read, DOOR_UNSAFE for a door that is open to all.
 */
export async function doorOptions(flags: DoorFlags): Promise<Doors> {
  const addresses = flags.ssh ?? (wantsSsh(flags) ? [{ host: undefined, port: 0, origin: undefined }] : []);
  const origin = flags.origin ?? 'default';
  if (flags.auth?.kind === 'none') refuseOpenDoors(addresses);
  const shared = {
    ...(flags.auth && { auth: await sshAuth(flags.auth) }),
    ...(flags.hostKey !== undefined && { hostKey: await readOptionFile('--host-key', flags.hostKey) }),
  };
  const ssh = addresses.map((address) => ({
    ...shared,
    ...(address.host !== undefined && { host: address.host }),
    port: address.port,
    origin: address.origin ?? origin,
  }));
  // COMMAND may have another working folder than we.
  const shim = (flags.socket ?? []).map((door) => ({ ...door, path: resolve(door.path) }));
  return { origin, ssh, shim, ...(flags.control && { control: flags.control }) };
}

const wantsSsh = ({ socket, interpose, auth, hostKey }: DoorFlags): boolean =>
  (socket === undefined && interpose === undefined) || auth !== undefined || hostKey !== undefined;

function refuseOpenDoors(addresses: readonly SshAddress[]): void {
  const wide = addresses.find(({ host }) => host !== undefined && !isLoopback(host));
  if (!wide) return;
  throw new TapeheadError(
    'DOOR_UNSAFE',
    `a door on ${wide.host ?? ''} without authentication would let in everyone on the network`,
    `--ssh ${wide.port}, which listens on loopback only, or leave out --auth none`,
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

async function sshAuth(choice: AuthChoice): Promise<SshAuth> {
  if (choice.kind !== 'keys') return choice;
  return { kind: 'keys', authorizedKeys: String(await readOptionFile('--auth keys:', choice.file)) };
}
