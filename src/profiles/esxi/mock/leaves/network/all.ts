import type { Area } from '../area.ts';
import { NIC_LEAVES } from './nic.ts';
import { VSWITCH_LEAVES } from './vswitch.ts';

export const NETWORK: Area = {
  namespaces: {
    network: 'What concerns the network of the host: NICs, virtual switches, interfaces, firewall.',
    'network nic': 'Physical NICs: their list, their state and their settings.',
    'network vswitch': 'Virtual switches.',
    'network vswitch standard': 'Standard virtual switches.',
  },
  leaves: [...NIC_LEAVES, ...VSWITCH_LEAVES],
};
