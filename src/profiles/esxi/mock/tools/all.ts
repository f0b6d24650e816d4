import { ESXCFG_ADVCFG } from './esxcfg-advcfg.ts';
import { ESXCFG_NICS } from './esxcfg-nics.ts';
import { ESXCLI, LOCALCLI } from './esxcli.ts';
import type { Tool } from './tool.ts';
import { UNAME } from './uname.ts';
import { VMWARE } from './vmware.ts';

const ALL: readonly Tool[] = [ESXCLI, LOCALCLI, ESXCFG_ADVCFG, ESXCFG_NICS, UNAME, VMWARE];

/** The commands of the host, by their names. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(ALL.map((tool) => [tool.name, tool]));
