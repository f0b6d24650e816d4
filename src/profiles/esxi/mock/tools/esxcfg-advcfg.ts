import { isVersion } from '../model/version.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import type { AdvancedSetting } from '../model/settings.ts';
import type { Tool } from './tool.ts';

/** `-g` gets, `-q -g` the value alone, `-s VALUE` sets, `-d` sets the default. */
export const ESXCFG_ADVCFG: Tool = {
  name: 'esxcfg-advcfg',
  run({ args }, { state }) {
    const isQuiet = args.includes('-q');
    const [action = '', ...rest] = args.filter((arg) => arg !== '-q');
    const path = rest.at(-1) ?? '';
    switch (action) {
      case '-g': {
        const { value } = settingAt(state.host, path);
        return { stdout: isQuiet ? `${value}\n` : `Value of ${lastOf(path)} is ${value}\n` };
      }
      case '-s': {
        const [text = ''] = rest;
        state.change((host) => set(settingAt(host, path), text));
        const isTold = !isQuiet && isVersion(state.host.identity.version, { since: '5.5' });
        return isTold ? { stdout: `Value of ${lastOf(path)} is ${text}\n` } : {};
      }
      case '-d':
        state.change((host) => {
          const setting = settingAt(host, path);
          setting.value = setting.default;
        });
        return {};
      case '-l':
        return { stdout: state.host.advanced.map(listed).join('') };
      default:
        return { stdout: USAGE, exit: 1, notImplemented: `esxcfg-advcfg ${action}` };
    }
  },
};

const USAGE = 'Usage: esxcfg-advcfg [-q] {-g PATH | -s VALUE PATH | -d PATH | -l}\n';

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** @throws Failure as the host says it */
function settingAt({ advanced }: Host, path: string): AdvancedSetting {
  const setting = advanced.find((one) => one.path.toLowerCase() === path.toLowerCase());
  if (setting) return setting;
  throw new Failure(`Exception occured: Unable to find advanced option for path ${path}`);
}

function set(setting: AdvancedSetting, text: string): void {
  if (typeof setting.value === 'string') {
    setting.value = text;
    return;
  }
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= setting.min && number <= setting.max)) {
    throw new Failure(`Invalid value: ${text} is not between ${setting.min} and ${setting.max}`);
  }
  setting.value = number;
}

const listed = ({ path, value, description }: AdvancedSetting): string =>
  `${path} [${typeof value === 'number' ? 'Integer' : 'String'}] : ${value} : ${description}\n`;
