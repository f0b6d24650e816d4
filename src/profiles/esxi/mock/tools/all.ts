import { ESXCFG_ADVCFG } from './esxcfg-advcfg.ts';
import { ESXCFG_NICS } from './esxcfg-nics.ts';
import { ESXCLI, LOCALCLI } from './esxcli.ts';
import type { Tool } from './tool.ts';
import { UNAME } from './uname.ts';
import { VMKFSTOOLS } from './vmkfstools/vmkfstools.ts';
import { VIM_CMD, VMWARE_VIM_CMD } from './vim-cmd.ts';
import { VMKFSTOOLS } from './vmkfstools/vmkfstools.ts';
import { VMWARE } from './vmware.ts';

const ALL: readonly Tool[] = [ESXCLI, LOCALCLI, ESXCFG_ADVCFG, ESXCFG_NICS, UNAME, VMKFSTOOLS, VIM_CMD, VMWARE, VMWARE_VIM_CMD];

/** The commands of the host, by their names. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(ALL.map((tool) => [tool.name, tool]));
