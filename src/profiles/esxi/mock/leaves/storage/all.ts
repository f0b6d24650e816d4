import type { Area } from '../area.ts';
import { FILESYSTEM_LEAVES } from './filesystem.ts';
import { NFS_LEAVES } from './nfs.ts';
import { VMFS_SNAPSHOT_LEAVES } from './vmfs-snapshot.ts';
import { VMFS_LEAVES } from './vmfs.ts';

export const STORAGE: Area = {
  namespaces: {
    storage: 'Storage: adapters, devices, paths, file systems.',
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
  leaves: [...FILESYSTEM_LEAVES, ...NFS_LEAVES, ...VMFS_LEAVES, ...VMFS_SNAPSHOT_LEAVES],
};
