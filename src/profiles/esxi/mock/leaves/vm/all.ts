import type { Area } from '../area.ts';
import { VM_PROCESS_LEAVES } from './process.ts';

export const VM: Area = {
  namespaces: { vm: 'Virtual machines.', 'vm process': 'Virtual machines that run.' },
  leaves: [...VM_PROCESS_LEAVES],
};
