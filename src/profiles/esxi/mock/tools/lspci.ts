import type { Host } from '../model/host.ts';
import { isVersion } from '../model/version.ts';
import { readToolArgs } from './options.ts';
import type { Tool } from './tool.ts';

type Device = Host['pci'][number];

/** `-n` has numbers, `-p` who has it and by which interrupt, `-v` the class beside names. */
export const LSPCI: Tool = {
  name: 'lspci',
  about: 'Lists PCI devices.',
  run({ args }, { state: { host } }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'lspci');
    if (words.length > 0 || options.has('h')) return { stdout: USAGE, exit: words.length > 0 ? 1 : 0 };
    const address = isVersion(host.identity.version, { since: '8.0' }) ? 26 : 12;
    const line = options.has('p')
      ? (device: Device) => placeLine(device, address)
      : options.has('n')
        ? numbersLine
        : (device: Device) => nameLine(device) + (options.has('v') ? classLine(device) : '');
    return { stdout: host.pci.toSorted(byAddress).map(line).join('') };
  },
};

const OPTIONS = [
  ['h', 'help', 'flag'],
  ['n', 'numeric', 'flag'],
  ['p', 'place', 'flag'],
  ['v', 'verbose', 'flag'],
] as const;

const USAGE = `Usage: lspci [-n] [-p] [-v]
  -n   numbers in the place of names
  -p   interrupts, owners and modules
  -v   classes beside names
`;

const hex = (number: number, digits = 4): string => number.toString(16).padStart(digits, '0');

const byAddress = (a: Device, b: Device): number => (a.address < b.address ? -1 : 1);

const alias = ({ vmkernelName }: Device): string => (vmkernelName === '' ? '' : ` [${vmkernelName}]`);

const nameLine = (device: Device): string => {
  const base = BASE_CLASSES[device.classId >> 8] ?? 'Unclassified device';
  return `${device.address} ${device.className} ${base}: ${device.vendor} ${device.device}${alias(device)}\n`;
};

const classLine = ({ classId, vendorId, deviceId }: Device): string =>
  `\t Class ${hex(classId)}: ${hex(vendorId)}:${hex(deviceId)}\n\n`;

const numbersLine = (device: Device): string => {
  const { address, classId, vendorId, deviceId } = device;
  return `${address} Class ${hex(classId)}: ${hex(vendorId)}:${hex(deviceId)}${alias(device)}\n`;
};

/** V: the kernel has it; P: VMs. */
function placeLine(device: Device, width: number): string {
  const ids = `${hex(device.vendorId)}:${hex(device.deviceId)} ${hex(device.subVendorId)}:${hex(device.subDeviceId)}`;
  const irq = String(device.irq).padStart(3);
  const pin = '@ABCD'[device.pin] ?? '@';
  const isPassedThrough = device.passthrough;
  const module = isPassedThrough ? 'pciPassthru' : device.module;
  const owner = isPassedThrough ? 'P' : 'V';
  const name = device.vmkernelName === '' ? module : `${module.padEnd(12)} ${device.vmkernelName}`;
  return `${device.address.padEnd(width)} ${ids} ${irq}/   /     ${pin} ${owner} ${name}\n`;
}

/** PCI Code and ID Assignment Specification, section 1.1. */
const BASE_CLASSES: Readonly<Record<number, string>> = {
  0x01: 'Mass storage controller',
  0x02: 'Network controller',
  0x03: 'Display controller',
  0x04: 'Multimedia controller',
  0x05: 'Memory controller',
  0x06: 'Bridge',
  0x07: 'Communication controller',
  0x08: 'Generic system peripheral',
  0x0c: 'Serial bus controller',
};
