import { leaf } from '../../esxcli/leaf.ts';
import { records } from '../../esxcli/printed.ts';
import type { Vm } from '../../model/vms.ts';

export const VM_PROCESS_LEAVES = [
  leaf({
    path: 'vm process list',
    about: 'Lists the virtual machines that run.',
    read(host) {
      const folderOf = new Map(host.volumes.map(({ name, uuid }) => [name, uuid]));
      const running = host.vms.filter(({ power }) => power === 'on');
      return running.map((vm) => ({ ...vm, folder: folderOf.get(vm.volume) ?? vm.volume }));
    },
    prints: records<Vm & { folder: string }>('VirtualMachine', ({ name }) => name, {
      'World ID': ({ worldId }) => worldId,
      'Process ID': () => 0,
      'VMX Cartel ID': ({ cartelId }) => cartelId,
      UUID: ({ uuid }) => spacedUuid(uuid),
      'Display Name': ({ name }) => name,
      'Config File': ({ folder, vmx }) => `/vmfs/volumes/${folder}/${vmx}`,
    }),
  }),
];

/** `56 4d … -…`: bytes, with a dash in the middle. */
function spacedUuid(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}
