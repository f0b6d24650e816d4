import type { NormaliserRule } from '../normaliser.ts';
import { ids } from './built-in.ts';

/** What is known of the hosts that are compared. */
export interface KnownHosts {
  /** With and without their domain. */
  names?: readonly string[];
  /** IPv4 and IPv6. */
  addresses?: readonly string[];
}

export const hostName = ids(
  'host-name',
  { hides: 'names of the host that are known from its answers', isOn: false },
  [],
);

export const address = ids(
  'address',
  {
    hides: 'IPv4 and IPv6 addresses of the host that are known from its answers; any, where none are known',
    isOn: false,
  },
  [],
);

/** The rules of a normaliser that looks for what is known; undefined for any other. */
export function rulesOfKnown(name: string, known: KnownHosts): readonly NormaliserRule[] | undefined {
  if (name === hostName.name) return (known.names ?? []).map(exactly);
  if (name !== address.name) return undefined;
  const { addresses = [] } = known;
  return addresses.length > 0 ? addresses.map(exactly) : ANY_ADDRESS;
}

const exactly = (text: string): NormaliserRule => ({
  pattern: `(?:^|[^\\w.:-])(?<volatile>${escaped(text)})(?:[^\\w.-]|\\.?$|\\.\\s)`,
});

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const GROUP = '[0-9a-fA-F]{1,4}';

/** RFC 4291 §2.2: eight groups, or fewer with `::` for those left out. */
const ANY_ADDRESS: readonly NormaliserRule[] = [
  { pattern: String.raw`(?:^|[^\w.])(?<volatile>(?:${OCTET}\.){3}${OCTET})(?:[^\w.]|\.?$|\.\s)` },
  {
    pattern: `(?:^|[^\\w.:])(?<volatile>(?:${GROUP}:){7}${GROUP}|(?:${GROUP}:){1,6}(?::${GROUP}){1,6}|::(?:${GROUP}:){1,5}${GROUP})(?:[^\\w:]|$)`,
  },
];
