import type { Area } from '../area.ts';
import { ACCOUNT_LEAVES } from './accounts.ts';
import { AUDIT_LEAVES } from './audit.ts';
import { clockLeaves } from './clock.ts';
import { COREDUMP_LEAVES } from './coredump.ts';
import { ENCRYPTION_LEAVES } from './encryption.ts';
import { IDENTITY_LEAVES } from './identity.ts';
import { MODULE_LEAVES } from './modules.ts';
import { NTP_LEAVES } from './ntp.ts';
import { POWER_LEAVES } from './power.ts';
import { PROCESS_LEAVES } from './processes.ts';
import { SECURITY_LEAVES } from './security.ts';
import { SETTINGS_LEAVES } from './settings.ts';
import { SNMP_LEAVES } from './snmp.ts';
import { SSH_LEAVES } from './ssh.ts';
import { SYSLOG_LEAVES } from './syslog.ts';
import { TLS_LEAVES } from './tls.ts';
import { WBEM_LEAVES } from './wbem.ts';

export const SYSTEM: Area = {
  namespaces: {
    system: 'What concerns the system as a whole.',
    'system account': 'Accounts of the host.',
    'system auditrecords': 'Audit records of the host.',
    'system auditrecords local': 'Audit records that are kept on the host.',
    'system auditrecords remote': 'Audit records that are sent to the log hosts.',
    'system boot': 'The start of the host.',
    'system boot device': 'What the host was started from.',
    'system clock': 'The time of the host.',
    'system coredump': 'Where the kernel dumps to.',
    'system coredump file': 'Files that the kernel dumps into.',
    'system coredump network': 'Dumps of the kernel over the network.',
    'system coredump partition': 'Partitions that the kernel dumps into.',
    'system hostname': 'The name of the host.',
    'system maintenanceMode': 'Maintenance mode.',
    'system module': 'Modules of the kernel, among them drivers.',
    'system module parameters': 'Parameters that modules of the kernel are loaded with.',
    'system ntp': 'How the host is told the time.',
    'system ntp config': 'The configuration of ntpd.',
    'system permission': 'Who may do what on the host.',
    'system process': 'Processes of the host.',
    'system process stats': 'Statistics of processes.',
    'system process stats load': 'The load of the host.',
    'system process stats running': 'How many processes there are.',
    'system secpolicy': 'The access control of the kernel.',
    'system secpolicy domain': 'Domains of the access control of the kernel.',
    'system security': 'The security of the host.',
    'system security fips140': 'FIPS 140.',
    'system security fips140 rhttpproxy': 'FIPS 140 of the reverse proxy.',
    'system security fips140 ssh': 'FIPS 140 of sshd.',
    'system security keypersistence': 'Keys that are kept in the TPM.',
    'system settings': 'Settings of the host.',
    'system settings advanced': 'Advanced settings.',
    'system settings encryption': 'How the configuration of the host is encrypted.',
    'system settings encryption recovery': 'Keys that the configuration is recovered with.',
    'system settings kernel': 'What the kernel is started with.',
    'system settings keyboard': 'The keyboard of the console.',
    'system settings keyboard layout': 'The keyboard layout of the console.',
    'system shutdown': 'The end of the host, and its new start.',
    'system snmp': 'The SNMP agent.',
    'system ssh': 'SSH.',
    'system ssh client': 'The client of SSH.',
    'system ssh client config': 'The configuration of the client of SSH.',
    'system ssh server': 'The server of SSH.',
    'system ssh server config': 'The configuration of the server of SSH.',
    'system stats': 'Statistics of the system.',
    'system stats installtime': 'When the host was installed.',
    'system stats uptime': 'How long the host is up.',
    'system syslog': 'Logs of the host.',
    'system syslog config': 'Where logs are, how many, and who gets them.',
    'system syslog config logfilter': 'Messages that are left out of logs.',
    'system syslog config logger': 'The logs of the host, one by one.',
    'system time': 'The time of the host.',
    'system tls': 'TLS.',
    'system tls client': 'The host as a client of TLS.',
    'system tls server': 'The host as a server of TLS.',
    'system uuid': 'The UUID of the host.',
    'system version': 'The version of the host.',
    'system visorfs': 'The file system in memory.',
    'system visorfs ramdisk': 'Parts of the file system in memory.',
    'system visorfs tardisk': 'Archives that the file system in memory is of.',
    'system wbem': 'The CIM agent.',
    'system wbem provider': 'Providers of the CIM agent.',
    'system welcomemsg': 'What the console of the host welcomes with.',
  },
  leaves: [
    ...ACCOUNT_LEAVES,
    ...AUDIT_LEAVES,
    ...clockLeaves('system clock'),
    ...clockLeaves('system time'),
    ...COREDUMP_LEAVES,
    ...ENCRYPTION_LEAVES,
    ...IDENTITY_LEAVES,
    ...MODULE_LEAVES,
    ...NTP_LEAVES,
    ...POWER_LEAVES,
    ...PROCESS_LEAVES,
    ...SECURITY_LEAVES,
    ...SETTINGS_LEAVES,
    ...SNMP_LEAVES,
    ...SSH_LEAVES,
    ...SYSLOG_LEAVES,
    ...TLS_LEAVES,
    ...WBEM_LEAVES,
  ],
};
