import { createSnapshot, removeAllSnapshots, removeSnapshot, revertTo } from '../../vms/snapshots.ts';
import { changingVm, done, type VimCommand } from '../command.ts';
import { snapshotTree } from '../objects/snapshots.ts';
import { isYes } from '../words.ts';

export const VM_SNAPSHOT_COMMANDS: readonly VimCommand[] = [
  changingVm(
    'vmsvc/snapshot.create',
    '[snapshotName] [snapshotDescription] [includeMemory] [quiesced]',
    'Creates a snapshot of the virtual machine.',
    (vm, [name = '', description = '', memory = '', quiesced = ''], host, world) => {
      createSnapshot(
        vm,
        { name, description, memory: isYes(memory), quiesced: isYes(quiesced) },
        host,
        world,
      );
      return undefined;
    },
    { says: 'Create Snapshot:' },
  ),
  changingVm(
    'vmsvc/snapshot.remove',
    'snapshotId [removeChildren]',
    'Removes a snapshot of the virtual machine.',
    (vm, [id = '', children = ''], host, world) => {
      removeSnapshot(vm, id, isYes(children), host, world);
      return snapshotTree(vm, host.identity.version);
    },
    { says: 'Remove Snapshot:' },
  ),
  changingVm(
    'vmsvc/snapshot.removeall',
    '',
    'Removes all snapshots of the virtual machine.',
    done(removeAllSnapshots),
    { says: 'Remove All Snapshots:' },
  ),
  changingVm(
    'vmsvc/snapshot.revert',
    'snapshotId suppressPowerOn',
    'Reverts the virtual machine to a snapshot.',
    (vm, [id = '', suppress = ''], host, world) => {
      revertTo(vm, id, !/^(0|false|no)$/i.test(suppress), host, world);
      return snapshotTree(vm, host.identity.version);
    },
    { says: 'Revert Snapshot:' },
  ),
];
