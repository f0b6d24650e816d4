import { describe, expect, it } from 'vitest';
import { aHost } from './a-host.ts';

/** A change of a kind of object, and what other commands show of it then, and did not before. */
type Row = readonly [kind: string, change: string, ...seen: (readonly [command: string, shows: RegExp])[]];

const SWITCH = 'esxcli network vswitch standard';

const ROWS: readonly Row[] = [
  [
    'identity',
    'esxcli system hostname set --fqdn=other.example.org',
    ['esxcli system hostname get', /Fully Qualified Domain Name: other\.example\.org/],
    ['uname -a', /VMkernel other/],
    ['vim-cmd hostsvc/hostsummary', /other\.example\.org/],
  ],
  [
    'PCI devices',
    'esxcli hardware pci pcipassthru set -d 0000:02:00.1 -e true',
    ['esxcli hardware pci pcipassthru list', /0000:02:00\.1 +true/],
    ['lspci -p', /0000:02:00\.1 .* P /],
  ],
  [
    'advanced settings',
    'esxcfg-advcfg -s 300 /UserVars/ESXiShellInteractiveTimeOut',
    ['esxcli system settings advanced list -o /UserVars/ESXiShellInteractiveTimeOut', / {3}Int Value: 300/],
  ],
  [
    'advanced settings, by esxcli',
    'esxcli system settings advanced set -o /Net/GuestIPHack -i 1',
    ['esxcfg-advcfg -g /Net/GuestIPHack', /Value of GuestIPHack is 1/],
    ['vsish -e get /config/Net/intOpts/GuestIPHack', /Current value:1/],
  ],
  [
    'settings of the kernel',
    'esxcli system settings kernel set -s iovDisableIR -v TRUE',
    ['esxcfg-advcfg -j iovDisableIR', /TRUE/i],
    ['vsish -e get /config/bootOpts/iovDisableIR', /TRUE/i],
  ],
  [
    'parameters of modules',
    'esxcli system module parameters set -m tcpip4 -p ipv6=0',
    ['esxcfg-module -g tcpip4', /ipv6=0/],
  ],
  ['modules', 'vmkload_mod -u ixgben', ['esxcli system module list', /^ixgben +false/m]],
  [
    'NICs',
    'esxcli network nic down -n vmnic1',
    ['esxcfg-nics -l', /vmnic1 .* Down/],
    ['vsish -e get /net/pNics/vmnic1/properties', /Link State:Down/],
    [
      'esxcli --formatter=csv --format-param=fields=Name,AdminStatus network nic list',
      /Down,vmnic1|vmnic1,Down/,
    ],
  ],
  [
    'virtual switches',
    'esxcfg-vswitch -a lab',
    [`${SWITCH} list`, /^lab$/m],
    ['vim-cmd hostsvc/net/vswitch_info', /"lab"/],
    ['esxcfg-vswitch -c lab', /^1$/m],
  ],
  [
    'uplinks',
    `${SWITCH} uplink add -v vSwitch0 -u vmnic1`,
    ['esxcfg-vswitch -l', /vmnic0,vmnic1/],
    ['net-stats -l', /vmnic1/],
  ],
  [
    'port groups',
    `${SWITCH} portgroup set -p 'VM Network' -v 42`,
    ['esxcfg-vswitch -l', /VM Network +42/],
    ['vim-cmd hostsvc/net/portgroup_info', /vlanId = 42/],
  ],
  [
    'interfaces',
    'esxcli network ip interface ipv4 set -i vmk0 -t static -I 192.0.2.77 -N 255.255.255.0',
    ['esxcfg-vmknic -l', /192\.0\.2\.77/],
    ['vim-cmd hostsvc/net/vnic_info', /192\.0\.2\.77/],
  ],
  [
    'routes',
    'esxcfg-route -a 198.51.100.0/24 192.0.2.1',
    ['esxcli network ip route ipv4 list', /198\.51\.100\.0/],
    ['esxcfg-route -l', /198\.51\.100\.0/],
  ],
  [
    'rule sets of the firewall',
    'esxcli network firewall ruleset set -r sshClient -e true',
    ['esxcli network firewall ruleset list', /sshClient +true/],
    ['esxcli network firewall ruleset list -r sshClient', /sshClient +true/],
  ],
  ['services', 'vim-cmd hostsvc/disable_ssh', ['chkconfig --list SSH', /SSH +off/]],
  [
    'services, by their scripts',
    '/etc/init.d/ntpd start',
    ['esxcli system ntp get', /Enabled: true/],
    ['/etc/init.d/ntpd status', /is running/],
  ],
  [
    'accounts',
    'esxcli system account add -i ops -d Operators -p Pass-word1 -c Pass-word1',
    ['esxcli system account list', /^ops +Operators/m],
    ['localcli --formatter=json system account list', /"ops"/],
  ],
  [
    'permissions',
    'esxcli system permission set -i dcui -r ReadOnly',
    ['esxcli system permission list', /dcui .*ReadOnly/],
  ],
  [
    'VMFS volumes with files',
    'vmkfstools -c 4G -d eagerzeroedthick /vmfs/volumes/datastore1/new.vmdk',
    ['vmkfstools -g /vmfs/volumes/datastore1/new.vmdk', /C\/H\/S is \d+/],
  ],
  [
    'NFS volumes',
    'esxcfg-nas -a -o 192.0.2.9 -s /exports share',
    ['esxcli storage nfs list', /^share +192\.0\.2\.9 +\/exports/m],
    ['esxcli storage filesystem list', /\/vmfs\/volumes\/\S+ +share/],
  ],
  [
    'VIBs',
    'esxcli software vib remove -n vsan -f',
    ['esxcli --formatter=csv --format-param=fields=Name software vib list', /^Name,\n(?!([^]*\n)?vsan,)/],
  ],
  [
    'VMs',
    'vim-cmd vmsvc/power.on 2',
    ['esxcli vm process list', /Display Name: vm-2/],
    ['esxcli network vm list', /vm-2/],
    ['vim-cmd vmsvc/get.runtime 2', /powerState = "poweredOn"/],
  ],
  [
    'VMs, by their worlds',
    'esxcli vm process kill -t hard -w @WORLD',
    ['vim-cmd vmsvc/power.getstate 1', /Powered off/],
  ],
  [
    'snapshots',
    'vim-cmd vmsvc/snapshot.create 2 before',
    ['vim-cmd vmsvc/snapshot.get 2', /Snapshot Name +: before/],
    ['vim-cmd vmsvc/get.snapshotinfo 2', /"before"/],
    ['vim-cmd vmsvc/get.filelayout 2', /vm-2-000001\.vmdk/],
  ],
  [
    'resource pools',
    'vim-cmd hostsvc/rsrc/create --cpu-min=100 ha-root-pool pool1',
    ['vim-cmd hostsvc/rsrc/pool_config_get pool0', /reservation = 100/],
  ],
  [
    'syslog',
    'esxcli system syslog config set --loghost=udp://192.0.2.5:514',
    ['esxcli system syslog config get', /Remote Host: udp:\/\/192\.0\.2\.5:514/],
    ['esxcfg-advcfg -g /Syslog/global/logHost', /udp:\/\/192\.0\.2\.5:514/],
  ],
  [
    'NTP',
    'esxcli system ntp set -s pool.example.org',
    ['esxcli system ntp get', /Servers: pool\.example\.org/],
  ],
  [
    'DNS',
    'esxcli network ip dns server add -s 192.0.2.53',
    ['esxcli network ip dns server list', /192\.0\.2\.53/],
    ['vim-cmd hostsvc/net/dns_info', /192\.0\.2\.53/],
  ],
  [
    'maintenance',
    'vim-cmd hostsvc/maintenance_mode_enter',
    ['vim-cmd hostsvc/hostsummary', /inMaintenanceMode = true/],
  ],
  ['tasks', 'vim-cmd vmsvc/power.on 2', ['vim-cmd vmsvc/get.tasklist 2', /haTask-2-/]],
  [
    'sshd',
    'esxcli system ssh server config set -k banner -v none',
    ['esxcli system ssh server config list -k banner', /banner +none/],
  ],
  [
    'paths',
    'esxcfg-mpath -s off -P @PATH',
    ['esxcli storage core path list', /State: off|Admin Disabled: true/],
  ],
];

describe('a change is seen by the other commands', () => {
  it.each(ROWS.map(([kind, change, ...seen]) => ({ kind, change, seen })))(
    'of $kind',
    ({ kind, change, seen }) => {
      const host = aHost({
        vms: [{ name: 'vm-1', power: kind === 'maintenance' ? 'off' : 'on' }, { name: 'vm-2' }],
      });
      const [path] = host.host.paths;
      const [vm] = host.host.vms;
      for (const [look, shows] of seen) expect(host.say(look), look).not.toMatch(shows);
      const command = change.replace('@PATH', path?.name ?? '').replace('@WORLD', String(vm?.worldId));
      const changed = host.run(command);
      expect(changed?.exit, `${changed?.stdout}${changed?.stderr}`).toBe(0);
      for (const [look, shows] of seen) expect(host.say(look), look).toMatch(shows);
    },
  );
});
