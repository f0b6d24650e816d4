import type { Host } from '../model/host.ts';
import { timeText } from '../model/system.ts';
import { setPower } from '../vms/power.ts';
import type { World } from '../world.ts';

/** What it is after a start: what is for the next boot holds now, and no VM runs that is not to be started with it. */
export function restart(host: Host, world: World, time: number): void {
  host.identity.booted = timeText(time);
  host.system.isOff = false;
  for (const setting of host.kernel) setting.runtime = runtimeOf(setting);
  for (const setting of host.advanced) {
    if (setting.path !== '/ScratchConfig/CurrentScratchLocation') continue;
    const configured = host.advanced.find(({ path }) => path === '/ScratchConfig/ConfiguredScratchLocation');
    setting.value = configured?.value ?? setting.value;
  }
  const drivers = new Set(host.pci.map(({ module }) => module));
  for (const module of host.modules)
    module.loaded = module.enabled && (module.loaded || drivers.has(module.name));
  for (const service of host.services) service.running = startsWithHost(service, host);
  for (const pci of host.pci) pci.passthroughActive = pci.passthrough;
  for (const vm of host.vms) if (vm.power === 'on') setPower(vm, 'off', host, world);
  if (!host.autostart.enabled || host.identity.maintenanceMode) return;
  for (const { vm: id, startAction } of host.autostart.vms) {
    const vm = host.vms.find((one) => one.id === id);
    if (vm?.power === 'off' && startAction.toLowerCase() === 'poweron') setPower(vm, 'on', host, world);
  }
}

/** Of some it is told elsewhere. */
function startsWithHost({ name, policy }: Host['services'][number], { ntp, snmp }: Host): boolean {
  if (name === 'ntpd') return ntp.enabled;
  return name === 'snmpd' ? snmp.enabled : policy === 'on';
}

/** Settings that are true or false are in capitals when they hold. */
const runtimeOf = ({ type, configured }: Host['kernel'][number]): string =>
  type === 'Bool' ? configured.toUpperCase() : configured;
