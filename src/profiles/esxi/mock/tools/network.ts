import { ESXCFG_NICS } from './esxcfg-nics.ts';
import { ESXCFG_ROUTE } from './esxcfg-route.ts';
import { ESXCFG_VMKNIC } from './esxcfg-vmknic.ts';
import { ESXCFG_VSWITCH } from './esxcfg-vswitch.ts';
import { LSPCI } from './lspci.ts';
import { NET_STATS } from './net-stats.ts';
import { PING, VMKPING } from './ping.ts';
import { SUMMARIZE_DVFILTER } from './summarize-dvfilter.ts';
import type { Tool } from './tool.ts';
import { VDS_VSIPIOCTL, VSIPIOCTL } from './vsipioctl.ts';

/** Those of the network. */
export const NETWORK_TOOLS: readonly Tool[] = [
  ESXCFG_NICS,
  ESXCFG_ROUTE,
  ESXCFG_VMKNIC,
  ESXCFG_VSWITCH,
  LSPCI,
  NET_STATS,
  PING,
  SUMMARIZE_DVFILTER,
  VDS_VSIPIOCTL,
  VMKPING,
  VSIPIOCTL,
];
