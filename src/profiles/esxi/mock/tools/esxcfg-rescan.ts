import { adapterNamed } from '../leaves/storage/adapter.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

/** Nothing comes and goes at the mock's adapters by itself: they are looked at, and that is all. */
export const ESXCFG_RESCAN: Tool = {
  name: 'esxcfg-rescan',
  about: 'Has an adapter look for devices.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-rescan');
    if (options.has('h')) return { stdout: USAGE };
    const [name] = words;
    if (name === undefined && !options.has('A')) return { stdout: USAGE, exit: 1 };
    if (name !== undefined) adapterNamed(state.host, name);
    return {};
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['a', 'add', 'flag'],
  ['d', 'delete', 'flag'],
  ['A', 'all', 'flag'],
  ['u', 'update', 'flag'],
  ['h', 'help', 'flag'],
];

const USAGE = `esxcfg-rescan [-a|-d|-u] [-A|--all] [<adapter>]
  -a|--add     Look only for devices that are new.
  -d|--delete  Look only for devices that are gone.
  -u|--update  Look only for paths.
  -A|--all     At all adapters.
  -h|--help    This help.
`;
