import { z } from 'zod';
import { count, name } from './words.ts';

const claimRule = z.strictObject({
  class: z.enum(['MP', 'Filter', 'VAAI']),
  rule: z.int(),
  runtime: z.boolean().describe('Whether it is in force.'),
  file: z.boolean().describe('Whether it is there after a reboot.'),
  type: z.string().describe('Such as vendor, transport, driver.'),
  plugin: z.string(),
  matches: z.string(),
});

const satpRule = z.strictObject({
  satp: name(),
  device: z.string(),
  vendor: z.string(),
  model: z.string(),
  driver: z.string(),
  transport: z.string(),
  options: z.string(),
  group: z.enum(['system', 'user']),
  claimOptions: z.string(),
  psp: z.string(),
  pspOptions: z.string(),
  description: z.string(),
});

/** Which plugin has which device, and which path is taken. */
export const multipathing = z.strictObject({
  satps: z.array(z.strictObject({ name: name(), psp: z.string(), description: z.string() })),
  satpRules: z.array(satpRule),
  claimRules: z.array(claimRule),
  claimed: count().describe('How often claim rules were run.'),
});
