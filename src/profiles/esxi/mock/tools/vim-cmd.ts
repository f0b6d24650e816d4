import type { Said } from '../said.ts';
import { COMMANDS } from '../vim/commands/all.ts';
import { least, type Printed, type VimCommand } from '../vim/command.ts';
import { VimFault } from '../vim/fault.ts';
import { listing, usageOf } from '../vim/help.ts';
import { Refusal } from '../vim/refusal.ts';
import { printed, printedFault } from '../vim/print.ts';
import { isVersion } from '../model/version.ts';
import type { World } from '../world.ts';
import type { Tool } from './tool.ts';

const BY_PATH = new Map(COMMANDS.map((command) => [command.path, command]));

/** The host's agent from its shell. */
const VIM_CMD: Tool = {
  name: 'vim-cmd',
  about: 'All commands of the host’s agent.',
  run({ args }, world) {
    const [first = '', ...rest] = args;
    const asksHelp = first === 'help' || rest[0] === '--help';
    const path = (first === 'help' ? (rest[0] ?? '') : first).replace(/^\/|\/$/g, '');
    if (isDown(world)) return { stdout: 'Connect to localhost failed: Connection failure\n', exit: 1 };
    const command = BY_PATH.get(path);
    if (command) return asksHelp ? helpOf(command) : runOne(command, rest, world);
    const there = listing(COMMANDS, path);
    if (there !== undefined) return { stdout: there };
    return { stdout: `Invalid command '${path}'\n`, exit: 1, notImplemented: `vim-cmd ${path}` };
  },
};

/** Old clients use its long name. */
export const VIM_TOOLS: readonly Tool[] = [VIM_CMD, { ...VIM_CMD, name: 'vmware-vim-cmd' }];

/** The agent itself may be stopped. */
const isDown = ({ state }: World): boolean =>
  state.host.services.some(({ name, running }) => name === 'hostd' && !running);

const helpOf = (command: VimCommand): Said =>
  command.about === undefined ? notModelled(command) : { stdout: usageOf(command) };

const notModelled = ({ path }: VimCommand): Said => ({
  stdout: `Invalid command '${path}'\n`,
  exit: 1,
  notImplemented: `vim-cmd ${path}`,
});

function runOne(command: VimCommand, args: readonly string[], world: World): Said {
  if (!command.run) return notModelled(command);
  if (args.length < least(command)) {
    return { stdout: `Insufficient arguments.\n${usageOf(command)}`, exit: 1 };
  }
  const { version } = world.state.host.identity;
  const says = command.says === undefined ? '' : `${command.says}\n`;
  try {
    return { stdout: says + textOf(command.run(args, world), version) };
  } catch (error) {
    if (error instanceof Refusal) return { stdout: `${error.message}\n`, exit: 1 };
    if (!(error instanceof VimFault)) throw error;
    const fault = `${printedFault(error.type, error.fields, error.message, version)}\n`;
    if (error.type === 'vim.fault.NotFound') return { stdout: fault, exit: 1 }; // Before it began.
    const isNamed = command.task !== undefined && isVersion(version, { since: '6.0' });
    return { stdout: says + (isNamed ? `${command.task} failed: ` : '') + fault, exit: 1 };
  }
}

function textOf(told: Printed, version: string): string {
  if (told === undefined) return '';
  if (typeof told === 'string') return told;
  return `${told.heading ?? ''}${printed(told.value, version)}\n`;
}
