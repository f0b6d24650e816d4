import { completed } from './completed.ts';
import type { Description, Host } from './host.ts';
import { defaultMultipathing } from './multipathing.ts';
import { withPartitions } from './partitions.ts';
import * as san from './san.ts';
import * as storage from './storage.ts';

/** All of a host that is about storage. */
export type Storage = Pick<
  Host,
  | 'adapters'
  | 'devices'
  | 'paths'
  | 'volumes'
  | 'unresolvedVolumes'
  | 'nfs'
  | 'multipathing'
  | 'iscsi'
  | 'nvme'
  | 'vsan'
>;

/** `mac`: of the host's first NIC, which UUIDs of volumes end with. */
export function storageOf(given: Description, { hostName }: Host['identity'], mac: string): Storage {
  const adapters = given.adapters?.map(storage.newAdapter) ?? storage.defaultAdapters();
  const blank = given.devices?.map(storage.newDevice) ?? storage.defaultDevices();
  const volumes = given.volumes?.map(storage.newVolume) ?? storage.defaultVolumes(blank, mac);
  const devices = blank.map((device) => withPartitions(device, volumes));
  return {
    adapters,
    devices,
    paths: given.paths?.map(storage.newPath) ?? storage.defaultPaths(adapters, devices),
    volumes,
    unresolvedVolumes: given.unresolvedVolumes?.map(storage.newUnresolvedVolume) ?? [],
    nfs: given.nfs?.map(storage.newNfs) ?? [],
    multipathing: completed(defaultMultipathing(), given.multipathing),
    iscsi: {
      software: given.iscsi?.software ?? false,
      adapters: given.iscsi?.adapters?.map((one) => san.newIscsiAdapter(one, hostName)) ?? [],
    },
    nvme: completed(san.defaultNvme(hostName), given.nvme),
    vsan: completed(san.defaultVsan(hostName), given.vsan),
  };
}
