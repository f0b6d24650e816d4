import { z } from 'zod';
import { count, name, path } from './words.ts';

const dumpFile = z.strictObject({ path: path(), size: count().describe('In bytes.') });

const coredump = z.strictObject({
  /** Of the list, each of the two. */
  activeFile: z.string().describe('Empty: none.'),
  configuredFile: z.string().describe('Empty: none.'),
  files: z.array(dumpFile),
  activePartition: z.string().describe('Empty: none.'),
  configuredPartition: z.string().describe('Empty: none.'),
  network: z.strictObject({
    enabled: z.boolean(),
    vmk: z.string().describe('The interface it goes out of.'),
    ip: z.string(),
    port: count(),
  }),
});

const wbem = z.strictObject({
  enabled: z.boolean(),
  authorization: z.enum(['password', 'certificate']),
  logLevel: z.string(),
  port: count(),
  wsManagement: z.boolean(),
});

const graphics = z.strictObject({
  type: z.enum(['Shared', 'SharedPassthru']),
  policy: z.enum(['Performance', 'Consolidation']).describe('Which device a VM gets.'),
});

const swapPlace = z.strictObject({ enabled: z.boolean(), order: count() });

const swap = z
  .strictObject({
    datastore: swapPlace.extend({ name: z.string().describe('Empty: none.') }),
    hostcache: swapPlace,
    hostlocalswap: swapPlace,
  })
  .describe('Where the system swaps to.');

/** What the host has one of, and what is set of it by commands of its own. */
export const system = z.strictObject({
  clockOffset: z.int().describe('Milliseconds that its clock is ahead of this machine’s.'),
  isOff: z.boolean().describe('It was powered off: it answers nobody.'),
  load: z.array(z.number().min(0)).length(3).describe('The mean of one, five and 15 minutes.'),
  keyboard: name().describe('The layout of its console.'),
  powerPolicy: z.int().min(1).max(4).describe('1 High Performance, 2 Balanced, 3 Low Power, 4 Custom.'),
  coredump,
  wbem,
  sshClient: z.record(z.string(), z.string()),
  recoveryKeys: z
    .array(z.strictObject({ id: name(), key: name() }))
    .describe('Of the encryption of its configuration, where its mode is TPM.'),
  graphics,
  swap,
  ramdisks: z.array(
    z.strictObject({
      name: name(),
      mount: path(),
      reserved: count().describe('In KiB, as all of them.'),
      maximum: count(),
      used: count(),
    }),
  ),
  configStore: z
    .array(z.strictObject({ component: name(), group: name(), key: name(), value: z.json() }))
    .describe('What was put there that nothing else of the host is.'),
});
