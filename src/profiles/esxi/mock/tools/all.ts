import { ESXCFG_ADVCFG } from './esxcfg-advcfg.ts';
import { ESXCLI, LOCALCLI } from './esxcli.ts';
import { NETWORK_TOOLS } from './network.ts';
import type { Tool } from './tool.ts';
import { UNAME } from './uname.ts';
import { VMKFSTOOLS } from './vmkfstools/vmkfstools.ts';
import { VIM_CMD, VMWARE_VIM_CMD } from './vim-cmd.ts';
import { VMWARE } from './vmware.ts';

const ALL: readonly Tool[] = [
  ESXCLI,
  LOCALCLI,
  ESXCFG_ADVCFG,
  ...NETWORK_TOOLS,
  UNAME,
  VMKFSTOOLS,
  VIM_CMD,
  VMWARE,
  VMWARE_VIM_CMD,
];

/** The commands of the host, by their names. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(ALL.map((tool) => [tool.name, tool]));
