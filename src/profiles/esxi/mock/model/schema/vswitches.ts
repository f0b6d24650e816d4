import { z } from 'zod';
import { count, name } from './words.ts';

const security = z.strictObject({
  promiscuous: z.boolean(),
  macChange: z.boolean(),
  forgedTransmits: z.boolean(),
});

const shaping = z.strictObject({
  enabled: z.boolean(),
  average: count().describe('In kbit/s.'),
  peak: count().describe('In kbit/s.'),
  burst: count().describe('In KiB.'),
});

const teaming = z.strictObject({
  loadBalancing: z.string().describe('portid, iphash, mac or explicit.'),
  failureDetection: z.string().describe('link or beacon.'),
  notifySwitches: z.boolean(),
  failback: z.boolean(),
  active: z.array(z.string()),
  standby: z.array(z.string()),
});

export const vSwitch = z.strictObject({
  name: name(),
  numPorts: count(),
  configuredPorts: count(),
  otherPorts: z.int().describe('Ports that are used beside those of uplinks, interfaces and VMs.'),
  mtu: count(),
  cdp: z.enum(['down', 'listen', 'advertise', 'both']),
  uplinks: z.array(z.string()).describe('Names of NICs.'),
  beacon: z.strictObject({
    enabled: z.boolean(),
    interval: count(),
    threshold: count(),
    requiredBy: z.array(z.string()),
  }),
  security,
  shaping,
  teaming,
});

/** What a port group says of its own stands in place of what its vSwitch says. */
export const portGroup = z.strictObject({
  name: name(),
  vSwitch: z.string().describe('The name of it.'),
  vlan: z.int().min(0).max(4095),
  security: z.strictObject({
    promiscuous: security.shape.promiscuous.exactOptional(),
    macChange: security.shape.macChange.exactOptional(),
    forgedTransmits: security.shape.forgedTransmits.exactOptional(),
  }),
  shaping: z.strictObject({
    enabled: shaping.shape.enabled.exactOptional(),
    average: shaping.shape.average.exactOptional(),
    peak: shaping.shape.peak.exactOptional(),
    burst: shaping.shape.burst.exactOptional(),
  }),
  teaming: z.strictObject({
    loadBalancing: teaming.shape.loadBalancing.exactOptional(),
    failureDetection: teaming.shape.failureDetection.exactOptional(),
    notifySwitches: teaming.shape.notifySwitches.exactOptional(),
    failback: teaming.shape.failback.exactOptional(),
    active: teaming.shape.active.exactOptional(),
    standby: teaming.shape.standby.exactOptional(),
  }),
});
