import { Failure } from '../../failure.ts';
import type { Said } from '../../said.ts';
import type { World } from '../../world.ts';
import type { Tool } from '../tool.ts';
import { isInTree, placeAt } from './find.ts';
import type { Held, VsishField } from './node.ts';
import { NODES } from './nodes.ts';

/** `-e get|cat|ls|set PATH`; with `-p` as Python has it; `-r` says the same. */
export const VSISH: Tool = {
  name: 'vsish',
  about: 'Reads and sets what the kernel tells of itself.',
  run({ args }, world) {
    const options = args.filter(
      (arg, i) => arg.startsWith('-') && args.slice(0, i).every((one) => one.startsWith('-')),
    );
    const words = args.slice(options.length);
    const letters = new Set(options.flatMap((option) => option.slice(1).split('')));
    if (args.length === 0 || letters.has('h')) return { stdout: USAGE, exit: args.length === 0 ? 1 : 0 };
    const unknown = [...letters].find((letter) => !'epr'.includes(letter));
    if (unknown !== undefined || !letters.has('e'))
      return { stdout: USAGE, exit: 1, notImplemented: `vsish ${args.join(' ')}` };
    const [command = '', path = '', ...rest] = words.length === 1 ? (words[0] ?? '').split(/\s+/) : words;
    return run(command, path, rest.join(' '), world, letters.has('p'));
  },
};

function run(command: string, path: string, text: string, { state }: World, isPython: boolean): Said {
  const { host } = state;
  const place = placeAt(NODES, host, path);
  if (!place) {
    const said = { stderr: 'VSISHPath_Form():Extraneous path component or not found\n', exit: 1 };
    return isInTree(NODES, path) ? said : { ...said, notImplemented: `vsish -e ${command} ${path}` };
  }
  const { node, names, children } = place;
  switch (command) {
    case 'ls':
    case 'dir':
      return { stdout: children.map((child) => `${child}\n`).join('') };
    case 'get':
    case 'cat': {
      if (!node?.get) throw new Failure(`VSISHCmdGetInt():Get failed: Not found`);
      const held = node.get(host, names);
      const stderr = isPython ? 'main():Python mode is deprecated\n' : '';
      return { stdout: isPython ? pythonOf(held) : textOf(held), stderr };
    }
    case 'set':
      if (!node?.set) throw new Failure('VSISHCmdSet():Set failed: Read only');
      state.change((draft) => node.set?.(draft, names, text));
      return {};
    default:
      return { stderr: `Unknown command: ${command}\n`, exit: 1, notImplemented: `vsish -e ${command}` };
  }
}

function textOf(held: Held): string {
  if (typeof held !== 'object') return `${held}\n`;
  const lines = held.fields.map((field) => `   ${field.name}:${valueOf(field)}\n`);
  return `${held.title} {\n${lines.join('')}}\n`;
}

/** Which is not JSON: a comma stands behind the last one, too. */
function pythonOf(held: Held): string {
  if (typeof held !== 'object') return `${typeof held === 'string' ? JSON.stringify(held) : held}\n`;
  const lines = held.fields.map((field) => {
    const value = typeof field.value === 'string' ? JSON.stringify(field.value) : valueOf(field);
    return `   ${JSON.stringify(field.name)} : ${value},\n`;
  });
  return `{\n${lines.join('')}}\n`;
}

const valueOf = ({ value, isHex }: VsishField): string =>
  isHex && typeof value === 'number' ? `0x${value.toString(16)}` : String(value);

const USAGE = `Usage: vsish [-p] [-r] -e COMMAND [PATH [VALUE]]
   cat PATH        what a node holds
   get PATH        the same
   ls PATH         what is below a node
   set PATH VALUE  changes what a node holds
`;
