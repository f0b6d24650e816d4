import type { Snapshot, Vm } from '../../model/vms.ts';
import { POWER_STATES, POWER_WORDS } from '../../vms/power.ts';
import { isVersion } from '../../model/version.ts';
import { listIfAny, list, none, object, ref, type Value } from '../value.ts';

export function snapshotInfo(vm: Vm): Value {
  if (vm.snapshots.length === 0) return none('vim.vm.SnapshotInfo');
  return object('vim.vm.SnapshotInfo', {
    currentSnapshot:
      vm.snapshot === 0
        ? none('vim.vm.Snapshot')
        : ref('vim.vm.Snapshot', `${vm.id}-snapshot-${vm.snapshot}`),
    rootSnapshotList: list('vim.vm.SnapshotTree', treesOn(vm, 0)),
  });
}

const treesOn = (vm: Vm, on: number): Value[] =>
  childrenOf(vm, on).map((one) =>
    object('vim.vm.SnapshotTree', {
      snapshot: ref('vim.vm.Snapshot', `${vm.id}-snapshot-${one.id}`),
      vm: ref('vim.VirtualMachine', vm.id),
      name: one.name,
      description: one.description,
      id: one.id,
      createTime: one.created,
      state: POWER_STATES[one.power],
      quiesced: one.quiesced,
      backupManifest: undefined,
      childSnapshotList: listIfAny('vim.vm.SnapshotTree', treesOn(vm, one.id)),
      replaySupported: false,
    }),
  );

const childrenOf = ({ snapshots }: Vm, on: number): Snapshot[] =>
  snapshots.filter(({ parent }) => parent === on);

/** As `snapshot.get` prints them, with the host's spelling; ids since 5.0. */
export function snapshotTree(vm: Vm, version: string): string {
  const hasIds = isVersion(version, { since: '5.0' });
  const linesOf = (on: number, dashes: string): string[] =>
    childrenOf(vm, on).flatMap((one) => {
      const inner = `${dashes}--`;
      return [
        `${dashes}|-${on === 0 ? 'ROOT' : 'CHILD'}`,
        `${inner}Snapshot Name        : ${one.name}`,
        ...(hasIds ? [`${inner}Snapshot Id        : ${one.id}`] : []),
        `${inner}Snapshot Desciption  : ${one.description}`,
        `${inner}Snapshot Created On  : ${shortTime(one.created)}`,
        `${inner}Snapshot State       : ${POWER_WORDS[one.power].toLowerCase()}`,
        ...linesOf(one.id, inner),
      ];
    });
  return linesOf(0, '')
    .map((line) => `${line}\n`)
    .join('');
}

/** `1/2/2026 3:4:5`: no number is padded. */
function shortTime(time: string): string {
  const at = new Date(time);
  const day = [at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCFullYear()].join('/');
  return `${day} ${[at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].join(':')}`;
}
