import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';
import { Failure } from '../../failure.ts';
import { loadModule, moduleNamed, setParameters } from '../../model/modules.ts';
import type { Module } from '../../model/settings.ts';

type Parameter = Module['parameters'][number];

const module = required(str('-m|--module', 'The name of the module.'));

export const MODULE_LEAVES = [
  leaf({
    path: 'system module list',
    about: 'Lists the modules of the kernel.',
    options: {
      enabled: bool('-e|--enabled', 'Only those that are enabled, or not.'),
      loaded: bool('-l|--loaded', 'Only those that are loaded, or not.'),
    },
    read: ({ modules }, given) =>
      modules.filter(
        ({ loaded, enabled }) =>
          (given.loaded ?? loaded) === loaded && (given.enabled ?? enabled) === enabled,
      ),
    prints: table<Module>('Module', {
      Name: ({ name }) => name,
      'Is Loaded': ({ loaded }) => loaded,
      'Is Enabled': ({ enabled }) => enabled,
    }),
  }),
  leaf({
    path: 'system module get',
    about: 'Tells all of a module of the kernel.',
    options: { module },
    read: (host, given) => ({ host, one: moduleNamed(host, given.module) }),
    prints: record<{ host: Host; one: Module }>('ModuleInfo', {
      Module: ({ one }) => one.name,
      'Module File': ({ one }) => one.file,
      License: ({ one }) => one.license,
      Version: ({ one }) => one.version,
      'Signed Status': { value: ({ one }) => `${one.signed} Signed`, before: '6.5' },
      'Build Type': { value: ({ one }) => one.build, since: '6.5' },
      'Provided Namespaces': () => [],
      'Required Namespaces': ({ one }) => one.requires,
      'Containing VIB': { value: ({ one }) => one.vib, since: '6.5' },
      'VIB Acceptance Level': { value: acceptanceWord, since: '6.5' },
    }),
  }),
  leaf({
    path: 'system module load',
    about: 'Loads a module of the kernel.',
    options: { module, force: flag('-f|--force', 'Even if it is not enabled.') },
    change(host, given) {
      loadModule(host, given.module, given.force);
    },
  }),
  leaf({
    path: 'system module set',
    about: 'Sets whether a module of the kernel may be loaded.',
    options: {
      enabled: required(bool('-e|--enabled', 'Whether it may.')),
      module,
      force: flag('-f|--force', 'Without looking for the module.'),
    },
    change(host, given) {
      moduleNamed(host, given.module).enabled = given.enabled;
    },
  }),
  leaf({
    path: 'system module parameters list',
    about: 'Lists the parameters of a module of the kernel.',
    options: { module },
    read: (host, given) => moduleNamed(host, given.module).parameters,
    prints: table<Parameter>('ModuleParameter', {
      Name: ({ name }) => name,
      Type: ({ type }) => type,
      Value: ({ value }) => value,
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'system module parameters set',
    about: 'Sets the parameters that a module of the kernel is loaded with.',
    options: {
      append: flag('-a|--append', 'Those that are not named stay.'),
      force: flag('-f|--force', 'Without looking for the module.'),
      module,
      parameters: required(str('-p|--parameter-string', 'Such as "a=1 b=2".')),
    },
    change: (host, { module: name, parameters, append, force }) =>
      setParameters(moduleNamed(host, name), parameters, { append, force }),
  }),
  leaf({
    path: 'system module parameters clear',
    about: 'Takes back the parameters that a module of the kernel is loaded with.',
    options: { module, force: flag('-f|--force', 'Without looking for the module.') },
    change: (host, given) =>
      setParameters(moduleNamed(host, given.module), '', { append: false, force: false }),
  }),
  leaf({
    path: 'system module parameters copy',
    about: 'Copies parameters of a module to another.',
    options: {
      force: flag('-f|--force', 'Even if the other has no such parameter.'),
      keys: required(str('-p|--parameter-keys', 'Their names, with commas between.')),
      source: required(str('-s|--source', 'The module that has them.')),
      target: required(str('-t|--target', 'The module that gets them.')),
    },
    change(host, { keys, source, target, force }) {
      const from = moduleNamed(host, source);
      const pairs = keys.split(',').map((key) => {
        const parameter = from.parameters.find(({ name }) => name === key);
        if (!parameter) throw new Failure(`Unable to find parameter ${key} of module ${source}`);
        return `${key}=${parameter.value}`;
      });
      setParameters(moduleNamed(host, target), pairs.join(' '), { append: true, force });
    },
  }),
];

function acceptanceWord({ host, one }: { host: Host; one: Module }): string {
  const vib = host.vibs.find(({ name }) => name === one.vib);
  return vib ? WORDS[vib.acceptance] : '';
}

const WORDS = {
  VMwareCertified: 'certified',
  VMwareAccepted: 'accepted',
  PartnerSupported: 'partner',
  CommunitySupported: 'community',
} as const;
