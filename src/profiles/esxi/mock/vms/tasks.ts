import type { Host } from '../model/host.ts';
import { newTask, type Task } from '../model/vms.ts';
import type { World } from '../world.ts';
import { isoTime } from './time.ts';

/** As many of the last ones are kept. */
const KEPT = 50;

/** What the host's agent did: `operation` is as the API has it, `vim.VirtualMachine.powerOn`. */
export function recordTask(host: Host, object: string, operation: string, { now }: Pick<World, 'now'>): void {
  const number = Math.max(FIRST, ...host.tasks.map((task) => Number(partsOf(task).number) || 0)) + 1;
  host.tasks.push(newTask({ id: `haTask-${object}-${operation}-${number}`, started: isoTime(now()) }));
  if (host.tasks.length > KEPT) host.tasks.splice(0, host.tasks.length - KEPT);
}

/** A host that is up has done some already. */
const FIRST = 1000;

/** Those that a host lists: that are not over, or not for long. Scripts wait until there are none. */
export const recentTasks = ({ tasks }: Host, world: Pick<World, 'now'>): Task[] =>
  tasks.filter(
    ({ state, started }) =>
      state === 'running' || state === 'queued' || world.now() - Date.parse(started) < RECENT,
  );

/** In ms. */
const RECENT = 10_000;

/** What its id says. */
export function partsOf({ id }: Pick<Task, 'id'>): { object: string; operation: string; number: string } {
  const [, object = '', operation = '', number = ''] = /^haTask-(.*?)-(vim\..*)-(\d+)$/.exec(id) ?? [];
  return { object, operation, number };
}
