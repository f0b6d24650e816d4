import { z } from 'zod';
import { count, name } from './words.ts';

const filter = z.strictObject({
  hook: z.enum(['vNic', 'dvPort']),
  slot: count(),
  name: name().describe('Such as nic-2100005-eth0-vmware-sfw.2.'),
  agent: z.string().describe('The name of it.'),
  failurePolicy: z.enum(['failOpen', 'failClosed']),
  source: z.string().describe('What made it.'),
});

const port = z.strictObject({
  worldId: count().describe('0: of the kernel.'),
  vm: z.string(),
  vcUuid: z.string(),
  port: count(),
  client: name().describe('vmk0 or vm-1.eth0.'),
  filters: z.array(filter),
});

const rule = z.strictObject({
  id: count(),
  text: z.string().describe('What stands behind its place: inout protocol any from any to any accept.'),
  internal: z.boolean(),
  evaluations: count(),
  packetsIn: count(),
  packetsOut: count(),
  bytesIn: count(),
  bytesOut: count(),
});

const firewall = z.strictObject({
  filter: name().describe('The name of it.'),
  ruleset: z.string(),
  generation: z.string(),
  realized: z.string(),
  rules: z.array(rule),
  addrsets: z.array(z.strictObject({ name: name(), members: z.array(z.string()) })),
});

/** Filters between ports and what has them, and the rules of distributed firewalls. */
export const dvfilter = z.strictObject({
  agents: z.array(z.strictObject({ name: name(), refCount: count(), module: z.string() })),
  ports: z
    .array(port)
    .describe('Beside those of interfaces of the kernel, which the firewall of the host has.'),
  firewalls: z.array(firewall),
});

const portGiven = port.partial().extend({
  client: port.shape.client,
  filters: z.array(filter.partial().required({ name: true })).optional(),
});

const firewallGiven = firewall.partial().extend({
  filter: firewall.shape.filter,
  rules: z.array(rule.partial().required({ id: true, text: true })).optional(),
});

export const dvfilterGiven = dvfilter
  .partial()
  .extend({ ports: z.array(portGiven).optional(), firewalls: z.array(firewallGiven).optional() });
