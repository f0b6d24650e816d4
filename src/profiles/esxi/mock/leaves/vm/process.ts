import { leaf } from '../../esxcli/leaf.ts';
import { long, required, str } from '../../esxcli/option.ts';
import { records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Vm } from '../../model/vms.ts';
import { pathOf } from '../../vms/files.ts';
import { setPower } from '../../vms/power.ts';
import { spacedUuid } from '../../vms/spaced-uuid.ts';

export const VM_PROCESS_LEAVES = [
  leaf({
    path: 'vm process kill',
    about: 'Ends a virtual machine that does not stop when it is asked to.',
    options: {
      type: required(str('-t|--type', 'How it is ended: soft, hard or force, in that order.')),
      world: required(long('-w|--world-id', 'The world ID of the virtual machine, as the list has it.')),
    },
    change(host, { type, world }, all) {
      if (!['soft', 'hard', 'force'].includes(type)) {
        throw new Failure(`Invalid kill type: ${type}. Must be one of soft, hard, force.`);
      }
      const vm = host.vms.find(({ worldId, power }) => power === 'on' && worldId === world);
      if (!vm) throw new Failure(`Unable to find a virtual machine with the world ID ${world}`);
      setPower(vm, 'off', host, all);
    },
  }),
  leaf({
    path: 'vm process list',
    about: 'Lists the virtual machines that run.',
    read: (host) =>
      host.vms
        .filter(({ power }) => power === 'on')
        .map((vm) => ({ ...vm, config: pathOf(vm, host, vm.vmx) })),
    prints: records<Vm & { config: string }>('VirtualMachine', ({ name }) => name, {
      'World ID': ({ worldId }) => worldId,
      'Process ID': () => 0,
      'VMX Cartel ID': ({ cartelId }) => cartelId,
      UUID: ({ uuid }) => spacedUuid(uuid),
      'Display Name': ({ name }) => name,
      'Config File': ({ config }) => config,
    }),
  }),
];
