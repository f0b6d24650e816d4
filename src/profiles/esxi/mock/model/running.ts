import type { Host } from './host.ts';

/** Starts or stops a service; of ntpd, snmpd and slpd it is told elsewhere, too. Whether it ran before. */
export function setRunning(host: Host, name: string, running: boolean): boolean {
  const service = host.services.find((one) => one.name === name);
  const before = service?.running ?? false;
  if (service) service.running = running;
  if (name === 'ntpd') host.ntp.enabled = running;
  if (name === 'snmpd') host.snmp.enabled = running;
  if (name === 'sfcbd-watchdog') host.system.wbem.enabled = running;
  return before;
}
