import { leaf } from '../../esxcli/leaf.ts';
import { flag, long, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { POWER_POLICIES } from '../../model/advanced.ts';
import type { Host } from '../../model/host.ts';

type Hardware = Host['hardware'];
type Policy = (typeof POWER_POLICIES)[number];

export const PLATFORM_LEAVES = [
  leaf({
    path: 'hardware platform get',
    about: 'Tells what machine the host is.',
    read: (host) => host,
    prints: record<Host>(
      'PlatformGet',
      {
        UUID: ({ identity }) =>
          Array.from(uuidBytes(identity.uuid), (byte) => `0x${byte.toString(16)}`).join(' '),
        'Product Name': ({ identity }) => identity.model,
        'Vendor Name': ({ identity }) => identity.vendor,
        'Serial Number': ({ identity }) => identity.serialNumber,
        'Enclosure Serial Number': {
          value: ({ hardware, identity }) => hardware.enclosureSerialNumber || identity.serialNumber,
          since: '6.5',
        },
        'BIOS Asset Tag': { value: ({ hardware }) => hardware.assetTag, since: '7.0' },
        'IPMI Supported': ({ hardware }) => hardware.ipmi,
      },
      () => 'Platform Information',
    ),
  }),
  leaf({
    path: 'hardware memory get',
    about: 'Tells how much memory the host has.',
    read: ({ hardware }) => hardware.memory,
    prints: record<Hardware['memory']>('Memory', {
      'Physical Memory': { value: ({ bytes }) => bytes, unit: 'Bytes' },
      'Reliable Memory': { value: ({ reliable }) => reliable, unit: 'Bytes' },
      'NUMA Node Count': ({ numaNodes }) => numaNodes,
    }),
  }),
  leaf({
    path: 'hardware bootdevice list',
    about: 'Lists what the host may be started from.',
    read: ({ hardware }) => (hardware.bootDevice === '' ? [] : [hardware.bootDevice]),
    prints: table<string>('BootDevice', {
      Order: { value: () => 1, of: 'integer' },
      Device: (device) => device,
    }),
  }),
  leaf({
    path: 'hardware trustedboot get',
    about: 'Tells of the start that is trusted, and of the TPM.',
    read: ({ hardware }) => hardware,
    prints: record<Hardware>('TrustedBoot', {
      'Drtm Enabled': () => false,
      'Tpm Present': ({ tpm }) => tpm,
    }),
  }),
  leaf({
    path: 'hardware tpm tag get',
    about: 'Tells the tags of the TPM.',
    read({ hardware }) {
      if (!hardware.tpm) throw new Failure('No TPM device found');
      return [];
    },
    prints: table<string>('TpmTag', { Name: (name) => name }),
  }),
  leaf({
    path: 'hardware power policy get',
    about: 'Tells how the host saves power.',
    read: ({ system }) => POWER_POLICIES.filter(({ id }) => id === system.powerPolicy)[0],
    prints: record<Policy | undefined>('PowerPolicy', {
      Id: (policy) => policy?.id ?? 4,
      Name: (policy) => policy?.long ?? '',
      'Short Name': (policy) => policy?.short ?? '',
    }),
  }),
  leaf({
    path: 'hardware power policy choices list',
    about: 'Lists how the host may save power.',
    read: () => POWER_POLICIES,
    prints: table<Policy>('PowerPolicy', {
      Id: ({ id }) => id,
      Name: ({ long: name }) => name,
      'Short Name': ({ short }) => short,
    }),
  }),
  leaf({
    path: 'hardware power policy set',
    about: 'Sets how the host saves power.',
    options: { id: required(long('-p|--policy', 'The id, of the choices.')) },
    change({ system }, { id }) {
      if (!POWER_POLICIES.some((policy) => policy.id === id))
        throw new Failure(`Invalid power policy: ${id}`);
      system.powerPolicy = id;
    },
  }),
  leaf({
    path: 'hardware usb passthrough device list',
    about: 'Lists USB devices that VMs may get.',
    read: ({ hardware }) => hardware.usbPassthrough,
    prints: table<Hardware['usbPassthrough'][number]>('UsbDevice', {
      Bus: { value: ({ bus }) => String(bus) },
      Dev: { value: ({ device }) => String(device) },
      VendorId: ({ vendorId }) => vendorId.toString(16),
      ProductId: ({ productId }) => productId.toString(16),
      Enabled: { value: ({ enabled }) => enabled, of: 'boolean' },
      'Can Connect to VM': ({ canConnect }) => (canConnect ? 'yes' : 'no (passthrough disabled)'),
      Name: ({ name }) => name,
    }),
  }),
  ...(['enable', 'disable'] as const).map((verb) =>
    leaf({
      path: `hardware usb passthrough device ${verb}`,
      about: `${verb === 'enable' ? 'Lets VMs have' : 'Keeps from VMs'} a USB device.`,
      options: { device: required(str('-d|--device', 'Bus:Dev:vendorId:productId.')) },
      change({ hardware }, { device }) {
        const one = hardware.usbPassthrough.find(
          ({ bus, device: dev, vendorId, productId }) =>
            [String(bus), String(dev), vendorId.toString(16), productId.toString(16)].join(':') === device,
        );
        if (!one) throw new Failure(`Unable to find USB device: ${device}`);
        one.enabled = one.canConnect = verb === 'enable';
      },
    }),
  ),
  ...(['fru', 'sdr', 'sel'] as const).map((kind) =>
    leaf({
      path: `hardware ipmi ${kind} list`,
      about: `Lists the ${kind === 'sel' ? 'events' : kind === 'sdr' ? 'sensors' : 'parts'} that the BMC knows.`,
      options: { node: long('-n|--node', 'The number of the BMC.'), isAll: flag('-a|--all', 'All of them.') },
      read({ hardware }) {
        if (!hardware.ipmi) throw new Failure('IPMI is not supported on this host');
        return [];
      },
      prints: records<never>(`Ipmi${kind}`, undefined, { Node: () => 0, Description: () => '' }),
    }),
  ),
  leaf({
    path: 'hardware ipmi bmc get',
    about: 'Tells of the BMC.',
    read({ hardware, identity }) {
      if (!hardware.ipmi) throw new Failure('IPMI is not supported on this host');
      return identity;
    },
    prints: record<Host['identity']>('IpmiBmc', {
      'BMC Firmware Version': () => '1.00',
      'Host Name': ({ hostName }) => hostName,
      'IPMI Version': () => '2.0',
      Manufacturer: ({ vendor }) => vendor,
      'OS Name': ({ product, version }) => `${product} ${version}`,
    }),
  }),
];

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
