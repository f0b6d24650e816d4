import { address, hostName } from './built-in/hosts.ts';
import { disk, mac, task, tempName, ticket, uuid, wwn } from './built-in/ids.ts';
import { counter, pid, port } from './built-in/numbers.ts';
import { duration, time, uptime } from './built-in/times.ts';
import type { BuiltIn } from './normaliser.ts';

/** All that come with tapehead. Of two that match the same the earlier has it. */
export const BUILT_INS: readonly BuiltIn[] = [
  time,
  uptime,
  duration,
  ticket,
  uuid,
  disk,
  wwn,
  mac,
  task,
  tempName,
  hostName,
  address,
  pid,
  port,
  counter,
];

export const builtIn = (name: string): BuiltIn | undefined => BUILT_INS.find((one) => one.name === name);
