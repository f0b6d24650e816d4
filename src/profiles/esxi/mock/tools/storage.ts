import { ESXCFG_MPATH } from './esxcfg-mpath.ts';
import { ESXCFG_NAS } from './esxcfg-nas.ts';
import { ESXCFG_RESCAN } from './esxcfg-rescan.ts';
import { ESXCFG_SCSIDEVS } from './esxcfg-scsidevs.ts';
import { ESXCFG_VOLUME } from './esxcfg-volume.ts';
import { PARTED_UTIL } from './parted-util.ts';
import type { Tool } from './tool.ts';
import { VMKFSTOOLS } from './vmkfstools/vmkfstools.ts';

/** Tools for storage. */
export const STORAGE_TOOLS: readonly Tool[] = [
  ESXCFG_MPATH,
  ESXCFG_NAS,
  ESXCFG_RESCAN,
  ESXCFG_SCSIDEVS,
  ESXCFG_VOLUME,
  PARTED_UTIL,
  VMKFSTOOLS,
];
