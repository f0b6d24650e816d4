import { CONFIGSTORECLI } from './configstore/configstorecli.ts';
import { ESXCFG_ADVCFG } from './esxcfg-advcfg.ts';
import { ESXCFG_DUMPPART } from './esxcfg-dumppart.ts';
import { ESXCFG_INFO } from './esxcfg-info.ts';
import { ESXCFG_MODULE } from './esxcfg-module.ts';
import { ETHTOOL } from './ethtool.ts';
import { CHKCONFIG, INIT_SCRIPTS } from './init-scripts.ts';
import { HALT, POWEROFF, REBOOT, UPTIME } from './power.ts';
import type { Tool } from './tool.ts';
import { UNAME } from './uname.ts';
import { VM_SUPPORT } from './vm-support.ts';
import { VMKLOAD_MOD } from './vmkload-mod.ts';
import { VMWARE } from './vmware.ts';
import { VSISH } from './vsish/vsish.ts';

/** Those of the system, its modules and its hardware. */
export const SYSTEM_TOOLS: readonly Tool[] = [
  CHKCONFIG,
  CONFIGSTORECLI,
  ESXCFG_ADVCFG,
  ESXCFG_DUMPPART,
  ESXCFG_INFO,
  ESXCFG_MODULE,
  ETHTOOL,
  HALT,
  ...INIT_SCRIPTS,
  POWEROFF,
  REBOOT,
  UNAME,
  UPTIME,
  VM_SUPPORT,
  VMKLOAD_MOD,
  VMWARE,
  VSISH,
];
