import { FINGERPRINT_FIELDS, type HostFingerprint } from '../host-fingerprint.ts';
import type { Hosts } from '../recording.ts';
import type { Place } from '../trouble.ts';
import { asFields, asText, type Fields, written } from './shape.ts';

/** The fields of a header that say which hosts the recordings are from; origins sorted by their bytes. */
export function encodeHosts({ host, hosts = new Map() }: Hosts): Record<string, unknown> {
  const told = encodeHost(host);
  const own = Array.from(hosts, ([origin, one]) => [origin, encodeHost(one)] as const);
  return {
    host: told.size > 0 ? told : undefined,
    hosts: own.length > 0 ? new Map(own.toSorted(byName)) : undefined,
  };
}

export function decodeHosts(fields: Fields, place: Place): Hosts {
  const host = fields.has('host') ? decodeHost(fields.get('host'), place) : {};
  if (!fields.has('hosts')) return { host };
  const hosts = new Map<string, HostFingerprint>();
  for (const [origin, one] of asFields(fields.get('hosts'), 'hosts', place)) {
    // What is not text is passed over, as it is in every map.
    if (typeof origin === 'string') hosts.set(origin, decodeHost(one, place));
  }
  return { host, hosts };
}

/**
 * The fields that change where recordings are added to others: hosts of origins that had none of their own
 * before, and that of all others where all recordings before were of origins with a host of their own.
 */
export function joinHosts(old: Fields, added: Hosts, place: Place): Map<unknown, unknown> {
  const changed = new Map<unknown, unknown>();
  const { host, hosts } = encodeHosts(added);
  if (host !== undefined && !old.has('host') && old.has('hosts')) changed.set('host', host);
  const own: Fields = old.has('hosts') ? asFields(old.get('hosts'), 'hosts', place) : new Map();
  const joined = new Map([...((hosts as Fields | undefined) ?? []), ...own]);
  if (joined.size > own.size) changed.set('hosts', new Map([...joined].toSorted(byName)));
  return changed;
}

const encodeHost = (host: HostFingerprint): Map<string, unknown> =>
  written(Object.fromEntries(FINGERPRINT_FIELDS.map((name) => [name, host[name]])));

function decodeHost(value: unknown, place: Place): HostFingerprint {
  const host: HostFingerprint = {};
  const told = asFields(value, 'the host', place);
  for (const name of FINGERPRINT_FIELDS) {
    if (told.has(name)) host[name] = asText(told.get(name), `host ${name}`, place);
  }
  return host;
}

const byName = ([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number =>
  Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
