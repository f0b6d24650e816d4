import { leaf } from '../../esxcli/leaf.ts';
import { flag, long, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { isIpv6 } from '../../model/ip.ts';

type Association = Host['ipsec']['associations'][number];
type Policy = Host['ipsec']['policies'][number];

export const IPSEC_LEAVES = [
  leaf({
    path: 'network ip ipsec sa list',
    about: 'Lists security associations.',
    read: ({ ipsec }) => ipsec.associations,
    prints: table<Association>('SecurityAssociation', {
      Name: ({ name }) => name,
      'Source Address': ({ source }) => source,
      'Destination Address': ({ destination }) => destination,
      State: ({ state }) => state,
      SPI: ({ spi }) => spi,
      Mode: ({ mode }) => mode,
      'Encryption Algorithm': ({ encryption }) => encryption,
      'Integrity Algorithm': ({ integrity }) => integrity,
      Lifetime: ({ lifetime }) => lifetime,
    }),
  }),
  leaf({
    path: 'network ip ipsec sa add',
    about: 'Adds a security association.',
    options: {
      encryption: required(str('-e|--encryption-algorithm', 'null, 3des-cbc or aes128-cbc.')),
      encryptionKey: str('-k|--encryption-key', 'The key of it.'),
      integrity: required(str('-i|--integrity-algorithm', 'hmac-sha1 or hmac-sha2-256.')),
      integrityKey: required(str('-K|--integrity-key', 'The key of it.')),
      destination: required(str('-d|--sa-destination', 'An IPv6 address.')),
      mode: str('-m|--sa-mode', 'transport or tunnel.'),
      name: required(str('-n|--sa-name', 'Its name.')),
      source: required(str('-s|--sa-source', 'An IPv6 address.')),
      spi: required(str('-p|--sa-spi', 'Such as 0x1000.')),
    },
    change({ ipsec }, { name, source, destination, spi, mode = 'transport', encryption, integrity }) {
      if (ipsec.associations.some((one) => one.name === name) || name === '') throw exists('SA', name);
      for (const address of [source, destination]) checkIpv6(address);
      const state = 'mature';
      const own = { name, source, destination, state, spi, mode, encryption, integrity };
      ipsec.associations.push({ ...own, lifetime: 'infinite' });
    },
  }),
  leaf({
    path: 'network ip ipsec sa remove',
    about: 'Removes a security association.',
    options: {
      all: flag('-a|--remove-all', 'All of them.'),
      name: str('-n|--sa-name', 'Its name.'),
      destination: str('-d|--sa-destination', 'Its destination, where it has no name.'),
      source: str('-s|--sa-source', 'Its source, where it has no name.'),
      spi: str('-p|--sa-spi', 'Its SPI, where it has no name.'),
    },
    change({ ipsec }, { all, name }) {
      const used = ipsec.policies.find(
        ({ association }) => association !== '' && (all || association === name),
      );
      if (used) throw new Failure(`SA ${used.association} is in use`);
      ipsec.associations = all ? [] : without(ipsec.associations, name, 'SA');
    },
  }),
  leaf({
    path: 'network ip ipsec sp list',
    about: 'Lists security policies.',
    read: ({ ipsec }) => ipsec.policies,
    prints: table<Policy>('SecurityPolicy', {
      Name: ({ name }) => name,
      'Source Address': ({ source }) => source,
      'Source Port': { value: ({ sourcePort }) => sourcePort, of: 'integer' },
      'Destination Address': ({ destination }) => destination,
      'Destination Port': { value: ({ destinationPort }) => destinationPort, of: 'integer' },
      Protocol: ({ protocol }) => protocol,
      Flow: ({ flow }) => flow,
      Action: ({ action }) => action,
      Mode: ({ mode }) => mode,
      'SA Name': ({ association }) => association,
    }),
  }),
  leaf({
    path: 'network ip ipsec sp add',
    about: 'Adds a security policy.',
    options: {
      action: str('-A|--action', 'none, discard or ipsec.'),
      destinationPort: required(long('-P|--destination-port', '0: any.')),
      flow: str('-w|--flow-direction', 'in or out.'),
      association: str('-a|--sa-name', 'The security association.'),
      sourcePort: required(long('-p|--source-port', '0: any.')),
      destination: required(str('-d|--sp-destination', 'An IPv6 network.')),
      mode: str('-m|--sp-mode', 'transport or tunnel.'),
      name: required(str('-n|--sp-name', 'Its name.')),
      source: required(str('-s|--sp-source', 'An IPv6 network.')),
      protocol: required(str('-u|--upper-layer-protocol', 'any, tcp, udp or icmp6.')),
    },
    change({ ipsec }, { action = 'ipsec', flow = 'out', mode = 'transport', association = '', ...given }) {
      if (ipsec.policies.some(({ name }) => name === given.name) || given.name === '')
        throw exists('SP', given.name);
      if (association !== '' && !ipsec.associations.some(({ name }) => name === association))
        throw new Failure(`Unable to find SA: ${association}`);
      for (const network of [given.source, given.destination]) checkIpv6(network.split('/')[0] ?? '');
      ipsec.policies.push({ ...given, action, flow, mode, association });
    },
  }),
  leaf({
    path: 'network ip ipsec sp remove',
    about: 'Removes a security policy.',
    options: { all: flag('-a|--remove-all', 'All of them.'), name: str('-n|--sp-name', 'Its name.') },
    change({ ipsec }, { all, name }) {
      ipsec.policies = all ? [] : without(ipsec.policies, name, 'SP');
    },
  }),
];

function without<T extends { name: string }>(
  list: readonly T[],
  name: string | undefined,
  what: string,
): T[] {
  if (!list.some((one) => one.name === name)) throw new Failure(`Unable to find ${what}: ${name ?? ''}`);
  return list.filter((one) => one.name !== name);
}

const exists = (what: string, name: string): Failure => new Failure(`${what} ${name} already exists`);

/** "any" is any. */
function checkIpv6(address: string): void {
  if (address !== 'any' && !isIpv6(address)) throw new Failure(`Invalid IPv6 address: ${address}`);
}
