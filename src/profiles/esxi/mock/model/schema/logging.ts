import { z } from 'zod';
import { count, name } from './words.ts';

export const syslog = z.strictObject({
  outputDir: z.string(),
  uniqueSubdir: z.boolean(),
  rotations: count(),
  rotationKB: count(),
  remoteHosts: z.array(z.string()),
  timeout: count(),
  enforceSslCertificates: z.boolean(),
  checkSslCertificates: z.boolean(),
  strictX509: z.boolean(),
  crlCheck: z.boolean(),
  dropLogRotations: count(),
  dropLogKB: count(),
  queueDropMark: count(),
  auditEnabled: z.boolean(),
  auditDir: z.string(),
  auditSize: count(),
  auditRemote: z.boolean(),
  level: z.string(),
  filtering: z.boolean(),
  filters: z.array(z.string()).describe('Such as 0|vmkernel|nfs; each is in place.'),
  vsanBacking: z.boolean(),
  maxMessage: count().describe('Longest message to a remote host, in bytes.'),
  loggers: z.array(
    z.strictObject({
      id: name(),
      description: z.string(),
      destination: z.string(),
      rotations: count(),
      rotationKB: count(),
    }),
  ),
});
