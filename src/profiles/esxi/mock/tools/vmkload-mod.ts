import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import { loadModule, setParameters } from '../model/modules.ts';
import type { Module } from '../model/settings.ts';
import { isVersion } from '../model/version.ts';
import type { Said } from '../said.ts';
import type { World } from '../world.ts';
import { moduleInformation, moduleTable } from './module-text.ts';
import type { Tool } from './tool.ts';

/** `-l`, `-s MODULE`, `-b`; `-u MODULE` unloads, a module with its parameters is loaded. */
export const VMKLOAD_MOD: Tool = {
  name: 'vmkload_mod',
  about: 'Lists, loads and unloads modules of the kernel.',
  run({ args: [option = '', ...rest] }, world) {
    const { state } = world;
    const [name = ''] = rest;
    switch (option) {
      case '-l':
      case '--list':
        return { stdout: moduleTable(state.host.modules) };
      case '-s':
      case '--showinfo':
        return { stdout: informationOf(state.host, moduleCalled(state.host, name)) };
      case '-b':
      case '--verbose-list':
        return {
          stdout: state.host.modules
            .filter(({ loaded }) => loaded)
            .map((one) => `${one.name} ${one.file}\n`)
            .join(''),
        };
      case '-u':
      case '--unload':
        return unload(name, world);
      case '':
      case '-h':
      case '--help':
        return { stdout: USAGE, exit: option === '' ? 1 : 0 };
      default:
        if (option.startsWith('-'))
          return { stdout: USAGE, exit: 1, notImplemented: `vmkload_mod ${option}` };
        return load(option, rest.join(' '), world);
    }
  },
};

const informationOf = ({ identity }: Host, module: Module): string =>
  moduleInformation('vmkload_mod', module, isVersion(identity.version, { before: '6.0' }));

function load(name: string, parameters: string, { state }: World): Said {
  moduleCalled(state.host, name);
  try {
    const module = state.change((host) => {
      const one = loadModule(host, name, true);
      if (parameters !== '') setParameters(one, parameters, { append: true, force: false });
      return one.name;
    });
    return { stdout: `Module ${module} loaded successfully\n` };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`vmkload_mod: Can not load module ${name}: ${error.message.split(': ').at(-1) ?? ''}`);
  }
}

function unload(name: string, { state }: World): Said {
  const { name: bare, loaded, usedBy } = moduleCalled(state.host, name);
  if (!loaded) throw new Failure(`vmkload_mod: Can not remove module ${bare}: module is not loaded`);
  if (usedBy > 0) throw new Failure(`vmkload_mod: Can not remove module ${bare}: Busy`);
  state.change((host) => {
    moduleCalled(host, name).loaded = false;
  });
  return { stdout: `Module ${bare} successfully unloaded\n` };
}

function moduleCalled({ modules }: Host, name: string): Module {
  const bare = name.slice(name.lastIndexOf('/') + 1);
  const module = modules.find((one) => one.name === bare);
  if (module) return module;
  throw new Failure(`vmkload_mod: Can not load module ${name}: Not found`);
}

const USAGE = `Usage: vmkload_mod [options] [module [parameter=value ...]]
   -b|--verbose-list     those that are loaded, and their files
   -h|--help             this help
   -l|--list             those that are loaded
   -s|--showinfo MODULE  what it says of itself
   -u|--unload MODULE    unloads it
`;
