import type { Host } from '../../model/host.ts';
import type { Task } from '../../model/vms.ts';
import { partsOf } from '../../vms/tasks.ts';
import { list, none, object, ref, since, type Value } from '../value.ts';

export const taskRefs = (tasks: readonly Task[]): Value =>
  list(
    'ManagedObjectReference',
    tasks.map(({ id }) => ref('vim.Task', id)),
  );

export function taskInfo(task: Task, { vms }: Host): Value {
  const { object: about, operation, number } = partsOf(task);
  const vm = vms.find(({ id }) => String(id) === about);
  const isOver = task.state === 'success' || task.state === 'error';
  return object('vim.TaskInfo', {
    key: task.id,
    task: ref('vim.Task', task.id),
    description: none('vmodl.LocalizableMessage'),
    name: operation,
    descriptionId: operation.replace(/^vim\./, ''),
    entity: vm ? ref('vim.VirtualMachine', vm.id) : ref('vim.HostSystem', 'ha-host'),
    entityName: vm?.name ?? '',
    state: task.state,
    cancelled: false,
    cancelable: false,
    error:
      task.state === 'error'
        ? object('vmodl.fault.SystemError', {
            faultCause: none('vmodl.MethodFault'),
            reason: task.message,
          })
        : none('vmodl.MethodFault'),
    result: undefined,
    progress: isOver ? 100 : 0,
    progressDetails: since('7.0', { kind: 'absent' }),
    reason: object('vim.TaskReasonUser', { userName: 'root' }),
    queueTime: task.started,
    startTime: task.state === 'queued' ? undefined : task.started,
    completeTime: isOver ? task.started : undefined,
    eventChainId: Number(number),
    changeTag: since('4.0', undefined),
    parentTaskKey: since('4.0', undefined),
    rootTaskKey: since('4.0', undefined),
    activationId: since('6.0', undefined),
  });
}
