import type { Area } from '../area.ts';
import { ADAPTER_LEAVES } from './adapter.ts';
import { CLAIMRULE_LEAVES } from './claimrule.ts';
import { DEVICE_LIST_LEAVES } from './device-list.ts';
import { DEVICE_LEAVES } from './device.ts';
import { FILESYSTEM_LEAVES } from './filesystem.ts';
import { HPP_LEAVES } from './hpp.ts';
import { NFS_LEAVES } from './nfs.ts';
import { NMP_LEAVES } from './nmp.ts';
import { PARTITION_LEAVES } from './partition-vaai.ts';
import { PATH_LEAVES } from './path.ts';
import { PSP_LEAVES } from './psp.ts';
import { SATP_RULE_LEAVES } from './satp-rule.ts';
import { VMFS_SNAPSHOT_LEAVES } from './vmfs-snapshot.ts';
import { VMFS_LEAVES } from './vmfs.ts';

export const STORAGE: Area = {
  namespaces: {
    storage: 'Storage: adapters, devices, paths, file systems.',
    'storage core': 'Adapters, devices and paths.',
    'storage core adapter': 'Adapters that devices are connected to.',
    'storage core adapter capabilities': 'What adapters can do.',
    'storage core adapter device': 'Devices at adapters.',
    'storage core adapter stats': 'What went through adapters.',
    'storage core claiming': 'Which plugin has which path.',
    'storage core claimrule': 'The rules by which plugins get paths.',
    'storage core device': 'Devices.',
    'storage core device capacity': 'How large devices and their blocks are.',
    'storage core device detached': 'Devices that were taken away.',
    'storage core device latencythreshold': 'From which latency on devices are told of.',
    'storage core device partition': 'Partitions of devices.',
    'storage core device physical': 'Where devices are plugged in.',
    'storage core device raid': 'What logical devices are made of.',
    'storage core device smart': 'What disks say of their health.',
    'storage core device smart status': 'Whether disks are asked for their health.',
    'storage core device stats': 'What was read from devices and written to them.',
    'storage core device uidmap': 'Names of devices.',
    'storage core device vaai': 'What arrays do for the host.',
    'storage core device vaai ats': 'Locks.',
    'storage core device vaai clone': 'Copies.',
    'storage core device vaai delete': 'Free blocks.',
    'storage core device vaai status': 'All that arrays do for the host.',
    'storage core device vaai zero': 'Zeros.',
    'storage core device world': 'The worlds that have devices open.',
    'storage core path': 'Paths to devices.',
    'storage core path stats': 'What went over paths.',
    'storage core plugin': 'Plugins that have devices.',
    'storage core plugin registration': 'Plugins that are registered.',
    'storage hpp': 'The plugin for fast devices.',
    'storage hpp device': 'Devices of it.',
    'storage hpp device usermarkedssd': 'Devices that were marked as SSDs.',
    'storage hpp path': 'Paths to devices of it.',
    'storage nmp': 'The native multipathing plugin.',
    'storage nmp device': 'Devices of it.',
    'storage nmp path': 'Paths to devices of it.',
    'storage nmp psp': 'Ways to choose a path.',
    'storage nmp psp fixed': 'A path that is preferred.',
    'storage nmp psp fixed deviceconfig': 'Which path is preferred.',
    'storage nmp psp generic': 'Any way to choose a path.',
    'storage nmp psp generic deviceconfig': 'Of devices.',
    'storage nmp psp generic pathconfig': 'Of paths.',
    'storage nmp psp roundrobin': 'Paths that take turns.',
    'storage nmp psp roundrobin deviceconfig': 'How they take turns.',
    'storage nmp satp': 'Array types.',
    'storage nmp satp generic': 'What an array type keeps.',
    'storage nmp satp generic deviceconfig': 'Of devices.',
    'storage nmp satp generic pathconfig': 'Of paths.',
    'storage nmp satp rule': 'The rules by which devices get an array type.',
    'storage san': 'Adapters by their kinds.',
    'storage san fc': 'Fibre Channel.',
    'storage san iscsi': 'iSCSI.',
    'storage san sas': 'SAS.',
    'storage filesystem': 'File systems: VMFS, vfat, NFS.',
    'storage nfs': 'Shares of NFS 3.',
    'storage nfs param': 'How the host talks to servers of NFS 3.',
    'storage nfs41': 'Shares of NFS 4.1.',
    'storage nfs41 param': 'How the host talks to servers of NFS 4.1.',
    'storage vmfs': 'VMFS volumes.',
    'storage vmfs extent': 'The partitions that volumes lie on.',
    'storage vmfs host': 'The hosts that have a volume open.',
    'storage vmfs lockmode': 'How hosts lock what is on a volume they share.',
    'storage vmfs pbcache': 'The cache for pointer blocks.',
    'storage vmfs reclaim': 'How free blocks are given back to the array.',
    'storage vmfs reclaim config': 'How free blocks are given back to the array.',
    'storage vmfs snapshot': 'Copies of volumes, as arrays make them.',
    'storage vmfs snapshot extent': 'The partitions that copies lie on.',
  },
  leaves: [
    ...ADAPTER_LEAVES,
    ...CLAIMRULE_LEAVES,
    ...DEVICE_LIST_LEAVES,
    ...DEVICE_LEAVES,
    ...FILESYSTEM_LEAVES,
    ...HPP_LEAVES,
    ...NFS_LEAVES,
    ...NMP_LEAVES,
    ...PARTITION_LEAVES,
    ...PATH_LEAVES,
    ...PSP_LEAVES,
    ...SATP_RULE_LEAVES,
    ...VMFS_LEAVES,
    ...VMFS_SNAPSHOT_LEAVES,
  ],
};
