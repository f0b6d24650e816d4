import { pathOf } from '../vms/files.ts';
import type { Host } from '../model/host.ts';

/** A process of the host, or the main one of a VM. */
export interface Process {
  id: number;
  pid: number;
  name: string;
  command: string;
  session: number;
}

/** Of services that run, and of VMs that run: nothing else is known of. */
export function processesOf(host: Host): Process[] {
  const { services, vms } = host;
  const running = services.filter((service) => service.running && COMMANDS[service.name] !== undefined);
  return [
    ...running.map(({ name }, i) => processOf(FIRST_PID + 13 * i, name, COMMANDS[name] ?? '')),
    ...vms
      .filter(({ power }) => power === 'on')
      .map((vm) => ({
        ...processOf(vm.worldId, 'vmx', `/bin/vmx -x ${pathOf(vm, host, vm.vmx)}`),
        pid: vm.cartelId,
      })),
  ];
}

const FIRST_PID = 2_097_500;

const processOf = (id: number, name: string, command: string): Process => ({
  id,
  pid: id,
  name,
  command,
  session: id,
});

const COMMANDS: Readonly<Record<string, string>> = {
  hostd: 'hostd /etc/vmware/hostd/config.xml',
  vpxa: '/usr/lib/vmware/vpxa/bin/vpxa -D /etc/vmware/vpxa',
  ntpd: '/usr/sbin/ntpd -g -n',
  snmpd: '/sbin/snmpd',
  DCUI: '/bin/dcui',
  'TSM-SSH': '/usr/lib/vmware/openssh/bin/sshd',
  vmsyslogd: '/usr/lib/vmware/vmsyslog/bin/vmsyslogd.py',
};
