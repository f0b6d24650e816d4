import { leaf } from '../../esxcli/leaf.ts';
import { str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Device } from '../../model/storage.ts';
import { device, devicesOf } from './device-named.ts';

/** What a host without flash caches, filters and virtual volumes says of them. */
export const OTHER_LEAVES = [
  leaf({
    path: 'storage vflash cache list',
    about: 'Lists the flash caches of virtual disks.',
    read: () => [],
    prints: table<never>('VFlashCache', {
      'vCache Name': () => '',
      'Module Name': () => '',
      'Cache ID': () => '',
    }),
  }),
  leaf({
    path: 'storage vflash device list',
    about: 'Lists the SSDs that may be flash caches.',
    read: ({ devices, volumes }) =>
      devices
        .filter(({ isSsd }) => isSsd)
        .map((one) => ({ one, isUsed: volumes.some((volume) => volume.device === one.name) })),
    prints: table<{ one: Device; isUsed: boolean }>('VFlashDevice', {
      Name: ({ one }) => one.name,
      Size: { value: ({ one }) => one.sizeMB * 2 ** 20, of: 'integer' },
      'Is Local': { value: ({ one }) => one.isLocal, of: 'boolean' },
      'Is Used in vflash': { value: () => false, of: 'boolean' },
      Eligibility: ({ isUsed }) => (isUsed ? 'Does not have unpartitioned space' : 'Eligible'),
    }),
  }),
  leaf({
    path: 'storage vflash module list',
    about: 'Lists the modules for flash caches.',
    read: () => [{ name: 'vfc' }],
    prints: table<{ name: string }>('VFlashModule', { 'Module Name': ({ name }) => name }),
  }),
  leaf({
    path: 'storage vflash cache get',
    about: 'Tells of a flash cache.',
    options: { name: str('-c|--cache-name', 'The cache.'), module: str('-m|--module-name', 'Its module.') },
    read(_, { name }) {
      throw new Failure(`Cannot find the cache ${name ?? ''}`);
    },
  }),
  leaf({
    path: 'storage iofilter list',
    about: 'Lists the filters of virtual disks.',
    read: () => [],
    prints: table<never>('IoFilter', { Name: () => '', Vendor: () => '', Release: () => '' }),
  }),
  leaf({
    path: 'storage vvol protocolendpoint list',
    about: 'Lists the protocol endpoints of virtual volumes.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device).filter(({ isVvolPe }) => isVvolPe),
    prints: table<Device>('VvolPe', {
      'Host Id': ({ name }) => name,
      Type: () => 'SCSI',
      Accessible: ({ isOffline }) => !isOffline,
    }),
  }),
  ...(['storagecontainer', 'vasaprovider'] as const).map((what) =>
    leaf({
      path: `storage vvol ${what} list`,
      about: `Lists what arrays offer for virtual volumes: ${what === 'vasaprovider' ? 'providers' : 'containers'}.`,
      read: () => [],
      prints: table<never>(what === 'vasaprovider' ? 'VasaProvider' : 'VvolStorageContainer', {
        [what === 'vasaprovider' ? 'VP Name' : 'StorageContainer Name']: () => '',
        UUID: () => '',
        Array: () => '',
      }),
    }),
  ),
];
