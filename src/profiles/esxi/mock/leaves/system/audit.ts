import { leaf } from '../../esxcli/leaf.ts';
import { long, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

export const AUDIT_LEAVES = [
  leaf({
    path: 'system auditrecords get',
    about: 'Tells whether and where audit records are kept.',
    read: ({ syslog }) => syslog,
    prints: record<Host['syslog']>('AuditRecords', {
      'Audit Record Remote Transmission Active': ({ auditRemote }) => auditRemote,
      'Audit Record Storage Active': ({ auditEnabled }) => auditEnabled,
      'Audit Record Storage Capacity': ({ auditSize }) => auditSize,
      'Audit Record Storage Directory': ({ auditDir }) => auditDir,
    }),
  }),
  leaf({
    path: 'system auditrecords local set',
    about: 'Sets where audit records are kept, and how many.',
    options: {
      directory: str('-d|--directory', 'The folder; DEFAULT: as at first.'),
      size: long('-s|--size', 'In MiB, from 4 to 100.'),
    },
    change({ syslog }, { directory, size }) {
      if (size !== undefined && (size < 4 || size > 100))
        throw new Failure(`Invalid size: ${size}. It must be between 4 and 100`);
      if (directory !== undefined)
        syslog.auditDir = directory === 'DEFAULT' || directory === '' ? '/scratch/auditLog' : directory;
      if (size !== undefined) syslog.auditSize = size;
    },
  }),
  ...(['local', 'remote'] as const).flatMap((kind) =>
    (['enable', 'disable'] as const).map((verb) =>
      leaf({
        path: `system auditrecords ${kind} ${verb}`,
        about: `${verb === 'enable' ? 'Starts' : 'Stops'} ${kind === 'local' ? 'keeping audit records on the host' : 'sending audit records to the log hosts'}.`,
        change({ syslog }) {
          syslog[kind === 'local' ? 'auditEnabled' : 'auditRemote'] = verb === 'enable';
        },
      }),
    ),
  ),
];
