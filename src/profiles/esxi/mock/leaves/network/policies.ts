import { bool, type GivenOptions, long, str, strs } from '../../esxcli/option.ts';
import type { Value } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { VSwitch } from '../../model/network.ts';

/** What may be set of policies; a vSwitch and a port group have the same. */
export const SECURITY = {
  forgedTransmits: bool('-f|--allow-forged-transmits', 'Whether frames may leave with another MAC address.'),
  macChange: bool('-m|--allow-mac-change', 'Whether a guest may have another MAC address.'),
  promiscuous: bool('-o|--allow-promiscuous', 'Whether a guest may see frames of others.'),
};

export const SHAPING = {
  average: long('-b|--avg-bandwidth', 'The average bandwidth, in kbit/s.'),
  peak: long('-k|--peak-bandwidth', 'The peak bandwidth, in kbit/s.'),
  burst: long('-t|--burst-size', 'The largest burst, in KiB.'),
  enabled: bool('-e|--enabled', 'Whether bandwidth is limited.'),
};

export const FAILOVER = {
  active: strs('-a|--active-uplinks', 'The NICs that are used.'),
  standby: strs('-s|--standby-uplinks', 'The NICs that are used where none of the others works.'),
  loadBalancing: str('-l|--load-balancing', 'explicit, iphash, mac or portid.'),
  failureDetection: str('-f|--failure-detection', 'link or beacon.'),
  notifySwitches: bool('-n|--notify-switches', 'Whether switches are told of a change.'),
  failback: bool('-b|--failback', 'Whether a NIC that works again is used again.'),
};

type Security = VSwitch['security'];
type Shaping = VSwitch['shaping'];
type Teaming = VSwitch['teaming'];

export const securityColumns = <T>(of: (item: T) => Security) => ({
  'Allow Promiscuous': (item: T): Value => of(item).promiscuous,
  'Allow MAC Address Change': (item: T): Value => of(item).macChange,
  'Allow Forged Transmits': (item: T): Value => of(item).forgedTransmits,
});

/** What is not limited has -1. */
export const shapingColumns = <T>(of: (item: T) => Shaping) => {
  const limit = (item: T, key: 'average' | 'peak' | 'burst') => (of(item).enabled ? of(item)[key] : -1);
  return {
    Enabled: (item: T): Value => of(item).enabled,
    'Average Bandwidth': { value: (item: T): Value => limit(item, 'average'), unit: 'Kbps' },
    'Peak Bandwidth': { value: (item: T): Value => limit(item, 'peak'), unit: 'Kbps' },
    'Burst Size': { value: (item: T): Value => limit(item, 'burst'), unit: 'Kib' },
  };
};

export const failoverColumns = <T>(of: (item: T) => Teaming & { uplinks: readonly string[] }) => ({
  'Load Balancing': (item: T): Value => SAID[of(item).loadBalancing] ?? of(item).loadBalancing,
  'Network Failure Detection': (item: T): Value => of(item).failureDetection,
  'Notify Switches': (item: T): Value => of(item).notifySwitches,
  Failback: (item: T): Value => of(item).failback,
  'Active Adapters': (item: T): Value => of(item).active,
  'Standby Adapters': (item: T): Value => of(item).standby,
  'Unused Adapters': (item: T): Value => {
    const { active, standby, uplinks } = of(item);
    return uplinks.filter((name) => !active.includes(name) && !standby.includes(name));
  },
});

/** It is set by one word and told by another. */
const SAID: Readonly<Record<string, string>> = { portid: 'srcport', mac: 'srcmac' };

/** What was given, in place of what was there. */
export function give<T extends object>(
  target: T,
  given: { readonly [K in keyof T]?: T[K] | undefined },
): void {
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined) (target as Record<string, unknown>)[key] = value;
  }
}

/** NICs that are active from now on are no more on standby, and the other way round. */
export function giveFailover(
  target: { [K in keyof Teaming]?: Teaming[K] | undefined },
  { active, standby, ...given }: GivenOptions<typeof FAILOVER>,
): void {
  give(target, given);
  if (active) {
    target.active = [...active];
    target.standby = (target.standby ?? []).filter((name) => !active.includes(name));
  }
  if (standby) {
    target.standby = [...standby];
    target.active = (target.active ?? []).filter((name) => !standby.includes(name));
  }
}

/** @throws Failure where a word is not one of those, or a NIC not one of the switch */
export function checkFailover(
  { loadBalancing, failureDetection, active = [], standby = [] }: GivenOptions<typeof FAILOVER>,
  uplinks: readonly string[],
): void {
  if (loadBalancing !== undefined && !BALANCINGS.has(loadBalancing))
    throw new Failure(`Invalid load balancing policy: ${loadBalancing}`);
  if (failureDetection !== undefined && !['link', 'beacon'].includes(failureDetection))
    throw new Failure(`Invalid failure detection policy: ${failureDetection}`);
  const foreign = [...active, ...standby].find((name) => !uplinks.includes(name));
  if (foreign !== undefined) throw new Failure(`Not a valid pnic: ${foreign}`);
}

const BALANCINGS = new Set(['explicit', 'iphash', 'mac', 'portid']);
