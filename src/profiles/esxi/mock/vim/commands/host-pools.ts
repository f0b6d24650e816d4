import type { Host } from '../../model/host.ts';
import { newResourcePool, ROOT_POOL, type ResourcePool } from '../../model/vms.ts';
import { keepPoolsFile } from '../../vms/pools-file.ts';
import type { World } from '../../world.ts';
import { command, type VimCommand } from '../command.ts';
import { invalidArgument, noSuchObject, VimFault } from '../fault.ts';
import { shares } from '../objects/device.ts';
import { object, ref, type Value } from '../value.ts';

const OPTIONS =
  '[--cpu-min=MHz] [--cpu-max=MHz] [--cpu-min-expandable=true|false] [--cpu-shares=shares] ' +
  '[--mem-min=MB] [--mem-max=MB] [--mem-min-expandable=true|false] [--mem-shares=shares]';

export const HOST_POOL_COMMANDS: readonly VimCommand[] = [
  changing('create', `${OPTIONS} parentPool name`, 'Creates a resource pool.', (host, args) => {
    const { options, words } = parted(args);
    const [parent = '', name = ''] = words;
    poolOf(host, parent);
    if (name === '') throw invalidArgument('name');
    if (host.resourcePools.some((one) => one.name === name && one.parent === parent)) {
      throw new VimFault('vim.fault.DuplicateName', `The name '${name}' already exists.`, {
        name,
        object: ref('vim.ResourcePool', parent),
      });
    }
    const numbers = host.resourcePools.map(({ id }) => Number(/^pool(\d+)$/.exec(id)?.[1] ?? -1));
    const pool = newResourcePool({ id: `pool${Math.max(-1, ...numbers) + 1}`, name, parent });
    for (const [option, value] of options) set(pool, option, value);
    host.resourcePools.push(pool);
    return `'vim.ResourcePool:${pool.id}'\n`;
  }),
  changing(
    'destroy',
    'pool',
    'Destroys a resource pool; what is in it gets into the one that it is in.',
    (host, [id = '']) => {
      const { parent } = poolOf(host, id);
      if (id === ROOT_POOL) throw invalidArgument('pool');
      for (const one of host.resourcePools) if (one.parent === id) one.parent = parent;
      for (const vm of host.vms) if (vm.pool === id) vm.pool = parent;
      host.resourcePools.splice(
        host.resourcePools.findIndex((one) => one.id === id),
        1,
      );
      return undefined;
    },
  ),
  changing('rename', 'pool name', 'Renames a resource pool.', (host, [id = '', name = '']) => {
    if (name === '') throw invalidArgument('name');
    poolOf(host, id).name = name;
    return undefined;
  }),
  changing('pool_config_set', `${OPTIONS} pool`, 'Sets what a resource pool may use.', (host, args) => {
    const { options, words } = parted(args);
    const pool = poolOf(host, words[0] ?? '');
    for (const [option, value] of options) set(pool, option, value);
    return undefined;
  }),
  command(
    'hostsvc/rsrc/pool_config_get',
    'pool',
    'Displays what a resource pool may use.',
    ([id = ''], { state }) => ({
      value: configSpec(poolOf(state.host, id)),
    }),
  ),
];

function changing(
  name: string,
  usage: string,
  about: string,
  change: (host: Host, args: readonly string[]) => string | undefined,
): VimCommand {
  return command(`hostsvc/rsrc/${name}`, usage, about, (args, world: World) => {
    const told = world.state.change((host) => change(host, args));
    keepPoolsFile(world);
    return told;
  });
}

/** `--cpu-min=0` may stand anywhere. */
function parted(args: readonly string[]): { options: [string, string][]; words: string[] } {
  const isOption = (arg: string): boolean => arg.startsWith('--');
  const options = args.filter(isOption).map((arg): [string, string] => {
    const [, name = '', value = ''] = /^--([a-z-]+)=(.*)$/s.exec(arg) ?? [];
    return [name, value];
  });
  return { options, words: args.filter((arg) => !isOption(arg)) };
}

/** @throws VimFault */
function poolOf({ resourcePools, identity }: Host, id: string): ResourcePool {
  const pool = resourcePools.find((one) => one.id === id);
  if (pool) return pool;
  throw noSuchObject('vim.ResourcePool', id, identity.version);
}

const CPU_SHARES = { low: 2000, normal: 4000, high: 8000 };
const MEM_SHARES = { low: 81_920, normal: 163_840, high: 327_680 };

/** @throws VimFault for what there is no option for, and for what is no value */
function set(pool: ResourcePool, option: string, value: string): void {
  switch (option) {
    case 'cpu-min':
      pool.cpuMin = whole(option, value, 0);
      return;
    case 'cpu-max':
      pool.cpuMax = whole(option, value, -1);
      return;
    case 'cpu-min-expandable':
      pool.cpuExpandable = value === 'true';
      return;
    case 'cpu-shares':
      [pool.cpuShares, pool.cpuLevel] = sharesIn(option, value, CPU_SHARES);
      return;
    case 'mem-min':
      pool.memMin = whole(option, value, 0);
      return;
    case 'mem-max':
      pool.memMax = whole(option, value, -1);
      return;
    case 'mem-min-expandable':
      pool.memExpandable = value === 'true';
      return;
    case 'mem-shares':
      [pool.memShares, pool.memLevel] = sharesIn(option, value, MEM_SHARES);
      return;
    default:
      throw invalidArgument(option);
  }
}

function whole(option: string, value: string, least: number): number {
  const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && Number.isSafeInteger(number)) return number;
  throw invalidArgument(option);
}

function sharesIn(
  option: string,
  value: string,
  levels: Readonly<Record<'low' | 'normal' | 'high', number>>,
): [number, ResourcePool['cpuLevel']] {
  if (value === 'low' || value === 'normal' || value === 'high') return [levels[value], value];
  return [whole(option, value, 0), 'custom'];
}

const configSpec = (pool: ResourcePool): Value =>
  object('vim.ResourceConfigSpec', {
    entity: ref('vim.ResourcePool', pool.id),
    changeVersion: undefined,
    lastModified: undefined,
    cpuAllocation: allocation(
      pool.cpuMin,
      pool.cpuExpandable,
      pool.cpuMax,
      shares(pool.cpuShares, pool.cpuLevel),
    ),
    memoryAllocation: allocation(
      pool.memMin,
      pool.memExpandable,
      pool.memMax,
      shares(pool.memShares, pool.memLevel),
    ),
  });

const allocation = (reservation: number, expandable: boolean, limit: number, share: Value): Value =>
  object('vim.ResourceAllocationInfo', {
    reservation,
    expandableReservation: expandable,
    limit,
    shares: share,
    overheadLimit: undefined,
  });
