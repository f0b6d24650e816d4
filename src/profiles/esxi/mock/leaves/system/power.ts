import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { timeOf } from '../../model/system.ts';
import { restart } from '../../power/restart.ts';

const delay = long('-d|--delay', 'Seconds until it happens, from 10. Default 10.');
const reason = required(str('-r|--reason', 'Why: it is logged.'));

export const POWER_LEAVES = [
  leaf({
    path: 'system maintenanceMode get',
    about: 'Tells whether the host is in maintenance mode.',
    read: ({ identity }) => (identity.maintenanceMode ? 'Enabled' : 'Disabled'),
  }),
  leaf({
    path: 'system maintenanceMode set',
    about: 'Has the host enter or leave maintenance mode.',
    options: {
      enable: required(bool('-e|--enable', 'Whether it is in it.')),
      timeout: long('-t|--timeout', 'Seconds to wait for VMs that run; 0: without end.'),
      vsanMode: str('-m|--vsanmode', 'ensureObjectAccessibility, evacuateAllData or noAction.'),
    },
    change: (host, { enable }) => setMaintenanceMode(host, enable),
  }),
  leaf({
    path: 'system shutdown poweroff',
    about: 'Powers the host off; it must be in maintenance mode.',
    options: { delay, reason },
    change(host, given) {
      demandMaintenanceMode(host, given);
      host.system.isOff = true;
    },
  }),
  leaf({
    path: 'system shutdown reboot',
    about: 'Starts the host anew; it must be in maintenance mode.',
    options: { delay, reason },
    change(host, given, world) {
      demandMaintenanceMode(host, given);
      restart(host, world, timeOf(host, world) + 1000 * (given.delay ?? 10));
    },
  }),
  leaf({
    path: 'system boot device get',
    about: 'Tells what the host was started from.',
    read: (host) => host,
    prints: record<Host>('BootDevice', {
      'Boot Filesystem UUID': bootFilesystem,
      'Boot NIC': () => '',
      'Stateless Boot NIC': () => '',
    }),
  }),
];

/** VMs that run hold it up for ever, so it does not come: as when the time to wait is over. @throws Failure */
export function setMaintenanceMode(host: Host, enable: boolean): void {
  if (enable === host.identity.maintenanceMode)
    throw new Failure(`Maintenance mode is already ${enable ? 'enabled' : 'disabled'}.`);
  if (enable && host.vms.some(({ power }) => power === 'on'))
    throw new Failure('Operation timed out: there are powered on virtual machines on the host.');
  host.identity.maintenanceMode = enable;
}

function demandMaintenanceMode({ identity }: Host, given: { delay: number | undefined }): void {
  if (given.delay !== undefined && given.delay < 10)
    throw new Failure(`Invalid delay: ${given.delay}. It must be at least 10 seconds`);
  if (!identity.maintenanceMode)
    throw new Failure(
      'The operation is not allowed in the current state of the host: it is not in maintenance mode.',
    );
}

/** The volume that it was installed on, as far as one is known. */
function bootFilesystem({ volumes }: Host): string {
  const known =
    volumes.find(({ name }) => name.startsWith('BOOTBANK')) ?? volumes.find(({ type }) => type === 'vfat');
  return known?.uuid ?? '';
}
