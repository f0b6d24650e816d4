import { Failure } from '../failure.ts';
import type { Host } from './host.ts';
import type { Module } from './settings.ts';

/** @throws Failure as the host says it */
export function moduleNamed({ modules }: Host, name: string): Module {
  const bare = name.slice(name.lastIndexOf('/') + 1);
  const module = modules.find((one) => one.name === bare);
  if (module) return module;
  throw new Failure(`Unable to find module ${name}: Not found`);
}

/** @throws Failure as the host says it */
export function loadModule(host: Host, name: string, force = false): Module {
  const module = host.modules.find((one) => one.name === name.slice(name.lastIndexOf('/') + 1));
  if (!module) throw new Failure(`Unable to load module ${name}: Not found`);
  if (module.loaded) throw new Failure(`Unable to load module ${module.file}: Busy`);
  if (!module.enabled && !force) throw new Failure(`Unable to load module ${module.file}: it is not enabled`);
  module.loaded = true;
  return module;
}

/** `a=1 b="2 3"`; those that are not named are taken back, unless it is appended. @throws Failure of one that it has not */
export function setParameters(
  module: Module,
  text: string,
  { append, force }: { append: boolean; force: boolean },
): void {
  const given = new Map<string, string>();
  for (const [, key = '', quoted, bare] of text.matchAll(/([^\s=]+)=(?:"([^"]*)"|(\S*))/g))
    given.set(key, quoted ?? bare ?? '');
  if (text.trim() !== '' && given.size === 0) throw new Failure(`Invalid parameter string: ${text}`);
  for (const [name, value] of given) {
    const parameter = module.parameters.find((one) => one.name === name);
    if (parameter) parameter.value = value;
    else if (force) module.parameters.push({ name, type: 'string', value, description: '' });
    else
      throw new Failure(
        `Unable to set parameters of module ${module.name}: ${name} is not a valid parameter`,
      );
  }
  if (append) return;
  for (const parameter of module.parameters) if (!given.has(parameter.name)) parameter.value = '';
}

/** As modprobe options: those that are set. */
export const parameterString = ({ parameters }: Module): string =>
  parameters
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${/\s/.test(value) ? `"${value}"` : value}`)
    .join(' ');
