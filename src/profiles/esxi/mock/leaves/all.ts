import type { Leaf } from '../esxcli/leaf.ts';
import type { Area } from './area.ts';
import { DEVICES } from './devices/all.ts';
import { HARDWARE } from './hardware/all.ts';
import { ISCSI } from './iscsi/all.ts';
import { NETWORK } from './network/all.ts';
import { NVME } from './nvme/all.ts';
import { SOFTWARE } from './software/all.ts';
import { STORAGE } from './storage/all.ts';
import { SYSTEM } from './system/all.ts';
import { VM } from './vm/all.ts';
import { VSAN } from './vsan/all.ts';

const AREAS: readonly Area[] = [DEVICES, HARDWARE, ISCSI, NETWORK, NVME, SOFTWARE, STORAGE, SYSTEM, VM, VSAN];

/** All commands of esxcli that there are. */
export const LEAVES: readonly Leaf[] = AREAS.flatMap(({ leaves }) => leaves);

/** What help says of namespaces, by their words. */
export const NAMESPACES: Readonly<Record<string, string>> = Object.fromEntries(
  AREAS.flatMap(({ namespaces }) => Object.entries(namespaces)),
);
