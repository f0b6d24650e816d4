import { isVersion } from '../../model/version.ts';
import type { Vm } from '../../model/vms.ts';
import { datastorePath } from '../../vms/register.ts';
import { POWER_WORDS } from '../../vms/power.ts';
import { partsOf, recentTasks } from '../../vms/tasks.ts';
import { fileSystems } from '../../volumes/names.ts';
import { freeOn } from '../../volumes/space.ts';
import { command, ofVm, type Printed, type VimCommand } from '../command.ts';
import { vmConfig } from '../objects/config.ts';
import { virtualHardware } from '../objects/devices.ts';
import { datastoresOf, fileInfo, fileLayout, fileLayoutEx } from '../objects/files.ts';
import { guestInfo, ifRunning } from '../objects/guest.ts';
import { runtimeInfo } from '../objects/runtime.ts';
import { snapshotInfo, snapshotTree } from '../objects/snapshots.ts';
import { vmSummary } from '../objects/summary.ts';
import { taskRefs } from '../objects/tasks.ts';
import { printed } from '../print.ts';
import { object, ref, since, type Value } from '../value.ts';

const headed = (heading: string, value: Value): Printed => ({ heading: `${heading}\n\n`, value });

export const VM_READ_COMMANDS: readonly VimCommand[] = [
  command('vmsvc/getallvms', '', 'Get the list of virtual machines on the host.', (_, { state }) =>
    tableOf(state.host.vms),
  ),
  ofVm('vmsvc/get.summary', 'Retrieves and displays the summary of the virtual machine.', (vm, world) => {
    const { host } = world.state;
    const isOld = isVersion(host.identity.version, { before: '5.0' });
    return { heading: isOld ? 'Listsummary:\n' : 'Listsummary:\n\n', value: vmSummary(vm, host, world) };
  }),
  ofVm('vmsvc/get.config', 'Retrieves and displays the configuration of the virtual machine.', (vm, world) =>
    headed('Configuration:', vmConfig(vm, world.state.host, world)),
  ),
  ofVm('vmsvc/get.guest', 'Displays information about the guest operating system.', (vm) =>
    headed('Guest information:', guestInfo(vm)),
  ),
  ofVm('vmsvc/get.runtime', 'Displays runtime information of the virtual machine.', (vm, { state }) => ({
    heading: 'Runtime information\n',
    value: runtimeInfo(vm, state.host),
  })),
  ofVm(
    'vmsvc/get.guestheartbeatStatus',
    'Displays the heartbeat of the guest.',
    (vm) => `${ifRunning(vm, 'green') ?? 'gray'}\n`,
  ),
  ofVm('vmsvc/get.datastores', 'Displays the datastores of the virtual machine.', (vm, world) => {
    const { host } = world.state;
    return datastoresOf(vm, host, (name) => {
      const on = fileSystems(host).find((one) => one.name === name);
      return on ? freeOn(on, world) : 0;
    });
  }),
  ofVm('vmsvc/get.networks', 'Displays the networks of the virtual machine.', (vm, { state }) => {
    const names = [...new Set(vm.nics.map(({ portGroup }) => portGroup))].filter((name) => name !== '');
    const { version } = state.host.identity;
    const all = names.map((name) => `${printed(networkSummary(name), version)}\n`);
    return `Networks:\n\n${all.join('')}`;
  }),
  ofVm('vmsvc/get.filelayout', 'Displays the files of the virtual machine.', (vm, { state }) => {
    const { version } = state.host.identity;
    return `${printed(fileInfo(vm), version)}\n${printed(fileLayout(vm, state.host), version)}\n`;
  }),
  ofVm(
    'vmsvc/get.filelayoutex',
    'Displays the files of the virtual machine, and their sizes.',
    (vm, world) => ({
      value: fileLayoutEx(vm, world.state.host, world),
    }),
  ),
  ofVm('vmsvc/get.snapshotinfo', 'Displays the snapshots of the virtual machine.', (vm) => ({
    heading: 'Snapshot:\n',
    value: snapshotInfo(vm),
  })),
  ofVm('vmsvc/get.tasklist', 'Displays the recent tasks of the virtual machine.', (vm, world) => ({
    value: taskRefs(
      recentTasks(world.state.host, world).filter(
        (task) => Number.parseInt(partsOf(task).object, 10) === vm.id,
      ),
    ),
  })),
  ofVm('vmsvc/device.getdevices', 'Displays the devices of the virtual machine.', (vm, world) =>
    headed('Devices:', virtualHardware(vm, world.state.host, world)),
  ),
  ofVm('vmsvc/message', 'Displays the question that the virtual machine waits for.', () => 'No message.\n'),
  ofVm(
    'vmsvc/power.getstate',
    'Get the power state of the virtual machine.',
    ({ power }) => `Retrieved runtime info\n${POWER_WORDS[power]}\n`,
  ),
  ofVm(
    'vmsvc/snapshot.get',
    'Displays the snapshots of the virtual machine as a tree.',
    (vm, { state }) => `Get Snapshot:\n${snapshotTree(vm, state.host.identity.version)}`,
  ),
];

/** Titles in the middle of their columns, rows by their ids as text. */
function tableOf(vms: readonly Vm[]): string {
  const rows = vms.map((vm) => [
    String(vm.id),
    vm.name,
    datastorePath({ volume: vm.volume, below: vm.vmx }),
    vm.guestId,
    vm.hardware,
    vm.annotation,
  ]);
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const titles = ['Vmid', 'Name', 'File', 'Guest OS', 'Version', 'Annotation'];
  const widths = titles.map(({ length }) => length);
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  const head = titles.map((title, i) => {
    const width = widths[i] ?? 0;
    return `${' '.repeat(Math.floor((width - title.length) / 2))}${title}`.padEnd(width);
  });
  const lines = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('   '));
  return `${[head.join('   '), ...lines].join('\n')}\n`;
}

const networkSummary = (name: string): Value =>
  object('vim.Network.Summary', {
    network: ref('vim.Network', `HaNetwork-${name}`),
    name,
    accessible: true,
    ipPoolName: '',
    ipPoolId: since('5.1', undefined),
  });
