import { z } from 'zod';
import { count, mac, name, uuid } from './words.ts';

/** An interface of the kernel. */
export const vmk = z.strictObject({
  name: name(),
  portGroup: z.string().describe('The name of it; empty where it is on a distributed switch.'),
  dvSwitch: z.string().describe('The name of that; empty where it is on a port group.'),
  dvPort: z.string().describe('Its port of the distributed switch.'),
  enabled: z.boolean(),
  mac: mac(),
  mtu: count(),
  netstack: z.string(),
  ipv4: z.strictObject({
    type: z.enum(['DHCP', 'STATIC', 'NONE']),
    address: z.string(),
    netmask: z.string(),
    gateway: z.string(),
    dhcpDns: z.boolean(),
  }),
  ipv6: z.array(
    z.strictObject({ address: z.string(), prefix: count(), type: z.string(), status: z.string() }),
  ),
  ipv6Settings: z.strictObject({
    enabled: z.boolean(),
    dhcp: z.boolean(),
    dhcpDns: z.boolean(),
    routerAdvertised: z.boolean(),
    gateway: z.string(),
  }),
  tags: z.array(z.string()).describe('Such as Management, VMotion.'),
});

/** A TCP/IP stack. */
export const netstack = z.strictObject({
  key: name(),
  name: name(),
  enabled: z.boolean(),
  state: count(),
  maxConnections: count(),
  congestionControl: z.string().describe('newreno or cubic.'),
  ipv6: z.boolean(),
});

export const ipsec = z.strictObject({
  associations: z.array(
    z.strictObject({
      name: name(),
      source: z.string(),
      destination: z.string(),
      state: z.string(),
      spi: z.string(),
      mode: z.string(),
      encryption: z.string(),
      integrity: z.string(),
      lifetime: z.string(),
    }),
  ),
  policies: z.array(
    z.strictObject({
      name: name(),
      source: z.string(),
      sourcePort: count(),
      destination: z.string(),
      destinationPort: count(),
      protocol: z.string(),
      flow: z.string(),
      action: z.string(),
      mode: z.string(),
      association: z.string().describe('The name of it; empty where there is none.'),
    }),
  ),
});

/** A distributed switch, as far as this host knows it. */
export const dvSwitch = z.strictObject({
  name: name(),
  uuid: uuid(),
  numPorts: count(),
  configuredPorts: count(),
  mtu: count(),
  cdp: z.enum(['down', 'listen', 'advertise', 'both']),
  uplinks: z.array(z.string()).describe('Names of NICs.'),
  ports: z.array(
    z.strictObject({
      id: z.string(),
      portGroup: z.string().describe('Such as dvportgroup-18.'),
      client: z.string().describe('vmnic1, vmk1, vm-1.eth0; empty: nobody has it.'),
    }),
  ),
  vxlan: z
    .strictObject({
      mtu: count(),
      segment: z.string(),
      gatewayIp: z.string(),
      gatewayMac: mac(),
      networks: count(),
      vmknics: count(),
    })
    .nullable(),
});

export const route = z.strictObject({
  network: z.string().describe('default, or an address.'),
  netmask: z.string().describe('Of IPv6 the length of the prefix.'),
  gateway: z.string(),
  vmk: z.string().describe('The name of it.'),
  source: z.string(),
  netstack: z.string(),
  family: z.enum(['ipv4', 'ipv6']),
});

export const dns = z.strictObject({ servers: z.array(z.string()), search: z.array(z.string()) });

export const neighbor = z.strictObject({
  address: z.string(),
  mac: mac(),
  vmk: z.string(),
  expiry: z.string(),
  state: z.string(),
  type: z.string(),
});

export const connection = z.strictObject({
  protocol: z.string(),
  recvQ: count(),
  sendQ: count(),
  local: z.string(),
  foreign: z.string(),
  state: z.string(),
  worldId: count(),
  algorithm: z.string(),
  worldName: z.string(),
});
