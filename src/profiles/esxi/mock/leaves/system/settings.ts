import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { advancedAt, advancedOf, setAdvanced } from '../../model/advanced.ts';
import type { Host } from '../../model/host.ts';
import { kernelSettingNamed, setKernel } from '../../model/kernel.ts';
import { type AdvancedSetting, type KernelSetting, newAdvancedSetting } from '../../model/settings.ts';

export const SETTINGS_LEAVES = [
  leaf({
    path: 'system settings advanced list',
    about: 'Lists the advanced settings of the host.',
    options: {
      delta: flag('-d|--delta', 'Only those that are not as at first.'),
      option: str('-o|--option', 'Only this one, by its path.'),
      tree: str('-t|--tree', 'Only those below this path.'),
    },
    read: listAdvanced,
    prints: records<AdvancedSetting>('AdvancedSetting', undefined, {
      Path: ({ path }) => path,
      Type: ({ value }) => (typeof value === 'number' ? 'integer' : 'string'),
      'Int Value': ({ value }) => (typeof value === 'number' ? value : 0),
      'Default Int Value': (one) => (typeof one.default === 'number' ? one.default : 0),
      'Min Value': ({ min }) => min,
      'Max Value': ({ max }) => max,
      'String Value': ({ value }) => (typeof value === 'string' ? value : ''),
      'Default String Value': (one) => (typeof one.default === 'string' ? one.default : ''),
      'Valid Characters': ({ validCharacters }) => validCharacters,
      Description: ({ description }) => description,
      'Host Specific': { value: ({ hostSpecific }) => hostSpecific, since: '8.0' },
      Impact: { value: () => 'none', since: '8.0' },
    }),
  }),
  leaf({
    path: 'system settings advanced set',
    about: 'Sets an advanced setting of the host.',
    options: {
      toDefault: flag('-d|--default', 'To what it is at first.'),
      integer: long('-i|--int-value', 'The number it is set to.'),
      option: required(str('-o|--option', 'Its path.')),
      text: str('-s|--string-value', 'The text it is set to.'),
    },
    change(host, { toDefault, integer, option, text }) {
      const setting = settingAt(host, option);
      const value = toDefault ? setting.default : (integer ?? text);
      if (value === undefined)
        throw new Failure('Must specify one of --default, --int-value or --string-value');
      setAdvanced(host, setting, value);
    },
  }),
  leaf({
    path: 'system settings advanced add',
    about: 'Adds a setting to /UserVars.',
    options: {
      description: required(str('-d|--description', 'What it is.')),
      hostSpecific: bool('-H|--host-specific', 'Whether profiles of hosts leave it out.'),
      integer: long('-i|--int-default', 'The number it is at first.'),
      max: long('-M|--int-max', 'The greatest number.'),
      min: long('-m|--int-min', 'The least number.'),
      name: required(str('-o|--option', 'Its name.')),
      text: str('-s|--string-default', 'The text it is at first.'),
      type: required(str('-t|--type', 'integer or string.')),
    },
    change(host, { name, description, hostSpecific, integer = 0, text = '', type, min, max }) {
      const path = `/UserVars/${name}`;
      if (advancedAt(host, path)) throw new Failure(`The option ${path} already exists`);
      const value = type === 'integer' ? integer : text;
      host.advanced.push(newAdvancedSetting({ path, value, description, hostSpecific, min, max }));
    },
  }),
  leaf({
    path: 'system settings advanced remove',
    about: 'Removes a setting from /UserVars.',
    options: { name: required(str('-o|--option', 'Its name.')) },
    change(host, { name }) {
      const { path } = settingAt(host, `/UserVars/${name}`);
      host.advanced = host.advanced.filter((one) => one.path !== path);
    },
  }),
  leaf({
    path: 'system settings kernel list',
    about: 'Lists the settings that the kernel is started with.',
    options: {
      delta: flag('-d|--delta', 'Only those that are not as at first.'),
      option: str('-o|--option', 'Only this one.'),
    },
    read: (host, { delta, option }) =>
      (option === undefined ? host.kernel : [kernelSettingNamed(host, option)]).filter(
        ({ configured, ...one }) => !delta || configured.toUpperCase() !== one.default.toUpperCase(),
      ),
    prints: table<KernelSetting>('KernelSetting', {
      Name: ({ name }) => name,
      Type: ({ type }) => type,
      Description: { value: ({ description }) => description, before: '7.0' },
      Configured: ({ configured }) => configured,
      Runtime: ({ runtime }) => runtime,
      Default: (one) => one.default,
      'Description ': { title: 'Description', value: ({ description }) => description, since: '7.0' },
    }),
  }),
  leaf({
    path: 'system settings kernel set',
    about: 'Sets what the kernel is started with, the next time.',
    options: {
      setting: required(str('-s|--setting', 'The name of the setting.')),
      value: required(str('-v|--value', 'What it is set to.')),
    },
    change: (host, { setting, value }) => setKernel(kernelSettingNamed(host, setting), value),
  }),
  leaf({
    path: 'system settings keyboard layout get',
    about: 'Tells the keyboard layout of the console.',
    read: ({ system }) => system.keyboard,
  }),
  leaf({
    path: 'system settings keyboard layout list',
    about: 'Lists the keyboard layouts.',
    read: () => LAYOUTS,
    prints: table<string>('KeyboardLayout', { Layout: (layout) => layout }),
  }),
  leaf({
    path: 'system settings keyboard layout set',
    about: 'Sets the keyboard layout of the console.',
    options: {
      layout: required(str('-l|--layout', 'One of the list.')),
      noPersist: flag('--no-persist', 'Only until the next boot.'),
    },
    change({ system }, { layout }) {
      if (!LAYOUTS.includes(layout)) throw new Failure(`Invalid keyboard layout: ${layout}`);
      system.keyboard = layout;
    },
  }),
];

function listAdvanced(
  host: Host,
  { delta, option, tree }: { delta: boolean; option: string | undefined; tree: string | undefined },
): readonly AdvancedSetting[] {
  if (option !== undefined) return [settingAt(host, option)];
  const below = tree === undefined ? '/' : `${tree.replace(/\/$/, '')}/`.toLowerCase();
  const all = advancedOf(host).filter(({ path }) => path.toLowerCase().startsWith(below));
  if (tree !== undefined && all.length === 0) throw new Failure(`Unable to find branch ${tree}`);
  return all.filter((one) => !delta || one.value !== one.default);
}

/** @throws Failure as the host says it */
function settingAt(host: Host, path: string): AdvancedSetting {
  const setting = advancedAt(host, path);
  if (setting) return setting;
  throw new Failure(`Unable to find option ${path.slice(path.lastIndexOf('/') + 1)}`);
}

const LAYOUTS = [
  'Belgian',
  'Brazilian',
  'Croatian',
  'Czechoslovakian',
  'Danish',
  'Default',
  'Dutch',
  'Estonian',
  'Finnish',
  'French',
  'German',
  'Greek',
  'Icelandic',
  'Italian',
  'Japanese',
  'Latin American',
  'Norwegian',
  'Polish',
  'Portuguese',
  'Russian',
  'Slovenian',
  'Spanish',
  'Swedish',
  'Swiss French',
  'Swiss German',
  'Turkish',
  'US Default',
  'US Dvorak',
  'Ukrainian',
  'United Kingdom',
];
