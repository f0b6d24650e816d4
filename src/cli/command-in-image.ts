import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { TapeheadError } from '../errors.ts';
import { bubblewrapped, commandBelow, whyNotBubblewrapped } from '../image/run/bubblewrap.ts';
import { type Contained, SOCKET_INSIDE } from '../image/run/contained.ts';
import { findEngines, type Engine, type FoundEngine } from '../image/run/engine.ts';
import {
  checkFolder,
  commandIn,
  configuration,
  inPodman,
  leavePodman,
  wasBegun,
} from '../image/run/podman.ts';
import { removeTree } from '../image/run/remove-tree.ts';
import { rootOf } from '../image/run/root.ts';
import type { CommandPlace } from './command-place.ts';
import { catchEndSignals, type EndSignals } from './end-signals.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';
import { runCommand, signalCode } from './run-command.ts';
import type { DeckRun } from './run-deck.ts';
import type { Terminal } from './terminal.ts';

/** In what COMMAND is to run. */
export interface ImageChoice {
  /** A folder or an archive. */
  image: string;
  /** Undefined: the first that can. */
  engine: Engine | undefined;
  /** A folder is run itself, and not a copy of it. */
  inPlace: boolean;
  /** Further variables for COMMAND. */
  variables: Readonly<Record<string, string>>;
  hostname: string;
}

/** How long COMMAND may take to end after a signal, ms: as the first process of a container it is deaf to most. */
const GRACE = 10_000;

/**
 * An image as the place where COMMAND runs. All that is made for it goes with it.
 *
 * @throws TapeheadError NO_ENGINE, ENGINE_FAILED, NOT_AN_IMAGE, BAD_ARCHIVE, USAGE
 */
export const inImage =
  (choice: ImageChoice, process: Terminal['process']): NonNullable<DeckRun['place']> =>
  async (doors): Promise<CommandPlace> => {
    using early = catchEndSignals(process); // by which what is half-made would stay
    const engines = findEngines(choice.engine, process.env['PATH']);
    const folder = await makePrivateFolder();
    const release = async (): Promise<void> => {
      await removeTree(folder.path);
      await folder[Symbol.asyncDispose]();
    };
    try {
      const { path: root, variables } = await rootOf(choice.image, choice.inPlace, join(folder.path, 'root'));
      const inside = { root, variables: { HOME: '/', ...variables }, hostname: choice.hostname };
      const found = firstThatCan(engines, inside);
      await checkGoesOn(early);
      const socket = join(folder.path, 'socket');
      return {
        doors: [{ path: socket }, ...doors],
        run: (command, deck, terminal, signals) => {
          const contained = {
            ...inside,
            command,
            socket,
            secret: new Set(Object.keys(choice.variables)),
            variables: variablesIn(inside, deck, choice, terminal),
          };
          return RUN[found.engine](found.path, contained, folder, terminal, signals);
        },
        [Symbol.asyncDispose]: release,
      };
    } catch (error) {
      await release();
      throw error;
    }
  };

/** @throws TapeheadError RUN_FAILED where a signal came meanwhile */
async function checkGoesOn(signals: EndSignals): Promise<void> {
  await turn(); // unpacking left no time to hear of one
  let ended: NodeJS.Signals | undefined;
  using _ = signals.handTo((signal) => (ended = signal));
  if (ended === undefined) return;
  throw new TapeheadError('RUN_FAILED', `${ended} ended it while the image was unpacked`, 'run it again');
}

/** Of the deck's only what leads through the socket: the network of this machine is not COMMAND's. */
function variablesIn(
  { variables }: Pick<Contained, 'variables'>,
  { TAPEHEAD_ORIGIN = '', TAPEHEAD_ASK = '' }: Readonly<Record<string, string>>,
  choice: ImageChoice,
  { process }: Terminal,
): Contained['variables'] {
  const { TERM } = process.env;
  return {
    ...variables,
    ...(process.stdin.isTTY && TERM !== undefined && { TERM }),
    ...choice.variables,
    ...{ TAPEHEAD_SOCKET: SOCKET_INSIDE, TAPEHEAD_ORIGIN, TAPEHEAD_ASK },
  };
}

/** @throws TapeheadError ENGINE_FAILED */
function firstThatCan(
  engines: readonly FoundEngine[],
  inside: Pick<Contained, 'root' | 'hostname'>,
): FoundEngine {
  const [first, second] = engines;
  if (first?.engine !== 'bwrap') return first as FoundEngine;
  const why = whyNotBubblewrapped(first.path, inside);
  if (why === undefined) return first;
  if (second) return second;
  throw new TapeheadError(
    'ENGINE_FAILED',
    `bubblewrap cannot run the image here: ${why}`,
    '--with podman; or allow user namespaces: sysctl kernel.unprivileged_userns_clone, ' +
      'kernel.apparmor_restrict_unprivileged_userns, or the seccomp profile of the container that this is',
  );
}

type Run = (
  path: string,
  contained: Contained,
  folder: PrivateFolder,
  terminal: Terminal,
  signals: EndSignals,
) => Promise<number>;

const RUN: Readonly<Record<Engine, Run>> = {
  bwrap: (path, contained, _folder, terminal, signals) => {
    const { command, env } = bubblewrapped(path, contained);
    return runCommand(command, env, terminal, signals, { grace: GRACE, receiver: commandBelow });
  },
  podman: async (path, contained, { path: parent }, terminal, signals) => {
    const folder = join(parent, 'p');
    checkFolder(folder);
    await mkdir(folder);
    const { name, text } = configuration(existsSync('/run/systemd/system'));
    await writeFile(join(folder, name), text);
    const { stdin } = terminal.process;
    const run = { podman: path, folder, tty: stdin.isTTY === true, env: terminal.process.env };
    const { command, env } = inPodman(run, contained);
    const code = await runCommand(command, env, terminal, signals, {
      grace: GRACE,
      receiver: () => commandIn(run),
    });
    await leavePodman(run, env, code >= signalCode('SIGHUP'));
    if (code !== 125 || wasBegun(run)) return code;
    throw new TapeheadError(
      'ENGINE_FAILED',
      'podman could not start the image, and says above why',
      '--with bwrap; or podman run --rm of any image, which should fail alike',
    );
  },
};
