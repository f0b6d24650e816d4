import { hexOf } from '../../model/derived.ts';
import type { Host } from '../../model/host.ts';
import type { Vm, VmDisk } from '../../model/vms.ts';
import { datastorePath, diskAt } from '../../vms/register.ts';
import { fileSystems, placeOf } from '../../volumes/names.ts';
import type { World } from '../../world.ts';
import { listIfAny, none, object, ref, since, type Value } from '../value.ts';
import { device, shares } from './device.ts';

interface Controller {
  key: number;
  bus: number;
  type: string;
  disks: number[];
}

/** Those that its disks are on; one at least. */
export function controllersOf(vm: Vm): Controller[] {
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

export function scsiController({ key, bus, type, disks }: Controller): Value {
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

export function virtualDisk(vm: Vm, listed: VmDisk, i: number, host: Host, world: World): Value {
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
