import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { newIscsiAdapter, type IscsiAdapter } from '../../model/san.ts';
import { newAdapter } from '../../model/storage.ts';

/** Which adapter, where any will not do. */
export const adapter = required(str('-A|--adapter', 'The adapter: vmhba64.'));

export const maybeAdapter = str('-A|--adapter', 'Only this adapter.');

export const ADAPTER_LEAVES = [
  leaf({
    path: 'iscsi adapter list',
    about: 'Lists the iSCSI adapters.',
    options: { adapter: maybeAdapter },
    read: (host, given) => iscsiAdaptersOf(host, given.adapter),
    prints: table<IscsiAdapter>('IscsiAdapter', {
      Adapter: ({ name }) => name,
      Driver: ({ driver }) => driver,
      State: ({ state }) => state,
      UID: ({ name }) => `iscsi.${name}`,
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'iscsi adapter get',
    about: 'Tells what the host knows of an iSCSI adapter.',
    options: { adapter },
    read: (host, given) => iscsiAdapterNamed(host, given.adapter),
    prints: record<IscsiAdapter>(
      'IscsiAdapterGet',
      {
        Name: ({ iqn }) => iqn,
        Alias: ({ alias }) => alias,
        Vendor: ({ vendor }) => vendor,
        Model: ({ model }) => model,
        Description: ({ description }) => description,
        'Serial Number': ({ serialNumber }) => serialNumber,
        'Hardware Version': ({ hardwareVersion }) => hardwareVersion,
        'Asic Version': ({ asicVersion }) => asicVersion,
        'Firmware Version': ({ firmwareVersion }) => firmwareVersion,
        'Option Rom Version': () => '',
        'Driver Name': ({ name, driver }) => `${driver}-${name}`,
        'Driver Version': () => '',
        'TCP Protocol Supported': () => false,
        'Bidirectional Transfers Supported': () => false,
        'Maximum Cdb Length': () => 64,
        'Can Be NIC': ({ isUsingTcpOffload }) => isUsingTcpOffload,
        'Is NIC': ({ isUsingTcpOffload }) => isUsingTcpOffload,
        'Is Initiator': () => true,
        'Is Target': () => false,
        'Using TCP Offload Engine': ({ isUsingTcpOffload }) => isUsingTcpOffload,
        'Using ISCSI Offload Engine': () => false,
      },
      ({ name }) => name,
    ),
  }),
  leaf({
    path: 'iscsi adapter set',
    about: 'Changes the names of an iSCSI adapter.',
    options: {
      adapter,
      alias: str('-a|--alias', 'What it is called beside.'),
      name: str('-n|--name', 'Its qualified name: iqn.…'),
      skipIfConfigured: flag('-s|--skip-if-configured-through-ibft', 'Not where the firmware says it.'),
    },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      if (given.name !== undefined) {
        if (!/^(iqn\.\d{4}-\d\d\.|eui\.|naa\.)/.test(given.name)) throw new Failure('Invalid iSCSI name');
        one.iqn = given.name;
      }
      one.alias = given.alias ?? one.alias;
    },
  }),
  leaf({
    path: 'iscsi adapter capabilities get',
    about: 'Tells what an iSCSI adapter can do.',
    options: { adapter },
    read: (host, given) => iscsiAdapterNamed(host, given.adapter),
    prints: record<IscsiAdapter>(
      'IscsiAdapterCapabilities',
      {
        'ARP Redirect Settable': () => false,
        'MTU Settable': () => false,
        'Authentication Methods Supported': () => ['chap'],
        'Ipv4 Supported': () => true,
        'Ipv6 Supported': () => true,
        'Targets Removable': () => true,
        'Inherit Supported': () => true,
        'Portal Discovery Supported': () => true,
      },
      ({ name }) => name,
    ),
  }),
  leaf({
    path: 'iscsi adapter firmware get',
    about: 'Tells the firmware of an iSCSI adapter.',
    options: { adapter, file: str('-f|--file', 'A file with firmware.') },
    read(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      if (one.firmwareVersion === '') throw new Failure(`Adapter ${one.name} has no firmware`);
      return one;
    },
    prints: record<IscsiAdapter>('IscsiFirmware', {
      'Firmware Version': ({ firmwareVersion }) => firmwareVersion,
    }),
  }),
  leaf({
    path: 'iscsi software get',
    about: 'Tells whether the iSCSI adapter in software is enabled.',
    read: ({ iscsi }) => String(iscsi.software),
  }),
  leaf({
    path: 'iscsi software set',
    about: 'Enables or disables the iSCSI adapter in software.',
    options: {
      enabled: required(bool('-e|--enabled', 'Whether it is.')),
      name: str('-n|--name', 'Its qualified name: iqn.…'),
    },
    change(host, { enabled, name }) {
      setSoftware(host, enabled, name);
      return enabled ? 'Software iSCSI Enabled' : 'Software iSCSI Disabled';
    },
  }),
  leaf({
    path: 'iscsi plugin list',
    about: 'Lists the plugins of iSCSI.',
    options: {
      adapter: str('-a|--adapter', 'Only of this adapter.'),
      plugin: str('-p|--plugin', 'Only this plugin.'),
    },
    read: ({ iscsi }) => (iscsi.adapters.length > 0 ? ['VMW_ISCSI'] : []),
    prints: table<string>('IscsiPlugin', { 'Plugin Name': (name) => name }),
  }),
  leaf({
    path: 'iscsi ibftboot get',
    about: 'Tells of which target the firmware boots.',
    read() {
      throw new Failure('No iBFT data present in the BIOS.');
    },
  }),
  leaf({
    path: 'iscsi ibftboot import',
    about: 'Takes what the firmware says of iSCSI.',
    read() {
      throw new Failure('No iBFT data present in the BIOS.');
    },
  }),
];

/** @throws Failure as the host says it */
export function iscsiAdapterNamed({ iscsi }: Pick<Host, 'iscsi'>, name: string): IscsiAdapter {
  const found = iscsi.adapters.find((one) => one.name === name);
  if (found) return found;
  throw new Failure(`Adapter ${name} not found`);
}

/** All, or the one. @throws Failure */
export const iscsiAdaptersOf = (host: Pick<Host, 'iscsi'>, name: string | undefined): IscsiAdapter[] =>
  name === undefined ? host.iscsi.adapters : [iscsiAdapterNamed(host, name)];

const DRIVER = 'iscsi_vmk';

/** It is an adapter like others, as long as it is enabled. */
function setSoftware(host: Host, enabled: boolean, iqn: string | undefined): void {
  const { iscsi, identity } = host;
  const own = iscsi.adapters.find(({ driver }) => driver === DRIVER);
  iscsi.software = enabled;
  if (!enabled) {
    iscsi.adapters = iscsi.adapters.filter(({ driver }) => driver !== DRIVER);
    host.adapters = host.adapters.filter(({ driver }) => driver !== DRIVER);
    return;
  }
  if (own) return;
  const name = freeName(host);
  iscsi.adapters.push(newIscsiAdapter({ name, iqn }, identity.hostName));
  host.adapters.push(
    newAdapter({
      name,
      driver: DRIVER,
      linkState: 'online',
      uid: `iscsi.${name}`,
      capabilities: 'Second Level Lun ID',
      description: 'iSCSI Software Adapter',
    }),
  );
}

/** Adapters in software are called from vmhba64 on. */
function freeName({ adapters }: Host): string {
  const taken = new Set(adapters.map(({ name }) => name));
  let number = 64;
  while (taken.has(`vmhba${number}`)) number++;
  return `vmhba${number}`;
}
