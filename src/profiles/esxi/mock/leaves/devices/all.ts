import type { Area } from '../area.ts';
import { DEVICE_LEAVES } from './device.ts';
import { GRAPHICS_LEAVES } from './graphics.ts';

export const DEVICES: Area = {
  namespaces: {
    device: 'Devices, and their drivers.',
    'device alias': 'Names that the kernel gave devices.',
    'device driver': 'Drivers of devices.',
    fcoe: 'FCoE.',
    'fcoe adapter': 'FCoE adapters.',
    'fcoe nic': 'NICs that can be FCoE adapters.',
    graphics: 'Graphics.',
    'graphics device': 'Graphics devices.',
    'graphics host': 'How VMs get graphics.',
    rdma: 'RDMA.',
    'rdma device': 'RDMA devices.',
    sched: 'The scheduler, and where is swapped to.',
    'sched swap': 'Where is swapped to.',
    'sched swap system': 'Where the system swaps to.',
  },
  leaves: [...DEVICE_LEAVES, ...GRAPHICS_LEAVES],
};
