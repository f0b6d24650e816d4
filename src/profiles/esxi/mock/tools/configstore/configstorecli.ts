import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Said } from '../../said.ts';
import type { World } from '../../world.ts';
import type { Tool } from '../tool.ts';
import { ENTRIES, type Entry, type Json, mapOf } from './entries.ts';

/** `config current get|list|set|delete`, `schema list|get`, `files datafile get`. */
export const CONFIGSTORECLI: Tool = {
  name: 'configstorecli',
  about: 'Gets, sets and deletes what is in the configuration store.',
  run({ args }, world) {
    const at = args.findIndex((arg) => arg.startsWith('-'));
    const words = at < 0 ? args : args.slice(0, at);
    const given = readOptions(at < 0 ? [] : args.slice(at));
    const command = COMMANDS[words.join(' ')];
    if (command) return command(given, world);
    const said = { stderr: USAGE, exit: 1 };
    return words.length === 0 ? said : { ...said, notImplemented: `configstorecli ${words.join(' ')}` };
  },
};

/** By their names, without dashes: `c`, `outfile`. */
type Given = ReadonlyMap<string, string>;

const LONG: Readonly<Record<string, string>> = {
  component: 'c',
  group: 'g',
  key: 'k',
  id: 'i',
  infile: 'infile',
  outfile: 'outfile',
};

const FLAGS = new Set(['n', 'overwrite', 'all', 'a']);

/** Words with one dash are words here, too: `-outfile FILE`. */
function readOptions(args: readonly string[]): Given {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const [name = '', joined] = arg.replace(/^--?/, '').split('=');
    const key = LONG[name] ?? name;
    if (FLAGS.has(key)) given.set(key, '');
    else given.set(key, joined ?? args[++at] ?? '');
  }
  return given;
}

type Command = (given: Given, world: World) => Said;

const COMMANDS: Readonly<Record<string, Command>> = {
  'config current get'(given, world) {
    const value = valueAt(world.state.host, given);
    const shown = given.has('n') ? value.json : masked(value.json, value.secrets);
    const text = `${JSON.stringify(shown, null, 3)}\n`;
    const file = given.get('outfile') ?? given.get('o');
    if (file === undefined) return { stdout: text };
    write(world, file, text);
    return {};
  },
  'config current list'(given, { state }) {
    const all = [...ENTRIES, ...state.host.system.configStore].filter(
      ({ component, group }) =>
        (given.get('c') ?? component) === component && (given.get('g') ?? group) === group,
    );
    return { stdout: all.map(({ component, group, key }) => `${component} ${group} ${key}\n`).join('') };
  },
  'config current set'(given, world) {
    const file = given.get('infile') ?? given.get('i') ?? '';
    const json = read(world, file);
    const entry = entryAt(given);
    if (entry && !entry.set) throw new Failure(`Error: ${nameOf(given)} is only read`);
    world.state.change((host) => {
      if (entry?.set) entry.set(host, json);
      else {
        const { component, group, key } = triple(given);
        const others = host.system.configStore.filter((one) => !isAt(one, given));
        const before = host.system.configStore.find((one) => isAt(one, given))?.value;
        const value = given.has('overwrite') || before === undefined ? json : merged(before, json);
        host.system.configStore = [...others, { component, group, key, value }];
      }
    });
    return { stdout: 'Set: completed successfully\n' };
  },
  'config current delete'(given, { state }) {
    if (entryAt(given)) throw new Failure(`Error: ${nameOf(given)} cannot be deleted`);
    state.change(({ system }) => {
      const others = system.configStore.filter((one) => !isAt(one, given));
      if (others.length === system.configStore.length) throw notFound(given);
      system.configStore = others;
    });
    return { stdout: 'Delete: completed successfully\n' };
  },
  'schema list'(given) {
    const names = ENTRIES.filter(({ component }) => (given.get('c') ?? component) === component);
    return { stdout: names.map(({ component, group, key }) => `${component}:${group}:${key}\n`).join('') };
  },
  'schema get'(given, { state }) {
    const { json } = valueAt(state.host, given);
    return { stdout: `${JSON.stringify({ type: schemaOf(json) }, null, 3)}\n` };
  },
};

const USAGE = `Usage: configstorecli <command> [options]
   config current get -c COMPONENT -g GROUP -k KEY [-n] [-outfile FILE]
   config current list [-c COMPONENT] [-g GROUP]
   config current set -c COMPONENT -g GROUP -k KEY -i FILE [--overwrite]
   config current delete -c COMPONENT -g GROUP -k KEY
   schema list [-c COMPONENT]
   schema get -c COMPONENT -g GROUP -k KEY
`;

interface Place {
  component: string;
  group: string;
  key: string;
}

const isAt = ({ component, group, key }: Place, given: Given): boolean =>
  component === given.get('c') && group === given.get('g') && key === given.get('k');

const entryAt = (given: Given): Entry | undefined => ENTRIES.find((one) => isAt(one, given));

function triple(given: Given): Place {
  const [component, group, key] = [given.get('c'), given.get('g'), given.get('k')];
  if (component === undefined || group === undefined || key === undefined)
    throw new Failure('Error: --component, --group and --key are required');
  return { component, group, key };
}

const nameOf = (given: Given): string => Object.values(triple(given)).join(' ');

const notFound = (given: Given): Failure => new Failure(`Error: Key not found: ${nameOf(given)}`);

function valueAt(host: Host, given: Given): { json: Json; secrets: readonly string[] } {
  triple(given);
  const entry = entryAt(given);
  const json = entry ? entry.get(host) : host.system.configStore.find((one) => isAt(one, given))?.value;
  if (json === undefined) throw notFound(given);
  const id = given.get('i');
  const one =
    id === undefined || !Array.isArray(json)
      ? json
      : json.find((item) => Object.values(mapOf(item)).includes(id));
  if (one === undefined) throw notFound(given);
  return { json: one, secrets: entry?.secrets ?? [] };
}

/** Secrets are stars, unless they are asked for. */
function masked(json: Json, secrets: readonly string[]): Json {
  if (Array.isArray(json)) return json.map((item) => masked(item, secrets));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      secrets.includes(name) ? '******' : masked(value, secrets),
    ]),
  );
}

const merged = (before: Json, json: Json): Json =>
  typeof before === 'object' && before !== null && !Array.isArray(before)
    ? { ...before, ...mapOf(json) }
    : json;

function write({ files }: World, file: string, text: string): void {
  try {
    mkdirSync(files.onDisk('/tmp'), { recursive: true });
    writeFileSync(files.onDisk(file), text);
  } catch {
    throw new Failure(`Error: ${file}: No such file or directory`);
  }
}

function read({ files }: World, file: string): Json {
  try {
    return JSON.parse(readFileSync(files.onDisk(file), 'utf8')) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`Error: ${file} is no JSON`);
    throw new Failure(`Error: ${file}: No such file or directory`);
  }
}

const schemaOf = (json: Json): string =>
  Array.isArray(json) ? 'array' : json === null ? 'null' : typeof json;
