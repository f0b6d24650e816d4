import { leaf } from '../../esxcli/leaf.ts';
import { flag, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { volumeUuidOf } from '../../model/derived.ts';
import { newVolume, type UnresolvedVolume, type Volume } from '../../model/storage.ts';
import { showFileSystem } from '../../volumes/mounting.ts';
import type { World } from '../../world.ts';

const label = str('-l|--volume-label', 'The copy of the volume of this name.');
const uuid = str('-u|--volume-uuid', 'The copy of the volume of this UUID.');

export const VMFS_SNAPSHOT_LEAVES = [
  leaf({
    path: 'storage vmfs snapshot list',
    about: 'Lists copies of volumes that are not mounted.',
    options: { label, uuid },
    read: (host, given) => host.unresolvedVolumes.filter((one) => isMeant(one, given)),
    prints: records<UnresolvedVolume>('UnresolvedVmfsVolume', (one) => one.uuid, {
      'Volume Name': ({ name }) => name,
      'VMFS UUID': (one) => one.uuid,
      'Can mount': ({ reason }) => reason === '',
      'Reason for un-mountability': ({ reason }) => reason,
      'Can resignature': () => true,
      'Reason for non-resignaturability': () => '',
      'Unresolved Extent Count': () => 1,
    }),
  }),
  leaf({
    path: 'storage vmfs snapshot extent list',
    about: 'Lists the partitions that copies of volumes lie on.',
    options: { label, uuid },
    read: (host, given) => host.unresolvedVolumes.filter((one) => isMeant(one, given)),
    prints: table<UnresolvedVolume>('UnresolvedVmfsExtent', {
      'Volume Name': ({ name }) => name,
      'VMFS UUID': (one) => one.uuid,
      'Device Name': ({ device }) => device,
      'Start MB': { value: () => 0, of: 'integer' },
      'End MB': { value: ({ size }) => Math.floor(size / 2 ** 20), of: 'integer' },
    }),
  }),
  leaf({
    path: 'storage vmfs snapshot mount',
    about: 'Mounts a copy of a volume as it is.',
    options: { label, nopersist: flag('-n|--nopersist', 'Not again at the next boot.'), uuid },
    change(host, { nopersist, ...given }, world) {
      const one = copyNamed(host, given);
      if (one.reason !== '') {
        throw new Failure(`Unable to mount: ${one.reason}`);
      }
      resolve(host, one, { name: one.name, uuid: one.uuid, automount: !nopersist }, world);
    },
  }),
  leaf({
    path: 'storage vmfs snapshot resignature',
    about: 'Makes a volume of its own of a copy, and mounts it.',
    options: { label, uuid },
    change(host, given, world) {
      const one = copyNamed(host, given);
      const mac = host.nics[0]?.mac ?? '00:50:56:00:00:01';
      const made = volumeUuidOf(`resignatured ${one.uuid} ${one.device} ${world.now()}`, mac);
      const name = `snap-${made.slice(0, 8)}-${one.name}`;
      resolve(host, one, { name, uuid: made, automount: true }, world);
    },
  }),
];

interface Named {
  label: string | undefined;
  uuid: string | undefined;
}

const isMeant = (one: UnresolvedVolume, given: Named): boolean =>
  (given.label === undefined || one.name === given.label) &&
  (given.uuid === undefined || one.uuid === given.uuid);

/** @throws Failure */
export function copyNamed({ unresolvedVolumes }: Host, given: Named): UnresolvedVolume {
  if (given.label === undefined && given.uuid === undefined) {
    throw new Failure('Error: Either the volume label or the volume uuid must be specified');
  }
  const one = unresolvedVolumes.find((volume) => isMeant(volume, given));
  if (one) return one;
  throw new Failure(
    `No unresolved VMFS snapshots with volume ${given.label === undefined ? 'UUID' : 'label'} '${given.label ?? given.uuid}' found`,
  );
}

/** It is a volume like others from now on. */
export function resolve(
  host: Host,
  one: UnresolvedVolume,
  as: Pick<Volume, 'name' | 'uuid' | 'automount'>,
  world: World,
): Volume {
  const { type, size, free, device, partition } = one;
  if (host.volumes.some(({ uuid: own }) => own === as.uuid)) {
    throw new Failure('Unable to mount: the original volume is still online');
  }
  const name = freeName(host, as.name);
  const volume = newVolume({ ...as, name, type, size, free, device, partition });
  host.unresolvedVolumes = host.unresolvedVolumes.filter(
    (other) => other.uuid !== one.uuid || other.device !== one.device,
  );
  host.volumes.push(volume);
  showFileSystem(volume, world);
  return volume;
}

/** Two of one name are told apart by numbers. */
function freeName({ volumes, nfs }: Host, name: string): string {
  const taken = new Set([...volumes, ...nfs].map((one) => one.name));
  if (name === '' || !taken.has(name)) return name;
  let number = 1;
  while (taken.has(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}
