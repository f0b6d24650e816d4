import { command, vmOf, type VimCommand } from '../command.ts';
import { invalidArgument } from '../fault.ts';
import { list, object, ref } from '../value.ts';

export const HOST_AUTOSTART_COMMANDS: readonly VimCommand[] = [
  command(
    'hostsvc/autostartmanager/get_autostartseq',
    '',
    'Displays which VMs start with the host.',
    (_, { state }) => ({
      value: list(
        'vim.host.AutoStartManager.AutoPowerInfo',
        state.host.autostart.vms.map((one) =>
          object('vim.host.AutoStartManager.AutoPowerInfo', {
            key: ref('vim.VirtualMachine', one.vm),
            startOrder: one.startOrder,
            startDelay: one.startDelay,
            waitForHeartbeat: one.waitForHeartbeat,
            startAction: one.startAction,
            stopDelay: one.stopDelay,
            stopAction: one.stopAction,
          }),
        ),
      ),
    }),
  ),
  command(
    'hostsvc/autostartmanager/get_defaults',
    '',
    'Displays how VMs start where they do not say.',
    (_, { state }) => {
      const { enabled, startDelay, stopDelay, waitForHeartbeat, stopAction } = state.host.autostart;
      return {
        value: object('vim.host.AutoStartManager.SystemDefaults', {
          enabled,
          startDelay,
          stopDelay,
          waitForHeartbeat,
          stopAction,
        }),
      };
    },
  ),
  command(
    'hostsvc/autostartmanager/enable_autostart',
    'enabled',
    'Lets VMs start with the host, or not.',
    ([word = ''], { state }) => {
      const enabled = truthOf(word, 'enabled');
      state.change(({ autostart }) => {
        autostart.enabled = enabled;
      });
      return enabled ? 'Enabled AutoStart\n' : 'Disabled AutoStart\n';
    },
  ),
  command(
    'hostsvc/autostartmanager/update_defaults',
    'startDelay stopDelay waitForHeartbeat stopAction',
    'Sets how VMs start where they do not say.',
    ([startDelay = '', stopDelay = '', heartbeat = '', stopAction = ''], { state }) => {
      state.change(({ autostart }) => {
        autostart.startDelay = seconds(startDelay, 'startDelay');
        autostart.stopDelay = seconds(stopDelay, 'stopDelay');
        autostart.waitForHeartbeat = truthOf(heartbeat, 'waitForHeartbeat');
        autostart.stopAction = stopAction;
      });
      return 'Updated AutoStart defaults\n';
    },
  ),
  command(
    'hostsvc/autostartmanager/update_autostartentry',
    'vmid startAction startDelay startOrder stopAction stopDelay waitForHeartbeat',
    'Sets whether a VM starts with the host, and how.',
    (
      [
        id = '',
        startAction = '',
        startDelay = '',
        startOrder = '',
        stopAction = '',
        stopDelay = '',
        heartbeat = '',
      ],
      world,
    ) => {
      world.state.change((host) => {
        const { id: vm } = vmOf(host, id);
        const entry = {
          vm,
          startOrder: seconds(startOrder, 'startOrder'),
          startDelay: seconds(startDelay, 'startDelay'),
          waitForHeartbeat: heartbeat,
          startAction: startAction.replace(/^P/, 'p').replace(/^N/, 'n'),
          stopDelay: seconds(stopDelay, 'stopDelay'),
          stopAction: stopAction.replace(/^P/, 'p').replace(/^N/, 'n'),
        };
        const at = host.autostart.vms.findIndex((one) => one.vm === vm);
        if (at < 0) host.autostart.vms.push(entry);
        else host.autostart.vms[at] = entry;
      });
      return 'Updated AutoStart Order\n';
    },
  ),
];

function truthOf(word: string, name: string): boolean {
  if (/^(1|true|yes)$/i.test(word)) return true;
  if (/^(0|false|no)$/i.test(word)) return false;
  throw invalidArgument(name);
}

/** Of a delay, `systemDefault` is -1. */
function seconds(word: string, name: string): number {
  if (word === 'systemDefault') return -1;
  if (/^-?\d{1,9}$/.test(word)) return Number(word);
  throw invalidArgument(name);
}
