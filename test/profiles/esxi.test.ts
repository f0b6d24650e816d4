import { describe, expect, it } from 'vitest';
import { quoteArgv } from '../../src/shell.ts';
import { profileNamed } from '../../src/profiles/named.ts';

const esxi = profileNamed('esxi');
const ofString = (command: string): string =>
  esxi.effectOf({ kind: 'string', command: Buffer.from(command) }).kind;
const ofArgv = (...argv: string[]): string =>
  esxi.effectOf({ kind: 'argv', argv: argv.map((word) => Buffer.from(word)) }).kind;

const READS = [
  'esxcli',
  'esxcli network',
  'esxcli network nic list',
  '/bin/esxcli network nic list',
  'esxcli --formatter=csv network nic list',
  'esxcli --formatter csv --debug network ip connection list',
  'esxcli --format-param=fields==WorldID,DisplayName vm process list',
  'esxcli network vswitch standard policy security get -v "VM Network"',
  'esxcli network nic register dump -n vmnic0',
  'esxcli storage core claimrule list --claimrule-class=all',
  'esxcli storage core device raw list -d naa.600',
  'esxcli storage hpp device usermarkedssd list',
  'esxcli software vib install --help',
  'esxcli system --help',
  'esxcli software vib install -d /tmp/a.zip --dry-run',
  'esxcli software profile update --no-sig-check --dry-run -p x',
  'esxcli network diag ping -H 127.0.0.1',
  'localcli --plugin-dir /usr/lib/vmware/esxcli/int/ deviceInternal alias list',
  'vim-cmd',
  'vim-cmd vmsvc/getallvms',
  'vim-cmd vmsvc/get.summary 12',
  'vim-cmd vmsvc/device.getdevices 12',
  'vim-cmd vmsvc/power.getstate 12',
  'vim-cmd vmsvc/snapshot.get 12',
  'vim-cmd hostsvc/net/vswitch_info',
  'vim-cmd hostsvc/net/config',
  'vim-cmd hostsvc/datastore/info datastore1',
  'vim-cmd hostsvc/autostartmanager/get_defaults',
  'vim-cmd vimsvc/license --show',
  'vim-cmd vimsvc/task_info haTask-1',
  'vsish -e get /memory/memInfo',
  'vsish -pe get /net/pNics/vmnic0/stats',
  'vsish -r -e get /net',
  'configstorecli config current get -c esx -g services -k ssh',
  'vmkfstools -Ph -v1 /vmfs/volumes/ds',
  'vmkfstools -Ph -v 1 /vmfs/volumes/ds',
  'vmkfstools -t0 "/vmfs/volumes/ds/a b.vmdk"',
  'vmkload_mod -l | grep ntg3',
  'vmkload_mod -s megaraid_sas',
  'esxcfg-advcfg -g /Migrate/BindToVmknic',
  'esxcfg-mpath -b -d naa.60',
  'esxcfg-nics -l',
  'esxcfg-scsidevs -a',
  'esxcfg-info -w |grep CPU',
  'vds-vsipioctl getfwrules -f nic-1-eth0 -s | awk \'{ if ($6 != "0") print; }\'',
  'partedUtil getptbl /dev/disks/naa.1',
  '/etc/init.d/SSH status',
  'esxtop -b -n 20',
  'vmware -lv',
  'uname -a',
  'LC_ALL=en_US.UTF-8 nsxdp-cli ens port list',
  'esxcli storage filesystem list |grep "/vmfs/volumes/.*true  VMFS" |sort -nk7',
  "vim-cmd vmsvc/getallvms 2>/dev/null | sed 's/  */ /g' | awk '{print $1}'",
  'esxcli network nic list 2>&1 > /dev/null',
  'find /vmfs/volumes -type f -name a.iso',
  "sed -n '1,3p' /etc/hosts",
  '/usr/lib/vmware/busybox/bin/busybox --list',
  'busybox ls /',
  'esxcfg-advcfg -q -g /UserVars/ESXiShellInteractiveTimeOut',
  'net-stats -i 20 -t WicQv -A',
  'lspci -p',
  'vim-cmd hostsvc/net/dns_info',
  'vim-cmd hostsvc/datastore/listsummary',
  'uniq -c',
  'sort -t - -k 2',
  'dmesg -T | tail -n 5',
  'test -s "/vmfs/volumes/ds/a b.vmdk"',
  "printf '%s %-10s' a b",
  "sed -n '/^[0-9]/p' /etc/hosts",
  String.raw`sed '/\/vmfs/d' /etc/fstab`,
];

const CHANGES = [
  'esxcli network nic set -n vmnic0 -S 1000',
  'esxcli network nic down -n list',
  'esxcli system module parameters copy --source a',
  'esxcli system account set -i root -p --help',
  'esxcli software vib install -n --dry-run',
  'esxcli --batch network nic list',
  'esxcli --plugin-dir /tmp network nic list',
  'esxcli -s other -u root network nic list',
  'esxcli storage core claimrule run',
  'esxcli storage filesystem rescan',
  'esxcli network firewall refresh',
  'esxcli system coredump network check',
  'esxcli system snmp test',
  '/tmp/esxcli network nic list',
  './esxcli network nic list',
  'vim-cmd vmsvc/power.off 1',
  'vim-cmd vmsvc/snapshot.create 1 a',
  'vim-cmd vmsvc/snapshot.get.remove 1',
  'vim-cmd vimsvc/license --set 1',
  'vim-cmd hostsvc/enable_ssh',
  'vim-cmd hostsvc/maintenance_mode_enter',
  'vim-cmd solo/registervm /a.vmx',
  'vim-cmd -U root vmsvc/getallvms',
  'vsish -e set /power/policy 3',
  'vsish',
  'vsish get /memory',
  'configstorecli config current set -c esx',
  'configstorecli config current delete -c esx',
  'vmkfstools -c 1G a.vmdk',
  'vmkfstools -i a.vmdk -d thin b.vmdk',
  'vmkfstools -U a.vmdk',
  'vmkfstools -L release /dev/x',
  'vmkfstools --punchzero a.vmdk',
  'vmkfstools -Py /vmfs/volumes/ds',
  'vmkload_mod hbr_filter',
  'vmkload_mod -u hbr_filter',
  'esxcfg-advcfg -s 1 /Migrate/BindToVmknic',
  'esxcfg-vswitch -a vSwitch1',
  'esxcfg-vmknic -d pg',
  'esxcfg-mpath -d naa.60',
  'esxcfg-rescan -A',
  'partedUtil setptbl /dev/disks/naa.1 gpt',
  '/etc/init.d/SSH restart',
  'esxtop',
  'vds-vsipioctl addrule',
  'no-such-tool',
  'esxcli network nic list > /tmp/out',
  'esxcli network nic list >> /dev/null/x',
  'esxcli network nic list >/dev/nullx',
  'esxcli network nic list; reboot',
  'esxcli network nic list && reboot',
  'esxcli network nic list || reboot',
  'esxcli network nic list & reboot',
  'esxcli network nic list\nreboot',
  'echo $(reboot)',
  'echo `reboot`',
  'echo "$(reboot)"',
  'ls <(reboot)',
  'cat < /etc/hosts',
  'ls /vmfs/volumes/*',
  'ls | tee /tmp/x',
  'ls |& tee x',
  'PATH=/tmp esxcli network nic list',
  'sh -c reboot',
  'xargs rm',
  'find / -name a -exec rm {} +',
  'find / -delete',
  'sed -i s/a/b/ /etc/hosts',
  "sed 's/a/b/w /etc/hosts' x",
  "sed 's/a/reboot/e' x",
  "sed 'w /etc/x' y",
  "awk '{ system($1) }' x",
  'awk \'{ print > "/etc/x" }\' x',
  'awk -f prog x',
  'sort -o /etc/hosts /etc/hosts',
  'uniq a b',
  'date 010100002030',
  'hostname other',
  'dmesg -c',
  'busybox rm -rf /',
  'vim-cmd hostsvc/firmware/restore_config /tmp/bundle.tgz',
  'vim-cmd hostsvc/firmware/backup_config',
  'vim-cmd hostsvc/firmware/reset_config',
  'configstorecli config current get -c esx -g services -k ssh -outfile /etc/x',
  'configstorecli config current get -c esx --outfile=/etc/x',
  'vsish -ec get set /power/policy 3',
  'esxcfg-advcfg -g -s 1 /Migrate/BindToVmknic',
  'esxcfg-advcfg -gs 1 /Migrate/BindToVmknic',
  'esxcfg-advcfg -qs 1 /Migrate/BindToVmknic',
  'esxcfg-module -id igbn',
  'esxcfg-module -q -e igbn',
  'vmkload_mod -su hbr_filter',
  'vmkload_mod -s -u hbr_filter',
  'vmkfstools -P -t -U a.vmdk',
  'esxcfg-route -l 10.0.0.1',
  'chkconfig -l ntpd off',
  'net-stats -A -o /etc/x',
  'esxcli nvme device log telemetry controller get -A vmhba1 -p /etc/x',
  'esxcli --version network nic set',
  'esxcli "system shutdown poweroff"',
  'uniq - /etc/hosts',
  'uniq -- -in -out',
  'dmesg --clea',
  'dmesg --read-c',
  'dmesg -H',
  'lsof -Db/etc/x',
  'lspci -q -O net.cache_name=/etc/x',
  String.raw`sed '/a\/s|/e reboot|x|' /etc/hosts`,
  "sed '/a[/s|]/w /etc/x|y|g' /etc/hosts",
  "printf -v 'a[$(reboot)]' x",
  "printf %d 'a[$(reboot)]'",
  'printf %n LANG',
  "test -v 'a[$(reboot)]'",
  'test LANG -eq 0',
  'cat a\0; reboot\0',
];

describe('the esxi profile', () => {
  it.each(READS)('knows that %s is read-only', (command) => {
    expect(ofString(command)).toBe('read-only');
  });

  it.each(CHANGES)('does not trust %s', (command) => {
    expect(ofString(command)).toBe('mutating');
  });

  it('judges an argv as the shell string of the same words', () => {
    expect(ofArgv('esxcli', 'network', 'nic', 'list')).toBe('read-only');
    expect(ofArgv('esxcli', 'network', 'nic', 'set')).toBe('mutating');
    expect(ofArgv('echo', '$(reboot)')).toBe('read-only');
    expect(String(quoteArgv([Buffer.from('echo'), Buffer.from('$(reboot)')]))).toBe("echo '$(reboot)'");
  });

  it('takes no longer for what was made to take long', () => {
    const mebibyte = 'a'.repeat(1024 * 1024);
    expect(ofString(`ls ${mebibyte} | wc`)).toBe('read-only');
    expect(ofString(`ls ${'>'.repeat(100_000)}`)).toBe('mutating');
    expect(ofString(`localcli --plugin-dir /usr/lib/vmware/esxcli/${mebibyte}! nic list`)).toBe('mutating');
    expect(ofString(`vim-cmd hostsvc/${mebibyte}`)).toBe('mutating');
    expect(ofString(`vim-cmd hostsvc/${'a/_'.repeat(100_000)}`)).toBe('mutating');
    expect(ofString(`sed '/${mebibyte}/' x`)).toBe('mutating');
  });

  it('says which word tells', () => {
    const effect = esxi.effectOf({ kind: 'string', command: Buffer.from('ls | esxcli network nic set') });
    expect(effect).toEqual({ kind: 'mutating', reason: 'esxcli: set is not known to be read-only' });
  });

  it('trusts neither a shell session nor a subsystem', () => {
    expect(esxi.effectOf({ kind: 'session' }).kind).toBe('mutating');
    expect(esxi.effectOf({ kind: 'subsystem', name: 'sftp' }).kind).toBe('mutating');
  });
});

describe('profileNamed', () => {
  it('names the nearest profile', () => {
    expect(() => profileNamed('exsi')).toThrow('there is no profile "exsi"');
  });
});
