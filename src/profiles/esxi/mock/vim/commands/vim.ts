import type { Host } from '../../model/host.ts';
import { recentTasks } from '../../vms/tasks.ts';
import { isoTime } from '../../vms/time.ts';
import type { World } from '../../world.ts';
import { command, type VimCommand } from '../command.ts';
import { invalidArgument, noSuchObject } from '../fault.ts';
import { taskInfo, taskRefs } from '../objects/tasks.ts';

export const VIM_COMMANDS: readonly VimCommand[] = [
  command('vimsvc/task_list', '', 'Displays the recent tasks of the host.', (_, world) => ({
    value: taskRefs(recentTasks(world.state.host, world)),
  })),
  command('vimsvc/task_info', 'task', 'Displays what became of a task.', ([id = ''], { state: { host } }) => {
    const name = id.replace(/^'?vim\.Task:|'$/g, '');
    const task = host.tasks.find((one) => one.id === name);
    if (!task) throw noSuchObject('vim.Task', name, host.identity.version);
    return { value: taskInfo(task, host) };
  }),
  command(
    'vimsvc/license',
    '{--show|--set=key}',
    'Displays the license of the host, or sets it.',
    ([option = '', ...rest], world) => {
      if (option === '--show') return installed(world);
      const [, joined] = /^--set=(.*)$/.exec(option) ?? [];
      const key = joined ?? (option === '--set' ? (rest[0] ?? '') : undefined);
      if (key === undefined || !KEY.test(key)) throw invalidArgument('licenseKey');
      world.state.change(({ identity }) => {
        identity.license = key.toUpperCase();
      });
      return licenseText(world.state.host);
    },
  ),
];

const KEY = /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/i;
const EVALUATION = '00000-00000-00000-00000-00000';

function installed(world: World): string {
  const { host } = world.state;
  const { identity } = host;
  const [version = ''] = /^\d+\.\d+/.exec(identity.version) ?? [];
  const properties = [
    ['system_time', isoTime(world.now())],
    ...(identity.license === EVALUATION ? evaluation(identity, world.now()) : []),
    ['ProductName', 'VMware ESX Server'],
    ['ProductVersion', version],
    ['FileVersion', `${version}.0.0`],
  ];
  const lines = properties.map(([name, value]) => `     [${name}] = ${value}\n`).join('');
  const request = '[200] Sending request for installed licenses...[200] Complete, result is:\n';
  return `${request}${licenseText(host)}   Properties:\n${lines}\n[200] End of report.\n`;
}

function licenseText({ identity, hardware }: Host): string {
  const isEvaluation = identity.license === EVALUATION;
  const [major = ''] = identity.version.split('.');
  return [
    ['serial', identity.license],
    ['vmodl key', isEvaluation ? 'eval' : 'esx.enterprisePlus.cpuPackageCoreLimited'],
    ['name', isEvaluation ? 'Evaluation Mode' : `VMware vSphere ${major} Enterprise Plus`],
    ['total', '0'],
    ['used', String(isEvaluation ? 0 : hardware.cpu.packages)],
    ['unit', isEvaluation ? '' : 'cpuPackage'],
  ]
    .map(([name, value]) => `   ${name}: ${value}\n`)
    .join('');
}

const DAY = 24 * 60 * 60 * 1000;

/** Sixty days from when the host was installed. */
function evaluation({ installed: since }: Host['identity'], now: number): [string, string][] {
  const end = Date.parse(since) + 60 * DAY;
  const minutes = Math.max(0, Math.floor((end - now) / 60_000));
  return [
    ['expirationHours', String(Math.floor(minutes / 60))],
    ['expirationMinutes', String(minutes)],
    ['expirationDate', isoTime(end)],
  ];
}
