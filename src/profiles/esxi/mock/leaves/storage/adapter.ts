import { leaf } from '../../esxcli/leaf.ts';
import { flag, str, strs } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Adapter, Device } from '../../model/storage.ts';

export const adapterOption = str('-A|--adapter', 'Only this adapter: vmhba0.');

export const ADAPTER_LEAVES = [
  leaf({
    path: 'storage core adapter list',
    about: 'Lists the adapters that devices are connected to.',
    read: ({ adapters }) => adapters,
    prints: table<Adapter>('HBA', {
      'HBA Name': ({ name }) => name,
      Driver: ({ driver }) => driver,
      'Link State': ({ linkState }) => linkState,
      UID: ({ uid }) => uid,
      Capabilities: { value: ({ capabilities }) => capabilities, since: '6.0' },
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'storage core adapter rescan',
    about: 'Looks for devices at adapters.',
    options: {
      adapter: str('-A|--adapter', 'At this one.'),
      all: flag('-a|--all', 'At all of them.'),
      skipClaim: flag('-S|--skip-claim', 'Without claiming what is found.'),
      skipFsScan: flag('-F|--skip-fs-scan', 'Without looking for volumes.'),
      type: strs('-t|--type', 'What is looked for: add, all, delete, update.'),
    },
    read(host, { adapter, all }) {
      if (!all && adapter === undefined)
        throw new Failure('Error: Either --all or --adapter must be specified');
      if (adapter !== undefined) adapterNamed(host, adapter);
    },
  }),
  leaf({
    path: 'storage core adapter stats get',
    about: 'Tells what went through adapters.',
    options: { adapter: adapterOption },
    read: (host, given) =>
      adaptersOf(host, given.adapter).map((one) => ({ one, devices: devicesAt(host, one) })),
    prints: records<{ one: Adapter; devices: readonly Device[] }>(
      'AdapterStats',
      ({ one }) => `${one.name}:`,
      {
        'Successful Commands': ({ devices }) => sum(devices, ({ io }) => io.reads + io.writes),
        'Blocks Read': ({ devices }) => sum(devices, ({ io }) => io.blocksRead),
        'Blocks Written': ({ devices }) => sum(devices, ({ io }) => io.blocksWritten),
        'Read Operations': ({ devices }) => sum(devices, ({ io }) => io.reads),
        'Write Operations': ({ devices }) => sum(devices, ({ io }) => io.writes),
        'Reserve Operations': () => 0,
        'Reservation Conflicts': () => 0,
        'Failed Commands': ({ devices }) => sum(devices, ({ io }) => io.failed),
        'Failed Blocks Read': () => 0,
        'Failed Blocks Written': () => 0,
        'Failed Read Operations': () => 0,
        'Failed Write Operations': () => 0,
        'Failed Reserve Operations': () => 0,
      },
    ),
  }),
  leaf({
    path: 'storage core adapter capabilities list',
    about: 'Lists what adapters can do.',
    options: { adapter: adapterOption },
    read: (host, given) => adaptersOf(host, given.adapter),
    prints: table<Adapter>('AdapterCapabilities', {
      HBA: ({ name }) => name,
      'Second Level Lun ID': {
        value: ({ capabilities }) => capabilities.includes('Second Level Lun ID'),
        of: 'boolean',
      },
      'Data Integrity': {
        value: ({ capabilities }) => capabilities.includes('Data Integrity'),
        of: 'boolean',
      },
    }),
  }),
  leaf({
    path: 'storage core adapter device list',
    about: 'Lists the devices at adapters.',
    options: { adapter: adapterOption },
    read: (host, given) =>
      adaptersOf(host, given.adapter).flatMap((one) =>
        devicesAt(host, one).map((device) => ({ one, device })),
      ),
    prints: table<{ one: Adapter; device: Device }>('AdapterDevice', {
      HBA: ({ one }) => one.name,
      'Device UID': ({ device }) => device.name,
    }),
  }),
  leaf({
    path: 'storage san fc list',
    about: 'Lists the adapters of Fibre Channel.',
    options: { adapter: adapterOption },
    read: (host, given) =>
      adaptersOf(host, given.adapter).flatMap((one) => {
        const [, node, port] = /^fc\.([0-9a-f]{16}):([0-9a-f]{16})$/.exec(one.uid) ?? [];
        return node === undefined || port === undefined
          ? []
          : [{ one, node: coloned(node), port: coloned(port) }];
      }),
    prints: records<{ one: Adapter; node: string; port: string }>('FcHba', ({ one }) => one.name, {
      Adapter: ({ one }) => one.name,
      'Port ID': () => '010000',
      'Node Name': ({ node }) => node,
      'Port Name': ({ port }) => port,
      Speed: ({ one }) => (one.linkState === 'link-up' ? '16 Gbps' : '0 Gbps'),
      'Port Type': ({ one }) => (one.linkState === 'link-up' ? 'NPort' : 'Unknown'),
      'Port State': ({ one }) => (one.linkState === 'link-up' ? 'ONLINE' : 'LINK DOWN'),
      'Model Description': ({ one }) => one.description.replace(/^\([^)]*\) */, ''),
      'Hardware Version': () => '',
      'OptionROM Version': () => '',
      'Firmware Version': () => '',
      'Driver Name': ({ one }) => one.driver,
      DriverVersion: () => '',
    }),
  }),
  ...(['iscsi', 'sas'] as const).map((kind) =>
    leaf({
      path: `storage san ${kind} list`,
      about: `Lists the adapters of ${kind === 'iscsi' ? 'iSCSI' : 'SAS'}.`,
      options: { adapter: adapterOption },
      read: (host, given) => adaptersOf(host, given.adapter).filter(({ uid }) => uid.startsWith(`${kind}.`)),
      prints: records<Adapter>(kind === 'iscsi' ? 'IscsiHba' : 'SasHba', ({ name }) => name, {
        Adapter: ({ name }) => name,
        ...(kind === 'sas' && { 'SAS Address': ({ uid }: Adapter) => coloned(uid.slice(4)) }),
        'Driver Name': ({ driver }) => driver,
        'Model Description': ({ description }) => description.replace(/^\([^)]*\) */, ''),
      }),
    }),
  ),
  leaf({
    path: 'storage core plugin list',
    about: 'Lists the plugins that have devices.',
    options: { pluginClass: str('-N|--plugin-class', 'Only those of this class: MP, Filter, VAAI.') },
    read: (_, { pluginClass }) =>
      PLUGINS.filter(({ kind }) => pluginClass === undefined || kind === pluginClass),
    prints: table<{ name: string; kind: string }>('Plugin', {
      'Plugin name': ({ name }) => name,
      'Plugin class': ({ kind }) => kind,
    }),
  }),
  leaf({
    path: 'storage core plugin registration list',
    about: 'Lists the plugins that are registered.',
    read: () => PLUGINS,
    prints: table<{ name: string; kind: string; module: string }>('PluginRegistration', {
      'Module Name': ({ module }) => module,
      'Plugin Name': ({ name }) => name,
      'Plugin Class': ({ kind }) => kind,
      Dependencies: () => '',
      'Full Path': () => '',
    }),
  }),
];

const PLUGINS = [
  { name: 'NMP', kind: 'MP', module: 'nmp' },
  { name: 'HPP', kind: 'MP', module: 'hpp' },
  { name: 'MASK_PATH', kind: 'MP', module: 'mask_path_plugin' },
  { name: 'VAAI_FILTER', kind: 'Filter', module: 'vaai_filter' },
];

/** All, or the one. @throws Failure */
const adaptersOf = (host: Host, name: string | undefined): Adapter[] =>
  name === undefined ? host.adapters : [adapterNamed(host, name)];

/** @throws Failure as the host says it */
export function adapterNamed({ adapters }: Host, name: string): Adapter {
  const found = adapters.find((one) => one.name === name);
  if (found) return found;
  throw new Failure(`Unable to find adapter with name ${name}`);
}

function devicesAt({ paths, devices }: Host, { name }: Adapter): Device[] {
  const there = new Set(paths.filter(({ adapter }) => adapter === name).map(({ device }) => device));
  return devices.filter((device) => there.has(device.name));
}

const sum = (devices: readonly Device[], of: (device: Device) => number): number =>
  devices.reduce((all, device) => all + of(device), 0);

/** `20:00:00:…` */
const coloned = (hex: string): string => (hex.match(/../g) ?? []).join(':');
