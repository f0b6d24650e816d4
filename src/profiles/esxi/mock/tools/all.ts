import { ESXCLI, LOCALCLI } from './esxcli.ts';
import { NETWORK_TOOLS } from './network.ts';
import { SYSTEM_TOOLS } from './system.ts';
import { STORAGE_TOOLS } from './storage.ts';
import type { Tool } from './tool.ts';
import { VIM_TOOLS } from './vim-cmd.ts';

const ALL: readonly Tool[] = [
  ESXCLI,
  LOCALCLI,
  ...SYSTEM_TOOLS,
  ...NETWORK_TOOLS,
  ...STORAGE_TOOLS,
  ...VIM_TOOLS,
];

/** The commands of the host, by their names. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(ALL.map((tool) => [tool.name, tool]));
