import { HARDWARE_SEEDS } from './hardware.ts';
import { NETWORK_IP_SEEDS } from './network-ip.ts';
import { NETWORK_TOOL_SEEDS } from './network-tools.ts';
import { NETWORK_SEEDS } from './network.ts';
import type { Seed } from './seed.ts';
import { SOFTWARE_SEEDS } from './software.ts';
import { STORAGE_TOOL_SEEDS } from './storage-tools.ts';
import { STORAGE_SEEDS } from './storage.ts';
import { SYSTEM_SEEDS } from './system.ts';
import { TOOL_SEEDS } from './tools.ts';
import { VM_SEEDS } from './vm.ts';

export const SEEDS: readonly Seed[] = [
  ...NETWORK_SEEDS,
  ...NETWORK_IP_SEEDS,
  ...NETWORK_TOOL_SEEDS,
  ...HARDWARE_SEEDS,
  ...SOFTWARE_SEEDS,
  ...STORAGE_SEEDS,
  ...STORAGE_TOOL_SEEDS,
  ...SYSTEM_SEEDS,
  ...VM_SEEDS,
  ...TOOL_SEEDS,
];

/** The one whose command is the longest that this begins with. */
export const seedOf = (command: string): Seed | undefined =>
  SEEDS.filter((seed) => `${command} `.startsWith(`${seed.command} `)).sort(
    (a, b) => b.command.length - a.command.length,
  )[0];
