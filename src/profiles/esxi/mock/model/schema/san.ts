import { z } from 'zod';
import { count, name } from './words.ts';

const chap = z.strictObject({
  level: z.enum(['prohibited', 'discouraged', 'preferred', 'required']),
  name: z.string(),
  secret: z.string().describe('Never told by any command.'),
});

const iscsiAdapter = z.strictObject({
  name: name().describe('Such as vmhba64.'),
  driver: z.string(),
  state: z.enum(['online', 'unbound', 'offline']),
  description: z.string(),
  iqn: z.string(),
  alias: z.string(),
  vendor: z.string(),
  model: z.string(),
  hardwareVersion: z.string(),
  asicVersion: z.string(),
  firmwareVersion: z.string(),
  serialNumber: z.string(),
  isUsingTcpOffload: z.boolean(),
  chap,
  mutualChap: chap,
  params: z.record(z.string(), z.string()).describe('Those that were set, by their names: DelayedAck.'),
  sendTargets: z.array(z.string()).describe('Addresses that are asked for targets, with their ports.'),
  staticTargets: z.array(z.strictObject({ address: z.string(), name: z.string() })),
  targets: z
    .array(z.strictObject({ name: name(), address: z.string(), portalGroup: count() }))
    .describe('What answers at those addresses: a session each.'),
  portals: z.array(name()).describe('The interfaces that are bound to it: vmk1.'),
});

export const iscsi = z.strictObject({
  software: z.boolean().describe('Whether the adapter in software is enabled.'),
  adapters: z.array(iscsiAdapter),
});

export const nvme = z.strictObject({
  hostNqn: z.string(),
  adapters: z.array(
    z.strictObject({
      name: name(),
      qualifiedName: z.string(),
      transport: z.string().describe('PCIe, TCP, RDMA, FC.'),
      driver: z.string(),
      devices: z.string(),
    }),
  ),
  controllers: z.array(
    z.strictObject({
      name: name(),
      number: count(),
      adapter: name(),
      transport: z.string(),
      online: z.boolean(),
      subsystem: z.string(),
      model: z.string(),
      serial: z.string(),
      firmware: z.string(),
      address: z.string().describe('And port; empty: none.'),
    }),
  ),
  namespaces: z.array(
    z.strictObject({
      name: name(),
      controller: count(),
      id: count(),
      blockSize: count(),
      sizeMB: count(),
    }),
  ),
});

export const vsan = z.strictObject({
  enabled: z.boolean(),
  cluster: z.string().describe('The UUID of the cluster it is in; empty: none.'),
  node: z.string().describe('Its own UUID there.'),
  members: z.array(z.string()).describe('The UUIDs of all nodes.'),
  faultDomain: z.string(),
  datastore: z.string(),
  automode: z.boolean(),
  vmks: z.array(z.strictObject({ name: name(), traffic: z.string() })),
  disks: z.array(
    z.strictObject({ device: name(), group: z.string(), isCache: z.boolean(), uuid: z.string() }),
  ),
  policies: z.record(z.string(), z.string()),
  unicast: z.array(z.strictObject({ node: z.string(), address: z.string(), port: count() })),
});
