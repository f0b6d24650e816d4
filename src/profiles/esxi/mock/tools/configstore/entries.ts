import { advancedOf } from '../../model/advanced.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

/** What JSON has a form for. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A key of the store that something of the host stands behind. */
export interface Entry {
  component: string;
  group: string;
  key: string;
  /** Names in it that are shown only to who asks for secrets. */
  secrets?: readonly string[];
  /** Undefined: it is not set. */
  get(host: Host): Json | undefined;
  /** Absent: it is only read. @throws Failure */
  set?(host: Host, value: Json): void;
}

const service = (key: string): Entry => ({
  component: 'esx',
  group: 'services',
  key,
  get: ({ services }) => {
    const one = services.find(({ name }) => name === key);
    return one && { enabled: one.running, policy: one.policy };
  },
  set({ services }, value) {
    const one = services.find(({ name }) => name === key);
    const { enabled } = mapOf(value);
    if (one && typeof enabled === 'boolean') one.running = enabled;
  },
});

/** In the order of components, groups and keys. */
export const ENTRIES: readonly Entry[] = [
  {
    component: 'esx',
    group: 'authentication',
    key: 'user_accounts',
    secrets: ['password'],
    get: ({ accounts }) =>
      accounts.map(({ id, description, shellAccess, password }) => ({
        name: id,
        description,
        shell_access: shellAccess,
        password,
      })),
  },
  {
    component: 'esx',
    group: 'hardware',
    key: 'pci_devices',
    get: ({ pci }) =>
      pci.map(({ address, passthrough, vmkernelName }) => ({
        device_id: address,
        vmkernel_name: vmkernelName,
        passthrough_enabled: passthrough,
      })),
  },
  {
    component: 'esx',
    group: 'licensing',
    key: 'entitlements',
    secrets: ['serial_number'],
    get: ({ identity }) => ({ serial_number: identity.license }),
  },
  {
    component: 'esx',
    group: 'network',
    key: 'dns',
    get: ({ dns, identity }) => ({
      host_name: identity.hostName,
      domain_name: identity.domain,
      server_addresses: dns.servers,
      search_domains: dns.search,
    }),
  },
  {
    component: 'esx',
    group: 'network_vss',
    key: 'switches',
    get: ({ vSwitches, portGroups }) =>
      vSwitches.map(({ name, mtu, uplinks }) => ({
        name,
        mtu,
        bond_bridge: { uplinks },
        port_groups: portGroups
          .filter((one) => one.vSwitch === name)
          .map((one) => ({ name: one.name, vlan_id: one.vlan })),
      })),
  },
  service('hostd'),
  service('ntpd'),
  service('snmpd'),
  service('vpxa'),
  {
    component: 'esx',
    group: 'system',
    key: 'maintenance_mode',
    get: ({ identity }) => ({ enabled: identity.maintenanceMode }),
  },
  {
    component: 'esx',
    group: 'system',
    key: 'ntp',
    get: ({ ntp }) => ({ enabled: ntp.enabled, log_level: ntp.logLevel, server_addresses: ntp.servers }),
    set({ ntp }, value) {
      const { server_addresses: servers, log_level: level } = mapOf(value);
      if (Array.isArray(servers)) ntp.servers = servers.map(String);
      if (typeof level === 'string') ntp.logLevel = level;
    },
  },
  {
    component: 'esx',
    group: 'syslog',
    key: 'global_settings',
    get: ({ syslog }) => ({
      log_dir: syslog.outputDir,
      log_host: syslog.remoteHosts.join(','),
      rotations: syslog.rotations,
      size: syslog.rotationKB,
    }),
    set({ syslog }, value) {
      const { log_host: hosts, log_dir: folder } = mapOf(value);
      if (typeof hosts === 'string') syslog.remoteHosts = hosts.split(',').filter((one) => one !== '');
      if (typeof folder === 'string') syslog.outputDir = folder;
    },
  },
  {
    component: 'esx',
    group: 'advanced_options',
    key: 'user_vars',
    get: (host) =>
      Object.fromEntries(
        advancedOf(host)
          .filter(({ path, value, default: first }) => path.startsWith('/UserVars/') && value !== first)
          .map(({ path, value }) => [path.slice('/UserVars/'.length), value]),
      ),
  },
  {
    component: 'vsan',
    group: 'system',
    key: 'vsan',
    secrets: ['node_uuid'],
    get: ({ identity }) => ({ enabled: false, node_uuid: identity.uuid }),
  },
];

/** @throws Failure where it is none */
export function mapOf(value: Json): Readonly<Record<string, Json>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Failure('Error: the value must be an object');
}
