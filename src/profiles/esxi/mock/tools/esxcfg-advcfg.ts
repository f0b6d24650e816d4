import { Failure } from '../failure.ts';
import { advancedAt, advancedOf, setAdvanced } from '../model/advanced.ts';
import type { Host } from '../model/host.ts';
import { kernelSettingNamed, setKernel } from '../model/kernel.ts';
import type { AdvancedSetting } from '../model/settings.ts';
import { isVersion } from '../model/version.ts';
import type { Said } from '../said.ts';
import type { World } from '../world.ts';
import type { Tool } from './tool.ts';

/** Advanced settings and those of the kernel, by letters or by words. */
export const ESXCFG_ADVCFG: Tool = {
  name: 'esxcfg-advcfg',
  about: 'Gets and sets advanced settings and those of the kernel.',
  run({ args }, world) {
    const isQuiet = args.some((arg) => QUIET.has(arg));
    const [option = '', ...rest] = args.filter((arg) => !QUIET.has(arg));
    const action = ACTIONS[LONG[option] ?? option];
    if (!action) {
      const asksHelp = option === '' || option === '-h' || option === '--help';
      if (asksHelp) return { stdout: USAGE, exit: option === '' ? 1 : 0 };
      return { stdout: USAGE, exit: 1, notImplemented: `esxcfg-advcfg ${option}` };
    }
    return action(rest, world, isQuiet);
  },
};

type Action = (rest: readonly string[], world: World, isQuiet: boolean) => Said;

const QUIET = new Set(['-q', '--quiet']);

const LONG: Readonly<Record<string, string>> = {
  '--get': '-g',
  '--set': '-s',
  '--default': '-d',
  '--list': '-l',
  '--get-kernel': '-j',
  '--set-kernel': '-k',
  '--set-message': '-m',
};

const ACTIONS: Readonly<Record<string, Action>> = {
  '-g'([path = ''], { state }, isQuiet) {
    const { value } = settingAt(state.host, path);
    return { stdout: isQuiet ? `${value}\n` : `Value of ${lastOf(path)} is ${value}\n` };
  },
  '-s'([text = '', path = ''], { state }, isQuiet) {
    state.change((host) => {
      const setting = settingAt(host, path);
      setAdvanced(host, setting, valueOf(setting, text));
    });
    const isTold = !isQuiet && isVersion(state.host.identity.version, { since: '5.5' });
    return isTold ? { stdout: `Value of ${lastOf(path)} is ${text}\n` } : {};
  },
  '-d'([path = ''], { state }) {
    state.change((host) => {
      const setting = settingAt(host, path);
      setAdvanced(host, setting, setting.default);
    });
    return {};
  },
  '-l': (_, { state }) => ({ stdout: advancedOf(state.host).map(listed).join('') }),
  '-j'([name = ''], { state }, isQuiet) {
    const { configured } = kernelSettingNamed(state.host, name);
    return { stdout: isQuiet ? `${configured}\n` : `${name} = ${configured}\n` };
  },
  '-k'([value = '', name = ''], { state }) {
    state.change((host) => setKernel(kernelSettingNamed(host, name), value));
    return {};
  },
  '-m'([message = ''], { state }) {
    state.change((host) => {
      host.identity.welcome = message;
    });
    return {};
  },
};

const USAGE = `Usage: esxcfg-advcfg <options> [<path>]
   -g|--get PATH              the value of an advanced setting
   -s|--set VALUE PATH        sets it
   -d|--default PATH          sets it to its default
   -l|--list                  all of them
   -j|--get-kernel NAME       the value of a setting of the kernel
   -k|--set-kernel VALUE NAME sets it, for the next boot
   -m|--set-message TEXT      sets the message of the console
   -q|--quiet                 the value alone
   -h|--help                  this help
`;

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** @throws Failure as the host says it */
function settingAt(host: Host, path: string): AdvancedSetting {
  const setting = advancedAt(host, path);
  if (setting) return setting;
  throw new Failure(`Exception occured: Unable to find advanced option for path ${path}`);
}

function valueOf({ value }: AdvancedSetting, text: string): string | number {
  if (typeof value === 'string') return text;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new Failure(`Invalid value: ${text} is not a number`);
}

const listed = ({ path, value, description }: AdvancedSetting): string =>
  `${path} [${typeof value === 'number' ? 'Integer' : 'String'}] : ${description}\n`;
