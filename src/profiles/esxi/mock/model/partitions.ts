import { hexOf } from './derived.ts';
import type { Device, Volume } from './storage.ts';

export type Partition = Device['partitions'][number];

/** What partitions are for, as partedUtil calls it, and their GUIDs. */
export const PARTITION_TYPES = {
  vmfs: 'AA31E02A400F11DB9590000C2911D1B8',
  vmkDiagnostic: '9D27538040AD11DBBF97000C2911D1B8',
  'VMware Reserved': '9198EFFC31C011DB8F78000C2911D1B8',
  'Basic Data': 'EBD0A0A2B9E5443387C068B6B72699C7',
  'Linux Swap': '0657FD6DA4AB43C484E50933C84B4F4F',
  'Linux Lvm': 'E6D6D379F50744C2A23C238F2A3DF928',
  'Linux Raid': 'A19D880F05FC4D3BA006743F0F84911E',
  'Efi System': 'C12A7328F81F11D2BA4B00A0C93EC93B',
  'Microsoft Reserved': 'E3C9E3160B5C4DB8817DF92DF00215AE',
  'Unused Entry': '00000000000000000000000000000000',
} as const;

/** Of the volume that a host keeps its own data in. */
const VMFSL = '4EB2EA3978554790A79EFAE495E21F8D';

/** As partition tables name what a partition is for. */
export function partitionName({ type }: Pick<Partition, 'type'>): string {
  switch (type) {
    case PARTITION_TYPES.vmfs:
      return 'vmfs';
    case VMFSL:
      return 'vmfsl';
    case PARTITION_TYPES.vmkDiagnostic:
      return 'vmkDiagnostic';
    case PARTITION_TYPES['VMware Reserved']:
      return 'vmwareReserved';
    case PARTITION_TYPES['Basic Data']:
      return 'linuxNative';
    case PARTITION_TYPES['Linux Swap']:
      return 'linuxSwap';
    case PARTITION_TYPES['Efi System']:
      return 'systemPartition';
    default:
      return 'unknown';
  }
}

export function newPartition(
  device: string,
  given: Pick<Partition, 'number' | 'start' | 'end' | 'type'>,
): Partition {
  const guid = hexOf(`partition ${device}:${given.number} ${given.start}`, 32);
  return { ...given, guid, attributes: given.type === PARTITION_TYPES['Efi System'] ? 128 : 0 };
}

export const sectorsOf = ({ sizeMB }: Pick<Device, 'sizeMB'>): number => sizeMB * 2048;

const ALIGNED = 2048;

/**
 * Where a device says nothing of its partitions, it has those of the volumes that lie on it, one behind the other, and
 * that which it boots from.
 */
export function withPartitions(device: Device, volumes: readonly Volume[]): Device {
  const on = volumes.filter((volume) => volume.device === device.name && volume.partition > 0);
  if (device.partitions.length > 0 || on.length === 0) return device;
  const boot = device.isBoot
    ? [newPartition(device.name, { number: 1, start: 64, end: 204_863, type: PARTITION_TYPES['Efi System'] })]
    : [];
  let start = boot.length > 0 ? 206_848 : ALIGNED;
  const others = on
    .toSorted((a, b) => a.partition - b.partition)
    .filter(
      ({ partition }, i, all) => all[i - 1]?.partition !== partition && (partition > 1 || boot.length === 0),
    )
    .map(({ partition, size, type }, i, { length }) => {
      const most = sectorsOf(device) - 34;
      const wanted = start + Math.ceil(size / 512 / ALIGNED) * ALIGNED - 1;
      const end =
        i === length - 1 ? Math.max(most, start) : Math.min(Math.max(wanted, start), Math.max(most, start));
      const made = newPartition(device.name, { number: partition, start, end, type: typeOf(type) });
      start = end + 1;
      return made;
    });
  return { ...device, label: 'gpt', partitions: [...boot, ...others] };
}

function typeOf(fileSystem: string): string {
  if (fileSystem === 'VMFSOS') return VMFSL;
  return fileSystem === 'vfat' ? PARTITION_TYPES['Basic Data'] : PARTITION_TYPES.vmfs;
}
