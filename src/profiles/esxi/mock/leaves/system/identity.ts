import { leaf } from '../../esxcli/leaf.ts';
import { str } from '../../esxcli/option.ts';
import { alone, record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { timeOf } from '../../model/system.ts';

type Identity = Host['identity'];

export const IDENTITY_LEAVES = [
  leaf({
    path: 'system version get',
    about: 'Tells product, version and build of the host.',
    read: ({ identity }) => identity,
    prints: record<Identity>('VersionGet', {
      Product: ({ product }) => product,
      Version: ({ version }) => version,
      Build: ({ build }) => `Releasebuild-${build}`,
      Update: ({ update }) => String(update),
      Maintenance: { value: () => '0', since: '9.0' },
      Patch: { value: ({ patch }) => String(patch), since: '6.0' },
    }),
  }),
  leaf({
    path: 'system hostname get',
    about: 'Tells the name of the host, its domain, and both together.',
    read: ({ identity }) => identity,
    prints: record<Identity>('FullyQualifiedHostName', {
      'Domain Name': ({ domain }) => domain,
      'Fully Qualified Domain Name': ({ hostName, domain }) =>
        domain === '' ? hostName : `${hostName}.${domain}`,
      'Host Name': ({ hostName }) => hostName,
    }),
  }),
  leaf({
    path: 'system hostname set',
    about: 'Sets the name of the host.',
    options: {
      domain: str('-d|--domain', 'Its domain.'),
      fqdn: str('-f|--fqdn', 'Its name and its domain together.'),
      host: str('-H|--host', 'Its name.'),
    },
    change: ({ identity }, given) => setHostName(identity, given),
  }),
  leaf({
    path: 'system uuid get',
    about: 'Tells the UUID of the host.',
    read: ({ identity }) => identity.uuid,
  }),
  leaf({
    path: 'system welcomemsg get',
    about: 'Tells what the console of the host welcomes with.',
    read: ({ identity }) => identity.welcome,
  }),
  leaf({
    path: 'system welcomemsg set',
    about: 'Sets what the console of the host welcomes with.',
    options: { message: str('-m|--message', 'The text; empty: as at first.') },
    change({ identity }, { message = '' }) {
      identity.welcome = message;
    },
  }),
  leaf({
    path: 'system stats installtime get',
    about: 'Tells when the host was installed.',
    read: ({ identity }) => identity.installed,
  }),
  leaf({
    path: 'system stats uptime get',
    about: 'Tells for how many microseconds the host is up.',
    read: (host, _, world) => 1000 * (timeOf(host, world) - Date.parse(host.identity.booted)),
    prints: alone,
  }),
];

function setHostName(
  identity: Identity,
  { fqdn, host, domain }: { fqdn: string | undefined; host: string | undefined; domain: string | undefined },
): void {
  if (fqdn === undefined && host === undefined && domain === undefined)
    throw new Failure('Must set one of --host, --domain or --fqdn');
  if (fqdn !== undefined && (host !== undefined || domain !== undefined))
    throw new Failure('Cannot set --fqdn together with --host or --domain');
  const [name, ofFqdn] = fqdn === undefined ? [host, domain] : splitAtDot(fqdn);
  if (name !== undefined && !HOST_NAME.test(name)) throw new Failure(`Invalid host name: ${name}`);
  if (name !== undefined) identity.hostName = name;
  if (ofFqdn !== undefined) identity.domain = ofFqdn;
}

/** RFC 1123 §2.1. */
const HOST_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function splitAtDot(fqdn: string): [string, string] {
  const at = fqdn.indexOf('.');
  return at < 0 ? [fqdn, ''] : [fqdn.slice(0, at), fqdn.slice(at + 1)];
}
