import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

type Pci = Host['pci'][number];

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

export const PCI_LEAVES = [
  leaf({
    path: 'hardware pci list',
    about: 'Lists the PCI devices of the host.',
    options: {
      device: str('-c|--class', 'Only those of this class.'),
      mask: str('-m|--mask', 'Of the class.'),
    },
    read: ({ pci }, { device, mask }) =>
      device === undefined
        ? pci
        : pci.filter(({ classId }) => (classId & Number(mask ?? 0xffff)) === Number(device)),
    prints: records<Pci>('PciDevice', ({ address }) => address, {
      Address: ({ address }) => address,
      Segment: ({ address }) => hex(partsOf(address).segment, 4),
      Bus: ({ address }) => hex(partsOf(address).bus, 2),
      Slot: ({ address }) => hex(partsOf(address).slot, 2),
      Function: ({ address }) => hex(partsOf(address).fn, 1),
      'VMkernel Name': ({ vmkernelName }) => vmkernelName,
      'Vendor Name': ({ vendor }) => vendor,
      'Device Name': ({ device }) => device,
      'Configured Owner': ({ passthrough }) => (passthrough ? 'VM Passthru' : 'VMkernel'),
      'Current Owner': (one) => (one.passthroughActive ? 'VM Passthru' : 'VMkernel'),
      'Vendor ID': ({ vendorId }) => hex(vendorId, 4),
      'Device ID': ({ deviceId }) => hex(deviceId, 4),
      'SubVendor ID': ({ subVendorId }) => hex(subVendorId, 4),
      'SubDevice ID': ({ subDeviceId }) => hex(subDeviceId, 4),
      'Device Class': ({ classId }) => hex(classId, 4),
      'Device Class Name': ({ className }) => className,
      'Programming Interface': () => hex(0, 2),
      'Revision ID': () => hex(1, 2),
      'Interrupt Line': () => hex(0xff, 2),
      IRQ: () => '255',
      'Interrupt Vector': () => '0x00',
      'PCI Pin': () => hex(0, 2),
      'Spawned Bus': () => hex(0, 2),
      Flags: () => hex(0x3219, 4),
      'Module ID': ({ moduleId }) => moduleId,
      'Module Name': (one) => (one.passthroughActive ? 'pciPassthru' : one.module || 'None'),
      Chassis: () => '0',
      'Physical Slot': ({ slot }) => slot || '4294967295',
      'Slot Description': ({ slot }) => slot,
      'Device Layer Bus Address': { value: ({ address }) => `s${address}`, since: '6.7' },
      'Passthru Capable': (one) => one.passthroughCapable,
      'Parent Device': () => '',
      'Dependent Device': ({ address }) => `PCI ${decimal(address)}`,
      'Reset Method': () => 'Function reset',
      'FPT Sharable': () => true,
      'NUMA Node': { value: () => 0, since: '7.0' },
      'Extended Device ID': { value: () => 65_535, since: '7.0' },
      'Extended Device Name': { value: () => '', since: '7.0' },
    }),
  }),
  leaf({
    path: 'hardware pci pcipassthru list',
    about: 'Lists which PCI devices VMs may get.',
    read: ({ pci }) => pci.filter((one) => one.passthroughCapable),
    prints: table<Pci>('PciPassthru', {
      'Device ID': ({ address }) => address,
      Enabled: { value: ({ passthrough }) => passthrough, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'hardware pci pcipassthru set',
    about: 'Sets whether VMs may get a PCI device.',
    options: {
      now: flag('-a|--apply-now', 'At once, not from the next start on.'),
      device: required(str('-d|--device-id', 'Its address.')),
      enable: required(bool('-e|--enable', 'Whether they may.')),
    },
    change(host, { now, device, enable }) {
      const one = host.pci.find(({ address }) => address === device.toLowerCase());
      if (!one) throw new Failure(`Device ${device} not found`);
      if (!one.passthroughCapable) throw new Failure(`Device ${device} is not capable of passthrough`);
      if (
        now &&
        host.nics.some(
          ({ name, pci }) => pci === device && host.vSwitches.some(({ uplinks }) => uplinks.includes(name)),
        )
      )
        throw new Failure(`Device ${device} is in use: the change takes effect after a reboot`);
      one.passthrough = enable;
      if (now) one.passthroughActive = enable;
    },
  }),
];

function partsOf(address: string): { segment: number; bus: number; slot: number; fn: number } {
  const [, segment = '0', bus = '0', slot = '0', fn = '0'] =
    /^([0-9a-f]+):([0-9a-f]+):([0-9a-f]+)\.([0-9a-f])$/i.exec(address) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = [segment, bus, slot, fn].map((part) => Number.parseInt(part, 16));
  return { segment: a, bus: b, slot: c, fn: d };
}

/** Such as `0:24:0:1`. */
function decimal(address: string): string {
  const { segment, bus, slot, fn } = partsOf(address);
  return [segment, bus, slot, fn].join(':');
}
