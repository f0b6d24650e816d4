import { pathOf } from '../vms/files.ts';
import type { Tool } from './tool.ts';

/** `-V` lists VMs; collecting what support wants is not of the model. */
export const VM_SUPPORT: Tool = {
  name: 'vm-support',
  about: 'Lists VMs, by their configuration files.',
  run({ args: [option = ''] }, { state }) {
    const { host } = state;
    if (option === '-V' || option === '--listvms')
      return {
        stdout: host.vms
          .map((vm) => `${pathOf(vm, host, vm.vmx)} ${vm.power === 'on' ? '(Running)' : '(Not Running)'}\n`)
          .join(''),
      };
    if (option === '-v' || option === '--version')
      return { stdout: `vm-support v${host.identity.version}\n` };
    return { stderr: 'Usage: vm-support [-V]\n', exit: 1, notImplemented: `vm-support ${option}` };
  },
};
