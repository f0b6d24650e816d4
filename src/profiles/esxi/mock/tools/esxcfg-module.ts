import { Failure } from '../failure.ts';
import { moduleNamed, parameterString, setParameters } from '../model/modules.ts';
import type { Module } from '../model/settings.ts';
import { moduleInformation, moduleTable } from './module-text.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

const OPTIONS: readonly ToolOption[] = [
  ['d', 'disable', 'flag'],
  ['e', 'enable', 'flag'],
  ['g', 'get-options', 'flag'],
  ['h', 'help', 'flag'],
  ['i', 'info', 'flag'],
  ['l', 'list', 'flag'],
  ['q', 'query', 'flag'],
  ['s', 'set-options', 'value'],
];

export const ESXCFG_MODULE: Tool = {
  name: 'esxcfg-module',
  about: 'Lists modules of the kernel, and sets whether they load and with what.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-module');
    const { host } = state;
    const [name] = words;
    if (options.has('l')) return { stdout: moduleTable(host.modules) };
    if (options.has('q')) {
      const enabled = host.modules.filter((one) => one.enabled && (name === undefined || one.name === name));
      return { stdout: enabled.map((one) => `${one.name}\n`).join('') };
    }
    if (name === undefined) return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
    const module = known(() => moduleNamed(host, name), name);
    if (options.has('i')) return { stdout: moduleInformation('esxcfg-module', module) };
    if (options.has('g'))
      return {
        stdout: `${module.name} enabled = ${module.enabled ? 1 : 0} options = '${parameterString(module)}'\n`,
      };
    const text = options.get('s');
    if (text === undefined && !options.has('e') && !options.has('d')) return { stdout: USAGE, exit: 1 };
    state.change((draft) => {
      const one = moduleNamed(draft, name);
      if (options.has('e')) one.enabled = true;
      if (options.has('d')) one.enabled = false;
      if (text !== undefined) setParameters(one, text, { append: false, force: true });
    });
    return {};
  },
};

/** In the words of this tool. */
function known(find: () => Module, name: string): Module {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`esxcfg-module: Unable to find module ${name}`);
  }
}

const USAGE = `Usage: esxcfg-module [options] [module]
   -d|--disable           it is not loaded any more, from the next start on
   -e|--enable            it is loaded, from the next start on
   -g|--get-options       the parameters it is loaded with
   -h|--help              this help
   -i|--info              what it says of itself
   -l|--list              all that are loaded
   -q|--query             those that are enabled, by name
   -s|--set-options TEXT  the parameters it is loaded with
`;
