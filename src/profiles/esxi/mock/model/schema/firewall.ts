import { z } from 'zod';
import { count, name } from './words.ts';

export const ruleset = z.strictObject({
  name: name(),
  enabled: z.boolean(),
  allowedAll: z.boolean().describe('All addresses may; else those in allowedIps.'),
  allowedIps: z.array(z.string()),
  enableConfigurable: z.boolean().describe('Else a service of the host has it on or off.'),
  ipsConfigurable: z.boolean(),
  rules: z.array(
    z.strictObject({
      direction: z.enum(['Inbound', 'Outbound']),
      protocol: z.string(),
      portType: z.enum(['Dst', 'Src']),
      begin: count(),
      end: count(),
    }),
  ),
});

export const firewall = z.strictObject({
  enabled: z.boolean(),
  loaded: z.boolean(),
  defaultPass: z.boolean().describe('What is done with what no rule is for: whether it passes.'),
  rulesets: z.array(ruleset),
});
