import { z } from 'zod';
import { name } from './words.ts';

export const service = z.strictObject({
  name: name().describe('Such as TSM-SSH.'),
  label: z.string(),
  running: z.boolean(),
  policy: z.enum(['on', 'off', 'automatic']),
});

export const ntp = z.strictObject({
  enabled: z.boolean(),
  logLevel: z.string(),
  servers: z.array(z.string()),
  pinned: z.boolean(),
  config: z.array(z.string()).describe('Lines of ntp.conf beside those of the servers.'),
});

export const snmp = z.strictObject({
  enabled: z.boolean(),
  port: z.int(),
  communities: z.array(z.string()),
  targets: z.array(z.string()),
  users: z.array(z.string()),
  logLevel: z.string(),
  engineId: z.string(),
  contact: z.string(),
  location: z.string(),
  hwsrc: z.string(),
  authentication: z.string(),
  privacy: z.string(),
  largeStorage: z.boolean(),
  noTraps: z.array(z.string()),
  remoteUsers: z.array(z.string()),
  v3Targets: z.array(z.string()),
});

/** What the host's sshd is configured to. */
export const sshConfig = z.record(z.string(), z.string());
