import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

describe('the tools of a mock host', () => {
  it('have one set of advanced settings: esxcfg-advcfg, esxcli, vsish', () => {
    const host = aHost();
    expect(host.say('esxcfg-advcfg -s 1 /Net/GuestIPHack')).toBe('Value of GuestIPHack is 1\n');
    expect(host.say('vsish -e get /config/Net/intOpts/GuestIPHack')).toContain('\n   Current value:1\n');
    expect(host.say('vsish -e set /config/Net/intOpts/GuestIPHack 0')).toBe('');
    expect(host.say('esxcli system settings advanced list -o /Net/GuestIPHack')).toContain(
      '   Int Value: 0\n',
    );
    expect(host.run('vsish -e set /config/Net/intOpts/GuestIPHack 9')?.exit).toBe(1);
    expect(host.say('vsish -e ls /config/Net/intOpts')).toContain('UseHwTSO\n');
    expect(host.say('esxcfg-advcfg -l')).toMatch(/^\/Net\/UseHwTSO \[Integer\] : /m);
    host.say('esxcfg-advcfg -k TRUE disableHwrng');
    expect(host.say('esxcfg-advcfg -j disableHwrng')).toBe('disableHwrng = TRUE\n');
    expect(host.say('esxcli system settings kernel list -o disableHwrng')).toMatch(/TRUE +FALSE +FALSE/);
    expect(host.run('esxcfg-advcfg --nothing')).toMatchObject({
      exit: 1,
      notImplemented: 'esxcfg-advcfg --nothing',
    });
  });

  it('have one power policy: vsish, esxcli, esxcfg-advcfg', () => {
    const host = aHost();
    host.say('vsish -e set /power/currentPolicy 3');
    expect(host.say('esxcli hardware power policy get')).toContain('Name: Low Power\n');
    expect(host.say('esxcfg-advcfg -q -g /Power/CpuPolicy')).toBe('Low Power\n');
    host.say('esxcli hardware power policy set -p 1');
    expect(host.say('vsish -e get /power/currentPolicy')).toBe('1\n');
    expect(host.say('vsish -e ls /power/policy')).toBe('1\n2\n3\n4\n');
    expect(host.say('vsish -e get /power/policy/1')).toContain('{\n   ID: 1\n   Short name:static\n');
  });

  it('have one list of modules: esxcli, vmkload_mod, esxcfg-module, vsish', () => {
    const host = aHost();
    expect(host.say('vmkload_mod multiextent')).toBe('Module multiextent loaded successfully\n');
    expect(host.say('esxcli system module list')).toMatch(/^multiextent +true +true$/m);
    expect(host.say('vsish -e get /system/modules/multiextent/general')).toContain('   version:');
    expect(host.say('/sbin/vmkload_mod -l')).toMatch(/^multiextent 0 +128 $/m);
    expect(host.run('vmkload_mod multiextent')).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('Busy') as string,
    });
    expect(host.say('vmkload_mod -u multiextent')).toBe('Module multiextent successfully unloaded\n');
    expect(host.run('vsish -e get /system/modules/multiextent/general')?.exit).toBe(1);
    expect(host.run('vmkload_mod none')?.exit).toBe(1);
    host.say(['esxcfg-module', '-s', 'RSS=1,1 DRSS=4', 'ixgben']);
    expect(host.say('esxcfg-module -g ixgben')).toBe("ixgben enabled = 1 options = 'DRSS=4 RSS=1,1'\n");
    expect(host.say('esxcli system module parameters list -m ixgben')).toMatch(/^RSS +array of int +1,1 /m);
    host.say('esxcfg-module -d ixgben');
    expect(host.say('esxcli system module list -e false')).toContain('ixgben');
    expect(host.say('esxcfg-module -i ixgben')).toMatch(/^esxcfg-module module information\n input file: /);
  });

  it('set parameters of one module, of one host', () => {
    const host = aHost();
    host.say('esxcfg-module -s RSS=1 ixgben');
    expect(host.say('esxcli system module parameters list -m ixgben')).toMatch(/^RSS +array of int +1 /m);
    expect(host.say('esxcli system module parameters list -m vmw_ahci')).not.toMatch(
      /^RSS +array of int +1 /m,
    );
    expect(host.say('esxcfg-module -g ixgben', { origin: 'other' })).toBe(
      "ixgben enabled = 1 options = ''\n",
    );
    expect(aHost().say('esxcfg-module -g ixgben')).toBe("ixgben enabled = 1 options = ''\n");
  });

  it('tell what of the kernel is known, and that the rest is not', () => {
    const host = aHost();
    expect(host.say('vsish -e ls /net/pNics')).toBe('vmnic0/\nvmnic1/\n');
    expect(host.say('vsish -e get /net/pNics/vmnic0/properties')).toContain('   Driver Name:');
    expect(host.run('vsish -pe get /net/pNics/vmnic0/rxqueues/info')).toMatchObject({
      stdout: expect.stringMatching(/^\{\n {3}"maxQueues" : \d+,\n/) as string,
      stderr: 'main():Python mode is deprecated\n',
    });
    expect(host.run('vsish -e get /net/pNics/vmnic9/properties')?.exit).toBe(1);
    expect(host.run('vsish -e get /foo')).toMatchObject({ exit: 1, notImplemented: 'vsish -e get /foo' });
    expect(host.run('vsish -e set /power/hardwareSupport 1')?.exit).toBe(1);
    expect(host.say('vsish -e ls /')).toContain('hardware/\n');
  });

  it('keep a store of what is configured, without its secrets unless they are asked for', () => {
    const host = aHost({ accounts: [{ id: 'root', password: 'hidden-word' }] });
    const accounts = 'configstorecli config current get -c esx -g authentication -k user_accounts';
    expect(host.say(accounts)).toContain('"password": "******"');
    expect(host.say(`${accounts} -n`)).toContain('"password": "hidden-word"');
    host.say('esxcli system maintenanceMode set -e true');
    expect(host.say('configstorecli config current get -c esx -g services -k hostd')).toContain(
      '"enabled": true',
    );
    expect(host.run('configstorecli config current get -c esx -g services -k none')?.exit).toBe(1);
    host.say('configstorecli config current get -c esx -g services -k ntpd -outfile /tmp/ntpd.json');
    expect(host.say('configstorecli config current set -c mine -g g -k k -i /tmp/ntpd.json')).toBe(
      'Set: completed successfully\n',
    );
    expect(host.say('configstorecli config current get -c mine -g g -k k')).toContain('"policy": "off"');
    expect(host.say('configstorecli config current list -c mine')).toBe('mine g k\n');
    host.say('configstorecli config current delete -c mine -g g -k k');
    expect(host.run('configstorecli config current get -c mine -g g -k k')?.exit).toBe(1);
    expect(host.say('configstorecli schema list -c esx')).toContain('esx:services:hostd\n');
  });

  it('start and stop services, and esxcli cannot without hostd', () => {
    const host = aHost({ identity: { version: '9.0.0' } });
    expect(host.say('/etc/init.d/SSH restart')).toBe(
      'SSH login disabled\nSSH login enabled\nSSH sandbox is not enabled, SSH will run in superdom\n',
    );
    expect(host.say('/etc/init.d/SSH stop')).toBe('SSH login disabled\n');
    expect(host.say('/etc/init.d/SSH status')).toBe('SSH login is stopped\n');
    expect(host.say('/etc/init.d/hostd stop')).toBe('hostd stopped.\n');
    expect(host.run('esxcli network nic list')).toMatchObject({
      stdout: 'Connect to localhost failed: Connection failure\n',
      exit: 1,
    });
    expect(host.run('localcli network nic list')?.exit).toBe(0);
    expect(host.say('/etc/init.d/hostd restart')).toBe('hostd stopped.\nhostd started.\n');
    expect(host.run('esxcli network nic list')?.exit).toBe(0);
    host.say('chkconfig SSH off');
    expect(host.say('chkconfig --list SSH')).toMatch(/^SSH +off\n$/);
    expect(host.run('hostd')).toBeUndefined();
    host.say('esxcli system ntp set -s 192.0.2.1');
    host.say('/etc/init.d/ntpd start');
    expect(host.say('esxcli system ntp get')).toContain('Enabled: true');
  });

  it('reboot the host, which closes the connection', () => {
    const host = aHost();
    host.say('esxcli system settings kernel set -s disableHwrng -v TRUE');
    expect(host.run('reboot')).toMatchObject({ stdout: '', drops: true });
    expect(host.say('uptime')).toMatch(/^ 03:04:05 up 00:00:00, load average: /);
    expect(host.say('esxcli system settings kernel list -o disableHwrng')).toMatch(/TRUE +TRUE +FALSE/);
    expect(host.host.vms.every(({ power }) => power === 'off')).toBe(true);
    expect(host.run('poweroff')).toMatchObject({ drops: true });
    expect(host.run('vmware -v')).toMatchObject({ stdout: '', drops: true });
    host.profile.reset();
    expect(host.say('vmware -v')).toContain('VMware ESXi');
  });

  it('start VMs with the host, where they are to be', () => {
    const host = aHost({
      vms: [
        { name: 'a', power: 'on' },
        { name: 'b', power: 'on' },
      ],
      autostart: {
        enabled: true,
        vms: [
          {
            vm: 2,
            startOrder: 1,
            startDelay: 0,
            waitForHeartbeat: 'systemDefault',
            startAction: 'powerOn',
            stopDelay: 0,
            stopAction: 'systemDefault',
          },
        ],
      },
    });
    host.run('reboot');
    expect(host.host.vms.map(({ name, power }) => `${name} ${power}`)).toEqual(['a off', 'b on']);
    expect(host.say('esxcli vm process list')).toMatch(/^b\n/);
  });

  it('tell the kernel as its release does', () => {
    const uname = (version: string): string =>
      aHost({ identity: { version, build: 1, hostName: 'h', installed: '2014-02-01T17:19:17Z' } }).say(
        'uname -a',
      );
    expect(uname('5.5.0')).toBe(
      'VMkernel h 5.5.0 #1 SMP Release build-1 Feb  1 2014 17:19:17 x86_64 GNU/Linux\n',
    );
    expect(uname('6.7.0')).toMatch(/17:19:17 x86_64 x86_64 x86_64 ESXi\n$/);
  });

  it('tell of the machine', () => {
    const host = aHost({ hardware: { cpu: { packages: 2, cores: 4, threads: 8 } } });
    expect(host.say('esxcfg-info -w')).toMatch(/^ {3}\|----Serial Number\.+TH00001 $/m);
    expect(host.say('esxcfg-info -w').match(/CPU Speed/g)).toHaveLength(8);
    expect(host.say('esxcfg-info -u')).toBe('4C4C4544-0035-4D10-8054-B7C04F503132\n');
    expect(host.say('ethtool -i vmnic0')).toMatch(/^driver: ixgben\nversion: /);
    expect(host.run('ethtool -k vmnic0')?.stderr).toContain('Function not implemented');
    expect(host.say('esxcfg-dumppart -t')).toBe('No active dump partition\n');
    expect(host.say('vm-support -V')).toMatch(/^\/vmfs\/volumes\/.*\.vmx \(Running\)$/m);
  });
});
