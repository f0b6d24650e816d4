import { profileOfTools } from '../by-tool.ts';
import { withApplets } from '../posix/applets.ts';
import { POSIX_FOLDERS } from '../posix/posix.ts';
import { POSIX_TOOLS } from '../posix/tools.ts';
import { ESXI_TOOLS } from './tools.ts';

const FOLDERS = [
  ...POSIX_FOLDERS,
  '/usr/lib/vmware/bin',
  '/usr/lib/vmware/busybox/bin',
  '/usr/lib/vmware/vsan/bin',
  '/opt/vmware/bin',
];

/** VMware ESXi: its own commands, and busybox's. */
export const ESXI = profileOfTools('esxi', withApplets(new Map([...POSIX_TOOLS, ...ESXI_TOOLS])), FOLDERS);
