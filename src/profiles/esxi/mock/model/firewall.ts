import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

export type Ruleset = Host['firewall']['rulesets'][number];

export const newRuleset = (given: Given<Ruleset> & { name: string }): Ruleset =>
  completed<Ruleset>(
    {
      name: given.name,
      enabled: true,
      allowedAll: true,
      allowedIps: [],
      enableConfigurable: true,
      ipsConfigurable: true,
      rules: [],
    },
    given,
  );

/** As an 8.0 host has them; those behind `-` are off, `!` stands where a service has it on or off, `#` its addresses. */
const DEFAULTS: readonly (readonly [name: string, rules: string])[] = [
  ['!sshServer', 'in tcp dst 22'],
  ['-sshClient', 'out tcp dst 22'],
  ['-!#nfsClient', 'out tcp dst 0-65535'],
  ['-!#nfs41Client', 'out tcp dst 0-65535'],
  ['!#dhcp', 'in udp dst 68, out udp src 68'],
  ['dns', 'in udp src 53, out udp dst 53, out tcp dst 53'],
  ['-!snmp', 'in udp dst 161'],
  ['-!ntpClient', 'out udp dst 123'],
  ['!#CIMHttpServer', 'in tcp dst 5988'],
  ['-!CIMHttpsServer', 'in tcp dst 5989'],
  ['-!CIMSLP', 'in udp dst 427, out udp dst 427, in tcp dst 427, out tcp dst 427'],
  ['-!#iSCSI', 'out tcp dst 3260'],
  ['!#vpxHeartbeats', 'out udp dst 902'],
  ['updateManager', 'out tcp dst 80, out tcp dst 9000-9100'],
  ['faultTolerance', 'out tcp dst 80, out tcp dst 8300, in tcp dst 8300'],
  ['webAccess', 'in tcp dst 80'],
  ['!#vMotion', 'in tcp dst 8000, out tcp dst 8000'],
  ['vSphereClient', 'in tcp dst 443, in tcp dst 902'],
  [
    '-!#activeDirectoryAll',
    'out tcp dst 88, out tcp dst 389, out udp dst 389, out tcp dst 445, out tcp dst 464',
  ],
  ['!#NFC', 'in tcp dst 902, out tcp dst 902'],
  ['!#HBR', 'out tcp dst 31031, out tcp dst 44046'],
  ['-ftpClient', 'out tcp dst 21, in tcp src 20'],
  ['-httpClient', 'out tcp dst 80, out tcp dst 443'],
  ['-gdbserver', 'in tcp dst 1000-9999, in tcp dst 50000-50999'],
  ['-DVFilter', 'in tcp dst 2222'],
  ['!#DHCPv6', 'out tcp dst 547, out udp dst 547, in tcp dst 546, in udp dst 546'],
  ['!#DVSSync', 'out udp dst 8301-8302, in udp dst 8301-8302'],
  ['-syslog', 'out udp dst 514, out tcp dst 514, out tcp dst 1514'],
  ['WOL', 'out udp dst 9'],
  ['-vSPC', 'out tcp dst 0-65535'],
  ['-remoteSerialPort', 'out tcp dst 0-65535, in tcp dst 23, in tcp dst 1024-65535'],
  ['!#rdt', 'in tcp dst 2233, out tcp dst 2233'],
  ['!#cmmds', 'out udp dst 12345, in udp dst 12345, out udp dst 23451, in udp dst 23451'],
  ['!#iofiltervp', 'in tcp dst 9080'],
  ['-!#esxupdate', 'out tcp dst 443'],
  ['-!#vsanEncryption', 'out tcp dst 0-65535'],
  ['-!#settingsd', 'in tcp dst 8083'],
  ['-!#nvmetcp', 'out tcp dst 8009, out tcp dst 4420'],
];

export const defaultFirewall = (): Host['firewall'] => ({
  enabled: true,
  loaded: true,
  defaultPass: false,
  rulesets: DEFAULTS.map(([signs, rules]) =>
    newRuleset({
      name: signs.replace(/^[-!#]+/, ''),
      enabled: !signs.startsWith('-'),
      enableConfigurable: !signs.includes('!'),
      ipsConfigurable: !signs.includes('#'),
      rules: rules.split(', ').map(ruleOf),
    }),
  ),
});

/** `out tcp dst 9000-9100` */
function ruleOf(text: string): Ruleset['rules'][number] {
  const [way, protocol = '', type, ports = ''] = text.split(' ');
  const [begin = 0, end = begin] = ports.split('-').map(Number);
  return {
    direction: way === 'in' ? 'Inbound' : 'Outbound',
    protocol: protocol.toUpperCase(),
    portType: type === 'src' ? 'Src' : 'Dst',
    begin,
    end,
  };
}
