import type { Leaf } from '../esxcli/leaf.ts';
import { NIC_LEAVES } from './network/nic.ts';
import { VSWITCH_LEAVES } from './network/vswitch.ts';
import { IDENTITY_LEAVES } from './system/identity.ts';
import { VM_PROCESS_LEAVES } from './vm/process.ts';

/** All commands of esxcli that there are. */
export const LEAVES: readonly Leaf[] = [
  ...NIC_LEAVES,
  ...VSWITCH_LEAVES,
  ...IDENTITY_LEAVES,
  ...VM_PROCESS_LEAVES,
];
