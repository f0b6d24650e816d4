import { leaf } from '../../esxcli/leaf.ts';
import { flag } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import type { Device } from '../../model/storage.ts';
import { devfsPath } from '../../volumes/devices.ts';
import { device, devicesOf } from './device-named.ts';

const named = (one: Device): string => one.name;

export const DEVICE_LIST_LEAVES = [
  leaf({
    path: 'storage core device list',
    about: 'Lists the devices that the host has, with all that it knows of them.',
    options: {
      device,
      excludeOffline: flag('-o|--exclude-offline', 'Without those that are off.'),
      peOnly: flag('--pe-only', 'Only protocol endpoints of virtual volumes.'),
      skipSlow: flag('--skip-slow-fields', 'Without what takes long to find out.'),
    },
    read: (host, given) =>
      devicesOf(host, given.device).filter(
        (one) => !(given.excludeOffline && one.isOffline) && !(given.peOnly && !one.isVvolPe),
      ),
    prints: records<Device>('SCSIDevice', named, {
      'Display Name': ({ displayName }) => displayName,
      'Has Settable Display Name': ({ hasSettableDisplayName }) => hasSettableDisplayName,
      Size: ({ sizeMB }) => sizeMB,
      'Device Type': ({ type }) => type,
      'Multipath Plugin': ({ plugin }) => plugin,
      'Devfs Path': devfsPath,
      Vendor: ({ vendor }) => vendor,
      Model: ({ model }) => model,
      Revision: ({ revision }) => revision,
      'SCSI Level': ({ scsiLevel }) => scsiLevel,
      'Is Pseudo': ({ isPseudo }) => isPseudo,
      Status: ({ status }) => status,
      'Is RDM Capable': ({ isRdmCapable }) => isRdmCapable,
      'Is Local': ({ isLocal }) => isLocal,
      'Is Removable': ({ isRemovable }) => isRemovable,
      'Is SSD': ({ isSsd }) => isSsd,
      'Is VVOL PE': { value: ({ isVvolPe }) => isVvolPe, since: '6.0' },
      'Is Offline': ({ isOffline }) => isOffline,
      'Is Perennially Reserved': ({ isPerenniallyReserved }) => isPerenniallyReserved,
      'Queue Full Sample Size': { value: ({ queueFullSampleSize }) => queueFullSampleSize, since: '5.1' },
      'Queue Full Threshold': { value: ({ queueFullThreshold }) => queueFullThreshold, since: '5.1' },
      'Thin Provisioning Status': ({ thinProvisioning }) => thinProvisioning,
      'Attached Filters': ({ attachedFilters }) => attachedFilters,
      'VAAI Status': ({ vaai }) => vaai,
      'Other UIDs': ({ uids }) => uids,
      'Is Shared Clusterwide': { value: ({ isSharedClusterwide }) => isSharedClusterwide, since: '5.5' },
      'Is Local SAS Device': { value: ({ isSas, isLocal }) => isSas && isLocal, since: '5.5', before: '7.0' },
      'Is SAS': { value: ({ isSas }) => isSas, since: '5.5' },
      'Is USB': { value: ({ isUsb }) => isUsb, since: '5.5' },
      'Is Boot USB Device': { value: ({ isUsb, isBoot }) => isUsb && isBoot, since: '5.5', before: '7.0' },
      'Is Boot Device': { value: ({ isBoot }) => isBoot, since: '5.5' },
      'Device Max Queue Depth': { value: ({ queueDepth }) => queueDepth, since: '6.0' },
      'No of outstanding IOs with competing worlds': {
        value: ({ outstandingIos }) => outstandingIos,
        since: '5.5',
      },
      'Drive Type': { value: ({ driveType }) => driveType, since: '6.0' },
      'RAID Level': { value: ({ raidLevel }) => raidLevel, since: '6.0' },
      'Number of Physical Drives': { value: ({ physicalDrives }) => physicalDrives, since: '6.0' },
      'Protection Enabled': { value: () => false, since: '6.0' },
      'PI Activated': { value: () => false, since: '6.0' },
      'PI Type': { value: () => 0, since: '6.0' },
      'PI Protection Mask': { value: () => 'NO PROTECTION', since: '6.0' },
      'Supported Guard Types': { value: () => 'NO GUARD SUPPORT', since: '6.0' },
      'DIX Enabled': { value: () => false, since: '6.0' },
      'DIX Guard Type': { value: () => 'NO GUARD SUPPORT', since: '6.0' },
      'Emulated DIX/DIF Enabled': { value: () => false, since: '6.0' },
    }),
  }),
  leaf({
    path: 'storage core device capacity list',
    about: 'Lists the sizes of blocks of devices, and of devices.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device).filter(({ sizeMB }) => sizeMB > 0),
    prints: table<Device>('DeviceCapacity', {
      Device: named,
      'Physical Blocksize': { value: () => 512, of: 'integer' },
      'Logical Blocksize': { value: () => 512, of: 'integer' },
      'Logical Block Count': { value: ({ sizeMB }) => sizeMB * 2048, of: 'integer' },
      Size: { value: ({ sizeMB }) => `${sizeMB} MiB`, align: 'right' },
      'Format Type': () => '512n',
    }),
  }),
  leaf({
    path: 'storage core device uidmap list',
    about: 'Lists the names that devices have.',
    options: { device },
    read: (host, given) => devicesOf(host, given.device),
    prints: records<Device>('DeviceUidMap', named, {
      Device: named,
      'Device UID': named,
      'Other UIDs': ({ uids }) => uids,
    }),
  }),
];
