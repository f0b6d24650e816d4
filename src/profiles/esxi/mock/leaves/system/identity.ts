import { leaf } from '../../esxcli/leaf.ts';
import { record } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';

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
];
