import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

type Security = Host['security'];
type Domain = Security['domains'][number];

const ENABLED = record<boolean>('Enabled', { Enabled: (enabled) => enabled });

export const SECURITY_LEAVES = [
  ...(['ssh', 'rhttpproxy'] as const).flatMap((service) => {
    const key = service === 'ssh' ? 'fips140Ssh' : 'fips140Rhttpproxy';
    return [
      leaf({
        path: `system security fips140 ${service} get`,
        about: `Tells whether FIPS 140 is on for ${service}.`,
        read: ({ security }) => security[key],
        prints: ENABLED,
      }),
      leaf({
        path: `system security fips140 ${service} set`,
        about: `Sets whether FIPS 140 is on for ${service}.`,
        options: { enable: required(bool('-e|--enable', 'Whether it is.')) },
        change({ security, ssh }, { enable }) {
          security[key] = enable;
          if (key === 'fips140Ssh') ssh['fipsmode'] = enable ? 'yes' : 'no';
        },
      }),
    ];
  }),
  leaf({
    path: 'system security keypersistence get',
    about: 'Tells whether keys are kept in the TPM.',
    read: ({ security }) => security.keyPersistence,
    prints: ENABLED,
  }),
  leaf({
    path: 'system security keypersistence enable',
    about: 'Has keys kept in the TPM.',
    change({ security, hardware }) {
      if (!hardware.tpm) throw new Failure('The host has no TPM that is active');
      security.keyPersistence = true;
    },
  }),
  leaf({
    path: 'system security keypersistence disable',
    about: 'Has keys no longer kept in the TPM.',
    options: { remove: flag('--remove-all-stored-keys', 'Those that are kept are removed.') },
    change({ security }, { remove }) {
      if (security.keyPersistence && !remove)
        throw new Failure('Must specify --remove-all-stored-keys to disable key persistence');
      security.keyPersistence = false;
    },
  }),
  leaf({
    path: 'system secpolicy domain list',
    about: 'Lists the domains of the kernel’s access control.',
    read: ({ security }) => security.domains,
    prints: table<Domain>('Domain', {
      'Domain Name': ({ name }) => name,
      'Enforcement Level': ({ enforcement }) => enforcement,
    }),
  }),
  leaf({
    path: 'system secpolicy domain set',
    about: 'Sets how a domain of the kernel’s access control is enforced.',
    options: {
      all: flag('-a|--all-domains', 'All of them.'),
      level: required(str('-l|--level', 'disabled, warning or enforcing.')),
      name: str('-n|--name', 'The name of the domain.'),
    },
    change({ security }, { all, level, name }) {
      if (!LEVELS.includes(level)) throw new Failure(`Invalid enforcement level: ${level}`);
      const domains = security.domains.filter((one) => all || one.name === name);
      if (domains.length === 0) throw new Failure(`Unable to find domain: ${name ?? ''}`);
      for (const domain of domains) domain.enforcement = level;
    },
  }),
];

const LEVELS = ['disabled', 'warning', 'enforcing'];
