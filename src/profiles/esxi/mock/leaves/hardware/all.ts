import type { Area } from '../area.ts';
import { clockLeaves } from '../system/clock.ts';
import { CPU_LEAVES } from './cpu.ts';
import { PCI_LEAVES } from './pci.ts';
import { PLATFORM_LEAVES } from './platform.ts';

export const HARDWARE: Area = {
  namespaces: {
    hardware: 'What the host is made of.',
    'hardware bootdevice': 'What the host may be started from.',
    'hardware clock': 'The time of the host.',
    'hardware cpu': 'Processors.',
    'hardware cpu cpuid': 'What a processor says of itself.',
    'hardware cpu global': 'Processors as a whole.',
    'hardware ipmi': 'What the BMC knows.',
    'hardware ipmi bmc': 'The BMC.',
    'hardware ipmi fru': 'Parts that the BMC knows.',
    'hardware ipmi sdr': 'Sensors of the BMC.',
    'hardware ipmi sel': 'Events of the BMC.',
    'hardware memory': 'Memory.',
    'hardware pci': 'PCI devices.',
    'hardware pci pcipassthru': 'PCI devices that VMs may get.',
    'hardware platform': 'The machine.',
    'hardware power': 'How the host saves power.',
    'hardware power policy': 'How the host saves power.',
    'hardware power policy choices': 'How the host may save power.',
    'hardware tpm': 'The TPM.',
    'hardware tpm tag': 'Tags of the TPM.',
    'hardware trustedboot': 'The start that is trusted.',
    'hardware usb': 'USB.',
    'hardware usb passthrough': 'USB devices that VMs may get.',
    'hardware usb passthrough device': 'USB devices that VMs may get, one by one.',
  },
  leaves: [...clockLeaves('hardware clock'), ...CPU_LEAVES, ...PCI_LEAVES, ...PLATFORM_LEAVES],
};
