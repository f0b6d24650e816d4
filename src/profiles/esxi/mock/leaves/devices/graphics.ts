import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, str } from '../../esxcli/option.ts';
import { record, records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { System } from '../../model/system.ts';

type Pci = Host['pci'][number];
type Swap = System['swap'];

/** PCI classes of displays. */
const isDisplay = ({ classId }: Pci): boolean => classId >> 8 === 3;

export const GRAPHICS_LEAVES = [
  leaf({
    path: 'graphics device list',
    about: 'Lists the graphics devices of the host.',
    read: ({ pci }) => pci.filter(isDisplay),
    prints: records<Pci>('GraphicsDevice', ({ address }) => address, {
      'Vendor Name': ({ vendor }) => vendor,
      'Device Name': ({ device }) => device,
      'Module Name': ({ module }) => module || 'None',
      'Graphics Type': () => 'Basic',
      'Memory Size in KB': () => 0,
      'Number of VMs': () => 0,
    }),
  }),
  leaf({
    path: 'graphics host get',
    about: 'Tells how VMs get graphics.',
    read: ({ system }) => system.graphics,
    prints: record<System['graphics']>('GraphicsHost', {
      'Default Graphics Type': ({ type }) => type,
      'Shared Passthru Assignment Policy': ({ policy }) => policy,
    }),
  }),
  leaf({
    path: 'graphics host set',
    about: 'Sets how VMs get graphics.',
    options: {
      type: str('-t|--default-type', 'Shared or SharedPassthru.'),
      policy: str('-p|--shared-passthru-assignment-policy', 'Performance or Consolidation.'),
    },
    change({ system }, given) {
      const type = (['Shared', 'SharedPassthru'] as const).find((one) => one === given.type);
      const policy = (['Performance', 'Consolidation'] as const).find((one) => one === given.policy);
      if (given.type !== undefined && !type) throw new Failure(`Invalid graphics type: ${given.type}`);
      if (given.policy !== undefined && !policy) throw new Failure(`Invalid policy: ${given.policy}`);
      system.graphics = { type: type ?? system.graphics.type, policy: policy ?? system.graphics.policy };
    },
  }),
  leaf({
    path: 'sched swap system get',
    about: 'Tells where the system swaps to.',
    read: ({ system }) => system.swap,
    prints: record<Swap>('SystemSwap', {
      'Datastore Active': ({ datastore }) => datastore.enabled && datastore.name !== '',
      'Datastore Enabled': ({ datastore }) => datastore.enabled,
      'Datastore Name': ({ datastore }) => datastore.name,
      'Datastore Order': ({ datastore }) => datastore.order,
      'Hostcache Active': () => false,
      'Hostcache Enabled': ({ hostcache }) => hostcache.enabled,
      'Hostcache Order': ({ hostcache }) => hostcache.order,
      'Hostlocalswap Active': () => false,
      'Hostlocalswap Enabled': ({ hostlocalswap }) => hostlocalswap.enabled,
      'Hostlocalswap Order': ({ hostlocalswap }) => hostlocalswap.order,
    }),
  }),
  leaf({
    path: 'sched swap system set',
    about: 'Sets where the system swaps to.',
    options: {
      datastoreEnabled: bool('-d|--datastore-enabled', 'Whether to a datastore.'),
      datastore: str('-n|--datastore-name', 'Its name.'),
      datastoreOrder: long('-o|--datastore-order', 'Its turn.'),
      cacheEnabled: bool('-c|--hostcache-enabled', 'Whether to the cache of the host.'),
      cacheOrder: long('-p|--hostcache-order', 'Its turn.'),
      localEnabled: bool('-l|--hostlocalswap-enabled', 'Whether to where VMs of the host swap to.'),
      localOrder: long('-r|--hostlocalswap-order', 'Its turn.'),
    },
    change({ system: { swap }, volumes }, given) {
      const { datastore } = given;
      if (datastore !== undefined && !volumes.some(({ name }) => name === datastore))
        throw new Failure(`Unable to find datastore: ${datastore}`);
      swap.datastore = {
        enabled: given.datastoreEnabled ?? swap.datastore.enabled,
        name: datastore ?? swap.datastore.name,
        order: given.datastoreOrder ?? swap.datastore.order,
      };
      swap.hostcache = {
        enabled: given.cacheEnabled ?? swap.hostcache.enabled,
        order: given.cacheOrder ?? swap.hostcache.order,
      };
      swap.hostlocalswap = {
        enabled: given.localEnabled ?? swap.hostlocalswap.enabled,
        order: given.localOrder ?? swap.hostlocalswap.order,
      };
    },
  }),
];
