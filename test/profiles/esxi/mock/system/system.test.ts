import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

/** A line of a record, without its title. */
const field = (text: string, title: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.trimStart().startsWith(`${title}: `))
    ?.trimStart()
    .slice(title.length + 2);

describe('the system of a mock host', () => {
  it('has a name that is set whole or in parts', () => {
    const host = aHost();
    host.say('esxcli system hostname set --fqdn=one.example.test');
    expect(field(host.say('esxcli system hostname get'), 'Host Name')).toBe('one');
    host.say('esxcli system hostname set -H two');
    expect(field(host.say('esxcli system hostname get'), 'Fully Qualified Domain Name')).toBe(
      'two.example.test',
    );
    expect(host.say('uname -n')).toBe('two\n');
    expect(host.run('esxcli system hostname set')?.exit).toBe(1);
  });

  it('has accounts, which come, change and go, and whose passwords nobody is shown', () => {
    const host = aHost();
    host.say('esxcli system account add -i ann -d Ann -p s3cret-Word -c s3cret-Word');
    expect(host.say('esxcli system account list')).toMatch(/^ann +Ann +true$/m);
    host.say('esxcli system account set -i ann -s false');
    expect(host.say('esxcli system account list')).toMatch(/^ann +Ann +false$/m);
    for (const format of ['xml', 'json', 'csv', 'keyvalue'])
      expect(host.say(`esxcli --formatter=${format} system account list`)).not.toContain('s3cret');
    expect(host.run('esxcli system account add -i ann -p a -c a')?.exit).toBe(1);
    expect(host.run('esxcli system account set -i ann -p a -c b')?.stdout).toBe(
      'The passwords do not match\n',
    );
    host.say('esxcli system permission set -i ann -r ReadOnly');
    expect(host.say('esxcli system permission list')).toMatch(/^ann +false +ReadOnly /m);
    host.say('esxcli system account remove -i ann');
    expect(host.say('esxcli system account list')).not.toContain('ann');
    expect(host.say('esxcli system permission list')).not.toContain('ann');
  });

  it('shows access to the shell since 8.0', () => {
    expect(aHost({ identity: { version: '7.0.3' } }).say('esxcli system account list')).not.toContain(
      'Shell',
    );
  });

  it('keeps audit records as it is told to', () => {
    const host = aHost();
    host.say('esxcli system auditrecords local set --size=100 --directory=/scratch/a');
    host.say('esxcli system auditrecords local enable');
    host.say('esxcli system auditrecords remote enable');
    expect(host.say('esxcli system auditrecords get')).toBe(
      [
        '   Audit Record Remote Transmission Active: true',
        '   Audit Record Storage Active: true',
        '   Audit Record Storage Capacity: 100',
        '   Audit Record Storage Directory: /scratch/a\n',
      ].join('\n'),
    );
    expect(host.run('esxcli system auditrecords local set --size=3')?.exit).toBe(1);
  });

  it('has one clock, however it is asked and set', () => {
    const host = aHost();
    expect(host.say('esxcli system time get')).toBe('2026-01-02T03:04:05Z\n');
    host.say('esxcli system time set -y 2027 -M 3 -d 4 -H 5 -m 6 -s 7');
    expect(host.say('esxcli hardware clock get')).toBe('2027-03-04T05:06:07Z\n');
    expect(host.say('esxcli system clock get')).toBe('2027-03-04T05:06:07Z\n');
    expect(host.run('esxcli hardware clock set -M 2 -d 31')?.exit).toBe(1);
  });

  it('starts anew only in maintenance mode, and what was set for the next start holds then', () => {
    const host = aHost({ vms: [] });
    host.say('esxcli system settings kernel set -s disableHwrng -v TRUE');
    expect(host.say('esxcli system settings kernel list -o disableHwrng')).toMatch(/TRUE +FALSE +FALSE/);
    expect(host.run('esxcli system shutdown reboot -d 10 -r test')?.exit).toBe(1);
    host.say('esxcli system maintenanceMode set -e true');
    expect(host.say('esxcli system maintenanceMode get')).toBe('Enabled\n');
    expect(host.run('esxcli system shutdown reboot -d 10 -r test')).toMatchObject({ stdout: '', exit: 0 });
    expect(host.say('esxcli system settings kernel list -o disableHwrng')).toMatch(/TRUE +TRUE +FALSE/);
    expect(host.host.identity.booted).toBe('2026-01-02T03:04:15Z');
  });

  it('does not enter maintenance mode while VMs run', () => {
    const host = aHost({ vms: [{ name: 'a', power: 'on' }] });
    expect(host.run('esxcli system maintenanceMode set -e true -t 1')?.exit).toBe(1);
    expect(host.say('esxcli system maintenanceMode get')).toBe('Disabled\n');
  });

  it('dumps where it is told to', () => {
    const host = aHost();
    expect(host.say('esxcli system coredump file list')).toMatch(/ +true +true +2882535424\n$/);
    host.say('esxcli system coredump file set --enable false');
    expect(field(host.say('esxcli system coredump file get'), 'Active')).toBe('');
    host.say('esxcli system coredump file set --enable true --smart');
    expect(field(host.say('esxcli system coredump file get'), 'Active')).toContain('.dumpfile');
    expect(host.run('esxcli system coredump network set -e true')?.exit).toBe(1);
    host.say('esxcli system coredump network set -v vmk0 -j 192.0.2.9 -o 6500');
    host.say('esxcli system coredump network set -e true');
    expect(host.say('esxcli system coredump network check')).toBe(
      'Verified the configured netdump server is running\n',
    );
  });

  it('has modules with parameters, which esxcli, esxcfg-module and vmkload_mod share', () => {
    const host = aHost();
    expect(host.say('esxcli system module list')).toMatch(/^multiextent +false +true$/m);
    expect(host.say('esxcli system module load -m multiextent')).toBe('');
    expect(host.say('esxcli system module list --loaded true')).toMatch(/^multiextent +true/m);
    expect(host.run('esxcli system module load -m multiextent')?.stdout).toContain('Busy');
    expect(host.run('esxcli system module get -m none')?.exit).toBe(1);
    host.say(['esxcli', 'system', 'module', 'parameters', 'set', '-m', 'tcpip4', '-p', 'ipv6=0']);
    expect(host.say('esxcli system module parameters list -m tcpip4')).toMatch(/^ipv6 +int +0 /m);
    expect(host.run('esxcli system module parameters set -m tcpip4 -p none=0')?.exit).toBe(1);
    host.say('esxcli system module parameters clear -m tcpip4');
    expect(host.host.modules.find(({ name }) => name === 'tcpip4')?.parameters[0]?.value).toBe('');
  });

  it('has one set of advanced settings, for esxcli and esxcfg-advcfg', () => {
    const host = aHost();
    host.say('esxcli system settings advanced set -o /Net/GuestIPHack -i 1');
    expect(host.say('esxcfg-advcfg -g /Net/GuestIPHack')).toBe('Value of GuestIPHack is 1\n');
    host.say('esxcfg-advcfg -s 0 /Net/GuestIPHack');
    expect(field(host.say('esxcli system settings advanced list -o /Net/GuestIPHack'), 'Int Value')).toBe(
      '0',
    );
    expect(host.say('esxcli system settings advanced list -d')).not.toContain('GuestIPHack');
    expect(host.run('esxcli system settings advanced set -o /Net/GuestIPHack -i 7')?.exit).toBe(1);
    expect(host.run('esxcli system settings advanced set -o /Net/GuestIPHack -s x')?.exit).toBe(1);
    expect(host.run('esxcli system settings advanced list -o /Net/None')?.exit).toBe(1);
    expect(
      host.say('esxcli system settings advanced list -t /UserVars').split('\n\n').length,
    ).toBeGreaterThan(3);
    host.say('esxcli system settings advanced add -o Mine -t string -d Mine -s a');
    host.say('esxcli system settings advanced set -o /UserVars/Mine -s b');
    host.say('esxcli system settings advanced set -o /UserVars/Mine -d');
    expect(host.say('esxcfg-advcfg -q -g /UserVars/Mine')).toBe('a\n');
    host.say('esxcli system settings advanced remove -o Mine');
    expect(host.run('esxcfg-advcfg -g /UserVars/Mine')?.exit).toBe(1);
  });

  it('has settings that are kept elsewhere, and are the same there', () => {
    const host = aHost({ advanced: [{ path: '/Syslog/global/logHost', value: 'udp://192.0.2.1' }] });
    expect(field(host.say('esxcli system syslog config get'), 'Remote Host')).toBe('udp://192.0.2.1');
    host.say('esxcli system syslog config set --loghost=ssl://a.example.test:1514,tcp://b.example.test');
    expect(host.say('esxcfg-advcfg -q -g /Syslog/global/logHost')).toBe(
      'ssl://a.example.test:1514,tcp://b.example.test\n',
    );
    host.say('esxcfg-advcfg -s 20 /Syslog/global/defaultRotate');
    expect(field(host.say('esxcli system syslog config get'), 'Local Logging Default Rotations')).toBe('20');
    host.say(['esxcfg-advcfg', '-s', 'hello', '/Annotations/WelcomeMessage']);
    expect(host.say('esxcli system welcomemsg get')).toBe('hello\n');
  });

  it('has logs, and filters of what is left out of them', () => {
    const host = aHost();
    host.say('esxcli system syslog config set --x509-strict=true --logdir=/scratch/l --reset=loghost');
    expect(field(host.say('esxcli system syslog config get'), 'Strict X509Compliance')).toBe('true');
    host.say('esxcli system syslog config logger set --id=hostd --rotate=20 --size=2048');
    expect(host.say('esxcli system syslog config logger list')).toMatch(
      /ID: hostd\n +Rotation Size: 2048\n +Rotations: 20/,
    );
    host.say('esxcli system syslog config logfilter set --log-filtering-enabled=true');
    expect(host.say('esxcli system syslog config logfilter get')).toBe('   Log Filtering Enabled: true\n');
    host.say(['esxcli', 'system', 'syslog', 'config', 'logfilter', 'add', '--filter', '0|vmkernel|nfs']);
    expect(host.say('esxcli system syslog config logfilter list')).toContain('0|vmkernel|nfs');
    expect(host.run('esxcli system syslog config set --default-size=0')?.exit).toBe(1);
    expect(host.say('esxcli system syslog reload')).toBe('');
  });

  it('has an SNMP agent, which runs once it is configured', () => {
    const host = aHost();
    expect(host.run('esxcli system snmp set -e yes')?.exit).toBe(1);
    host.say('esxcli system snmp set -c public -t 192.0.2.9@162/public -e yes');
    expect(field(host.say('esxcli system snmp get'), 'Enable')).toBe('true');
    expect(host.say('esxcli system snmp test')).toContain('There is 1 target configured');
    host.say('esxcli system snmp set -e no');
    expect(host.run('esxcli system snmp test')?.exit).toBe(1);
    host.say('esxcli system snmp set --reset');
    expect(field(host.say('esxcli system snmp get'), 'Communities')).toBe('');
  });

  it('hashes secrets as RFC 3414 does', () => {
    // §A.3.2, its secret and engine.
    const host = aHost({ snmp: { engineId: '000000000000000000000002', authentication: 'SHA1' } });
    expect(field(host.say('esxcli system snmp hash -r -A maplesyrup'), 'Authhash')).toBe(
      '6695febc9288e36282235fc7151f128497b38f3f',
    );
  });

  it('is told the time by servers, once there are any', () => {
    const host = aHost();
    expect(host.run('esxcli system ntp set -e true')?.exit).toBe(1);
    host.say('esxcli system ntp set -s 192.0.2.1 -s 192.0.2.2 -e true');
    expect(field(host.say('esxcli system ntp get'), 'Servers')).toBe('192.0.2.1, 192.0.2.2');
    expect(host.host.services.find(({ name }) => name === 'ntpd')?.running).toBe(true);
    expect(host.say('esxcli system ntp config get')).toContain('server 192.0.2.2\n');
  });

  it('has the settings that are asked for by security guides', () => {
    const host = aHost();
    host.say('esxcli system security fips140 ssh set -e false');
    expect(host.say('esxcli system security fips140 ssh get')).toBe('   Enabled: false\n');
    expect(host.say('esxcli system ssh server config list -k fipsmode')).toMatch(/^fipsmode +no$/m);
    host.say('esxcli system ssh server config set -k banner -v /etc/other');
    expect(host.say('esxcli system ssh server config list -k banner')).toMatch(/^banner +\/etc\/other$/m);
    expect(host.run('esxcli system ssh server config set -k none -v 1')?.exit).toBe(1);
    expect(host.run('esxcli system settings encryption set --require-secure-boot=true')?.exit).toBe(1);
    host.say('esxcli system settings encryption set --mode=TPM');
    host.say('esxcli system settings encryption set --require-secure-boot=true');
    expect(host.say('esxcli system settings encryption get')).toContain('Require Secure Boot: true');
    const key = host.say('esxcli system settings encryption recovery list');
    host.say('esxcli system settings encryption recovery rotate');
    expect(host.say('esxcli system settings encryption recovery list')).not.toBe(key);
    host.say('esxcli system tls server set -p NIST_2024');
    expect(host.say('esxcli system tls server get')).toBe('   Profile: NIST_2024\n');
    expect(host.say('esxcli system tls server get --show-profile-defaults')).toContain('Protocol Versions: ');
    expect(host.say('esxcli system security keypersistence disable --remove-all-stored-keys')).toBe('');
  });
});
