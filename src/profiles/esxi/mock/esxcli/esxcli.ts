import { Failure } from '../failure.ts';
import type { Said } from '../said.ts';
import type { World } from '../world.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import { readGiven } from './given.ts';
import { type Console, helpOfLeaf, helpOfNamespace, helpOfRoot } from './help.ts';
import type { Leaf } from './leaf.ts';
import { print } from './print/print.ts';
import { outputOf } from './structures.ts';
import { find, type Namespace } from './tree.ts';
import { UsageError } from './usage-error.ts';

/** Words of an unknown command that the log is told: no real one has more. */
const MOST_WORDS = 12;

/**
 * Runs a command of esxcli. Whatever it says goes to stdout, errors too; any error is exit 1. `args`: all but argv[0].
 */
export function runEsxcli(root: Namespace, args: readonly string[], world: World, console: Console): Said {
  try {
    return runLine(root, readCommandLine(args), world, console);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return failed(`${error.message}\n\n${helpOfRoot(root, console)}`);
  }
}

function runLine(root: Namespace, line: CommandLine, world: World, console: Console): Said {
  if (line.wantsVersion) return { stdout: `Script '${console.program}' version: ${releaseOf(world)}\n` };
  if (line.isBatch) {
    const said = failed(`Error: Invalid option --batch\n\n${helpOfRoot(root, console)}`);
    return { ...said, notImplemented: `${console.program} --batch` };
  }
  const found = find(root, line.words);
  switch (found.kind) {
    case 'unknown': {
      const command = line.words.join(' ');
      const said = failed(`Error: Unknown command or namespace ${command}\n\n`);
      return { ...said, notImplemented: [console.program, ...line.words.slice(0, MOST_WORDS)].join(' ') };
    }
    case 'namespace': {
      const { namespace } = found;
      const help = line.words.length === 0 ? helpOfRoot(root, console) : helpOfNamespace(namespace, console);
      const [option] = line.args;
      if (line.wantsHelp || option === undefined) return { stdout: help };
      return failed(`Error: Invalid option ${option}\n\n${help}`);
    }
    case 'leaf':
      return line.wantsHelp
        ? { stdout: helpOfLeaf(found.leaf, console) }
        : runLeaf(found.leaf, line, world, console);
  }
}

function runLeaf(leaf: Leaf, { args, format }: CommandLine, world: World, console: Console): Said {
  try {
    const given = readGiven(leaf.options ?? {}, args);
    const returned = returnedBy(leaf, given as never, world);
    const { version } = world.state.host.identity;
    return { stdout: print(outputOf(leaf.prints, returned, version), format, version) };
  } catch (error) {
    if (error instanceof UsageError) return failed(`${error.message}\n\n${helpOfLeaf(leaf, console)}`);
    if (error instanceof Failure) return { stdout: `${error.message}\n`, exit: error.exit };
    throw error;
  }
}

const returnedBy = (leaf: Leaf, given: never, world: World): unknown =>
  leaf.change
    ? world.state.change((host) => leaf.change?.(host, given, world))
    : leaf.read?.(world.state.host, given, world);

const failed = (stdout: string): Said => ({ stdout, exit: 1 });

/** The first two numbers of the version: `8.0`. */
const releaseOf = ({ state }: World): string => state.host.identity.version.split('.').slice(0, 2).join('.');
