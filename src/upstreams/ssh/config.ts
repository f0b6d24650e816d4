import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import fastGlob from 'fast-glob';
import { glob, parse as parseConfig, SSHConfig, type Line, type Section } from 'ssh-config';
import { TapeheadError } from '../../errors.ts';

/** A host as its `ssh://` URL, or a hop of ProxyJump, names it. */
export interface HostSpec {
  host: string;
  port: number | undefined;
  user: string | undefined;
}

/** What an OpenSSH client config makes of a host. */
export interface SshTarget {
  /** What to connect to, and the name its key is listed under. */
  host: string;
  port: number;
  keyName: string;
  user: string;
  /** Private keys the config names, in its order; they need not exist. Undefined: it names none. */
  identityFiles: readonly string[] | undefined;
  /** Offer no keys of the agent but these. */
  identitiesOnly: boolean;
  /** Undefined: the default ones. */
  knownHosts: readonly string[] | undefined;
  /** ms; undefined: not set. */
  connectTimeout: number | undefined;
  keepalive: { interval: number; count: number } | undefined;
  /** The hosts to go through, nearest first. */
  jumps: readonly SshTarget[];
}

/** Whose config it is: what defaults and `~` come from. */
export interface Person {
  user: string;
  home: string;
}

/** A config with its Includes read in. */
export type SshConfig = readonly Node[];
type Node = Line | { section: Section; body: SshConfig };

/**
 * Reads an OpenSSH client config (ssh_config(5)), Includes too. A file that is not there is empty.
 *
 * @throws TapeheadError USAGE for one that cannot be read or parsed.
 */
export async function readSshConfig(file: string, person: Person, depth = 0): Promise<SshConfig> {
  if (depth > MAX_INCLUDES) throw trouble(file, `Include is nested more than ${MAX_INCLUDES} deep`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw trouble(file, (error as Error).message);
  }
  const include = async (lines: readonly Line[]): Promise<SshConfig> => {
    const nodes: Node[] = [];
    for (const line of lines) {
      if (isSection(line)) nodes.push({ section: line, body: await include(line.config) });
      else if ('param' in line && /^include$/i.test(line.param)) {
        for (const path of await includedFiles(values(line.value), dirname(file), person)) {
          nodes.push(...(await readSshConfig(path, person, depth + 1)));
        }
      } else nodes.push(line);
    }
    return nodes;
  };
  return include(parse(text, file));
}

/**
 * What the config makes of a host; what the URL says goes before it.
 *
 * @throws TapeheadError USAGE for a value that cannot be read, or that tapehead has no way to follow.
 */
export function resolveTarget(spec: HostSpec, config: SshConfig, person: Person, hops = 0): SshTarget {
  if (hops > MAX_HOPS) throw trouble('ProxyJump', `more than ${MAX_HOPS} hops, or a circle`);
  const found = flatten(config, spec.host).compute(spec.host, { ignoreCase: true, matchExec: false });
  const all = (name: string): string[] => [found[name.toLowerCase()] ?? []].flat();
  const one = (name: string): string | undefined => all(name)[0];
  const number = (name: string): number | undefined => {
    const value = one(name);
    if (value === undefined) return undefined;
    if (/^\d+$/.test(value)) return Number(value);
    throw trouble(`Host ${spec.host}`, `${name} ${value} is not a number`);
  };

  const host = (one('HostName') ?? spec.host).replace(/%(.)/g, (_, token) =>
    token === 'h' ? spec.host : '%',
  );
  const user = spec.user ?? one('User') ?? person.user;
  const file = (path: string): string => expand(path, { ...person, host, remoteUser: user });
  const interval = number('ServerAliveInterval');
  if (one('ProxyCommand') !== undefined && one('ProxyCommand') !== 'none' && one('ProxyJump') === undefined) {
    throw trouble(`Host ${spec.host}`, 'ProxyCommand is not supported', 'use ProxyJump instead');
  }
  const identityFiles = all('IdentityFile').filter((path) => path !== 'none');
  return {
    host,
    port: spec.port ?? number('Port') ?? 22,
    keyName: one('HostKeyAlias') ?? host,
    user,
    identityFiles: all('IdentityFile').length > 0 ? identityFiles.map(file) : undefined,
    identitiesOnly: one('IdentitiesOnly')?.toLowerCase() === 'yes',
    knownHosts: one('UserKnownHostsFile') === undefined ? undefined : all('UserKnownHostsFile').map(file),
    connectTimeout: seconds(number('ConnectTimeout')),
    keepalive: interval
      ? { interval: interval * 1000, count: number('ServerAliveCountMax') ?? 3 }
      : undefined,
    jumps: jumpsOf(all('ProxyJump').join(','), config, person, hops),
  };
}

const MAX_INCLUDES = 16;
const MAX_HOPS = 8;

const seconds = (value: number | undefined): number | undefined => (value ? value * 1000 : undefined);

/** Only the first hop's own ProxyJump counts, as with OpenSSH: the later ones are reached through it. */
function jumpsOf(value: string, config: SshConfig, person: Person, hops: number): SshTarget[] {
  const specs = value.split(',').filter((hop) => hop.trim() !== '');
  if (specs.length === 0 || value.toLowerCase() === 'none') return [];
  return specs.flatMap((hop, index) => {
    const target = resolveTarget(parseHop(hop.trim()), config, person, hops + specs.length);
    return index === 0 ? [...target.jumps, { ...target, jumps: [] }] : [{ ...target, jumps: [] }];
  });
}

/** `[user@]host[:port]`, the host in brackets if it is an IPv6 address, or an ssh:// URL. */
function parseHop(hop: string): HostSpec {
  const found = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?\/?$/.exec(hop);
  const host = found?.[2] ?? found?.[3];
  if (host === undefined) throw trouble(`ProxyJump ${hop}`, 'is not [user@]host[:port]');
  return { user: found?.[1], host, port: found?.[4] === undefined ? undefined : Number(found[4]) };
}

/** The lines that hold for a host, in order. Match sections stay as they are: compute() judges them. */
function flatten(nodes: SshConfig, host: string): SSHConfig {
  const flat = new SSHConfig();
  for (const node of nodes) {
    if (!('section' in node)) flat.push(node);
    else if (/^match$/i.test(node.section.param))
      flat.push({ ...node.section, config: flatten(node.body, host) });
    else if (glob(values(node.section.value), host)) flat.push(...flatten(node.body, host));
  }
  return flat;
}

const isSection = (line: Line): line is Section => 'config' in line;

const values = (value: Section['value']): string[] =>
  typeof value === 'string' ? [value] : value.map(({ val }) => val);

async function includedFiles(patterns: readonly string[], folder: string, person: Person): Promise<string[]> {
  const absolute = patterns.map((pattern) => {
    const expanded = tilde(pattern, person.home);
    return isAbsolute(expanded) ? expanded : join(folder, expanded);
  });
  return (await fastGlob(absolute, { dot: true })).sort();
}

/** The tokens of ssh_config(5), TOKENS, that file names may hold. */
function expand(path: string, names: Person & { host: string; remoteUser: string }): string {
  const tokens: Record<string, string> = {
    '%': '%',
    d: names.home,
    h: names.host,
    r: names.remoteUser,
    u: names.user,
  };
  return tilde(path, names.home).replace(/%(.)/g, (whole, token: string) => tokens[token] ?? whole);
}

const tilde = (path: string, home: string): string => (/^~(?=\/|$)/.test(path) ? home + path.slice(1) : path);

function parse(text: string, file: string): SSHConfig {
  try {
    return parseConfig(text);
  } catch (error) {
    throw trouble(file, (error as Error).message);
  }
}

function trouble(where: string, what: string, remedy = 'check it with `ssh -G HOST`'): TapeheadError {
  return new TapeheadError('USAGE', `ssh config: ${where}: ${what}`, remedy);
}
