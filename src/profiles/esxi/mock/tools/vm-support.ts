import type { Host } from '../model/host.ts';
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
          .map((vm) => `${pathOf(host, vm)} ${vm.power === 'on' ? '(Running)' : '(Not Running)'}\n`)
          .join(''),
      };
    if (option === '-v' || option === '--version')
      return { stdout: `vm-support v${host.identity.version}\n` };
    return { stderr: 'Usage: vm-support [-V]\n', exit: 1, notImplemented: `vm-support ${option}` };
  },
};

function pathOf({ volumes }: Host, { volume, vmx }: Host['vms'][number]): string {
  const uuid = volumes.find(({ name }) => name === volume)?.uuid ?? volume;
  return `/vmfs/volumes/${uuid}/${vmx}`;
}
