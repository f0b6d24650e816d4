import { hexOf } from '../../model/derived.ts';
import type { Host } from '../../model/host.ts';
import type { Vm, VmDisk, VmNic } from '../../model/vms.ts';
import { datastorePath, diskAt } from '../../vms/register.ts';
import { fileSystems, placeOf } from '../../volumes/names.ts';
import type { World } from '../../world.ts';
import { listIfAny, list, none, object, ref, since, type Fields, type Value } from '../value.ts';

/** What the guest sees as its machine. */
export function virtualHardware(vm: Vm, host: Host, world: World): Value {
  return object('vim.vm.VirtualHardware', {
    numCPU: vm.cpus,
    numCoresPerSocket: since('5.0', 1),
    autoCoresPerSocket: since('8.0', false),
    memoryMB: vm.memoryMB,
    virtualICH7MPresent: false,
    virtualSMCPresent: false,
    device: list('vim.vm.device.VirtualDevice', devicesOf(vm, host, world)),
    motherboardLayout: since('8.0', 'i440bxHostBridge'),
    simultaneousThreads: since('8.0', 1),
  });
}

function devicesOf(vm: Vm, host: Host, world: World): Value[] {
  const controllers = controllersOf(vm);
  const slots = [500, 12_000, ...controllers.map(({ key }) => key), ...vm.nics.map((_, i) => 4000 + i)];
  return [
    controller('IDE', 200, 'IDE 0', 0, []),
    controller('IDE', 201, 'IDE 1', 1, vm.toolsMounted || isoOf(vm) !== undefined ? [3002] : []),
    controller('PS2', 300, 'PS2 controller 0', 0, [600, 700]),
    controller('PCI', 100, 'PCI controller 0', 0, slots),
    controller('SIO', 400, 'SIO controller 0', 0, []),
    device('VirtualKeyboard', 600, ['Keyboard ', 'Keyboard'], { on: [300, 0] }),
    device('VirtualPointingDevice', 700, ['Pointing device', 'Pointing device; Device'], {
      on: [300, 1],
      backing: object('vim.vm.device.VirtualPointingDevice.DeviceBackingInfo', {
        deviceName: '',
        useAutoDetect: false,
        hostPointingDevice: 'autodetect',
      }),
    }),
    device('VirtualVideoCard', 500, ['Video card ', 'Video card'], {
      on: [100, 0],
      more: {
        videoRamSizeInKB: 4096,
        numDisplays: 1,
        useAutoDetect: false,
        enable3DSupport: false,
        enableMPTSupport: undefined,
        use3dRenderer: since('5.1', 'automatic'),
        graphicsMemorySizeInKB: since('5.5', 262_144),
      },
    }),
    device('VirtualVMCIDevice', 12_000, ['VMCI device', VMCI], {
      on: [100, 17],
      more: {
        id: Number.parseInt(hexOf(vm.uuid, 8), 16) | 0,
        allowUnrestrictedCommunication: false,
        filterEnable: since('6.0', true),
        filterInfo: since('6.0', none('vim.vm.device.VirtualVMCIDevice.FilterInfo')),
      },
    }),
    ...controllers.map(scsiController),
    ...cdromOf(vm, host),
    ...vm.disks.map((disk, i) => virtualDisk(vm, disk, i, host, world)),
    ...vm.nics.map((nic, i) => ethernetCard(nic, i, vm)),
  ];
}

const VMCI =
  'Device on the virtual machine PCI bus that provides support for the virtual machine communication interface';

/** What stands in it besides. `on`: the key of its controller, and its place there. */
interface Within {
  on?: readonly [controller: number, unit: number];
  backing?: Value;
  connectable?: Value;
  slot?: number;
  more?: Fields;
}

function device(
  type: string,
  key: number,
  [label, summary]: readonly [string, string],
  { on, backing, connectable, slot, more }: Within = {},
): Value {
  return object(`vim.vm.device.${type}`, {
    key,
    deviceInfo: object('vim.Description', { label, summary }),
    backing: backing ?? none('vim.vm.device.VirtualDevice.BackingInfo'),
    connectable: connectable ?? none('vim.vm.device.VirtualDevice.ConnectInfo'),
    slotInfo: since(
      '5.1',
      slot === undefined
        ? none('vim.vm.device.VirtualDevice.BusSlotInfo')
        : object('vim.vm.device.VirtualDevice.PciBusSlotInfo', { pciSlotNumber: slot }),
    ),
    controllerKey: on?.[0],
    unitNumber: on?.[1],
    numaNode: since('8.0', undefined),
    ...more,
  });
}

const controller = (
  kind: string,
  key: number,
  label: string,
  bus: number,
  within: readonly number[],
): Value =>
  device(`Virtual${kind}Controller`, key, [label, label], {
    more: { busNumber: bus, device: listIfAny('int', within) },
  });

interface Controller {
  key: number;
  bus: number;
  type: string;
  disks: number[];
}

/** Those that its disks are on; one at least. */
function controllersOf(vm: Vm): Controller[] {
  const buses = new Set([0, ...vm.disks.map(({ slot }) => placeOn(slot).bus)]);
  return [...buses].sort().map((bus) => ({
    key: 1000 + bus,
    bus,
    type: vm.extra[`scsi${bus}.virtualDev`] ?? 'pvscsi',
    disks: vm.disks.filter(({ slot }) => placeOn(slot).bus === bus).map((disk) => diskKey(disk)),
  }));
}

const SCSI: Readonly<Record<string, readonly [type: string, summary: string]>> = {
  pvscsi: ['ParaVirtualSCSIController', 'VMware paravirtual SCSI'],
  lsilogic: ['VirtualLsiLogicController', 'LSI Logic'],
  lsisas1068: ['VirtualLsiLogicSASController', 'LSI Logic SAS'],
  buslogic: ['VirtualBusLogicController', 'BusLogic'],
};

function scsiController({ key, bus, type, disks }: Controller): Value {
  const [name, summary] = SCSI[type.toLowerCase()] ?? ['VirtualLsiLogicController', 'LSI Logic'];
  return device(name, key, [`SCSI controller ${bus}`, summary], {
    on: [100, 3 + bus],
    slot: 160 + 32 * bus,
    more: {
      busNumber: bus,
      device: listIfAny('int', disks),
      hotAddRemove: true,
      sharedBus: 'noSharing',
      scsiCtlrUnitNumber: 7,
    },
  });
}

const placeOn = (slot: string): { bus: number; unit: number } => {
  const [, bus = '0', unit = '0'] = /(\d+):(\d+)$/.exec(slot) ?? [];
  return { bus: Number(bus), unit: Number(unit) };
};

function diskKey({ slot }: Pick<VmDisk, 'slot'>): number {
  const { bus, unit } = placeOn(slot);
  return 2000 + bus * 16 + unit;
}

function virtualDisk(vm: Vm, listed: VmDisk, i: number, host: Host, world: World): Value {
  const disk = (world.files.isMade ? diskAt(listed, vm, host, world) : undefined) ?? listed;
  const { bus, unit } = placeOn(disk.slot);
  const key = diskKey(disk);
  const id = hexOf(`disk ${vm.uuid} ${disk.path}`, 32);
  const place = placeOf(host, disk.path);
  const on = place?.on ?? fileSystems(host).find(({ name }) => name === vm.volume);
  const backing = `vim.vm.device.VirtualDisk.${/-\d{6}\.vmdk$/.test(disk.path) ? 'SeSparse' : 'FlatVer2'}BackingInfo`;
  return device('VirtualDisk', key, [`Hard disk ${i + 1}`, `${disk.sizeKB.toLocaleString('en-US')} KB`], {
    on: [1000 + bus, unit],
    backing: object(backing, {
      fileName: datastorePath({ volume: on?.name ?? vm.volume, below: place?.below ?? disk.path }),
      datastore: ref('vim.Datastore', on?.uuid ?? ''),
      backingObjectId: since('5.5', ''),
      diskMode: disk.mode,
      split: false,
      writeThrough: false,
      thinProvisioned: disk.type === 'thin',
      eagerlyScrub: disk.type === 'eagerzeroedthick' ? true : undefined,
      uuid: `6000C29${id[0]}-${id.slice(1, 5)}-${id.slice(5, 9)}-${id.slice(9, 13)}-${id.slice(13, 25)}`,
      contentId: `${id.slice(0, 24)}fffffffe`,
      changeId: undefined,
      parent: none(backing),
      deltaDiskFormat: undefined,
      digestEnabled: false,
      deltaGrainSize: since('5.1', undefined),
      deltaDiskFormatVariant: since('6.0', undefined),
      sharing: since('6.0', 'sharingNone'),
      keyId: since('6.5', none('vim.encryption.CryptoKeyId')),
    }),
    more: {
      capacityInKB: disk.sizeKB,
      capacityInBytes: since('5.5', disk.sizeKB * 1024),
      shares: shares(1000),
      storageIOAllocation: object('vim.StorageResourceManager.IOAllocationInfo', {
        limit: -1,
        shares: shares(1000),
        reservation: since('5.5', 0),
      }),
      diskObjectId: since('5.0', `${vm.id}-${key}`),
      vFlashCacheConfigInfo: since('5.5', none('vim.vm.device.VirtualDisk.VFlashCacheConfigInfo')),
      iofilter: since('6.0', { kind: 'absent' }),
      vDiskId: since('6.5', none('vim.vslm.ID')),
      vDiskVersion: since('8.0', undefined),
      nativeUnmanagedLinkedClone: since('6.7', false),
      independentFilters: since('7.0', { kind: 'absent' }),
    },
  });
}

export const shares = (count: number, level = 'normal'): Value =>
  object('vim.SharesInfo', { shares: count, level });

const CARDS: Readonly<Record<string, string>> = {
  vmxnet3: 'VirtualVmxnet3',
  vmxnet2: 'VirtualVmxnet2',
  e1000: 'VirtualE1000',
  e1000e: 'VirtualE1000e',
  vlance: 'VirtualPCNet32',
  sriov: 'VirtualSriovEthernetCard',
};

const ADDRESS_TYPES = { generated: 'generated', static: 'manual', vpx: 'assigned' };

const ethernetCard = ({ portGroup, mac, type, addressType }: VmNic, i: number, { power }: Vm): Value =>
  device(CARDS[type] ?? 'VirtualE1000', 4000 + i, [`Network adapter ${i + 1}`, portGroup], {
    on: [100, 7 + i],
    backing: object('vim.vm.device.VirtualEthernetCard.NetworkBackingInfo', {
      deviceName: portGroup,
      useAutoDetect: false,
      network: ref('vim.Network', `HaNetwork-${portGroup}`),
      inPassthroughMode: undefined,
    }),
    connectable: connectInfo(power === 'on'),
    slot: 192 + 32 * i,
    more: {
      addressType: ADDRESS_TYPES[addressType],
      macAddress: mac,
      wakeOnLanEnabled: true,
      resourceAllocation: since(
        '6.0',
        object('vim.vm.device.VirtualEthernetCard.ResourceAllocation', {
          reservation: 0,
          share: shares(50),
          limit: -1,
        }),
      ),
      externalId: since('6.0', undefined),
      uptCompatibilityEnabled: since('6.0', type === 'vmxnet3'),
    },
  });

const connectInfo = (connected: boolean): Value =>
  object('vim.vm.device.VirtualDevice.ConnectInfo', {
    migrateConnect: since('6.7', 'unset'),
    startConnected: true,
    allowGuestControl: true,
    connected,
    status: connected ? 'ok' : 'untried',
  });

const TOOLS_ISO = '/usr/lib/vmware/isoimages/linux.iso';

/** The image that is in its drive, by its configuration. */
function isoOf({ extra }: Vm): string | undefined {
  const entry = Object.entries(extra).find(
    ([key, value]) => /^(ide|sata)\d+:\d+\.filename$/i.test(key) && value.toLowerCase().endsWith('.iso'),
  );
  return entry?.[1];
}

function cdromOf(vm: Vm, host: Host): Value[] {
  const iso = vm.toolsMounted ? TOOLS_ISO : isoOf(vm);
  if (iso === undefined) return [];
  const place = placeOf(host, iso);
  const fileName = place ? datastorePath({ volume: place.on.name, below: place.below }) : `[] ${iso}`;
  return [
    device('VirtualCdrom', 3002, ['CD/DVD drive 1', `ISO ${fileName}`], {
      on: [201, 0],
      backing: object('vim.vm.device.VirtualCdrom.IsoBackingInfo', {
        fileName,
        datastore: place ? ref('vim.Datastore', place.on.uuid) : none('vim.Datastore'),
        backingObjectId: since('5.5', undefined),
      }),
      connectable: connectInfo(vm.power === 'on'),
    }),
  ];
}
