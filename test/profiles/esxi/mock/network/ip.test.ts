import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

const onPortGroup = (words: string, name: string): string[] => ['esxcli', ...words.split(' '), name];

describe('IP', () => {
  it('has interfaces that esxcli and esxcfg-vmknic add, see and remove', () => {
    const host = aHost();
    host.run(onPortGroup('network vswitch standard portgroup add -v vSwitch0 -p', 'vMotion A'));
    host.run(onPortGroup('network ip interface add -i vmk1 -m 9000 -p', 'vMotion A'));
    host.say('esxcli network ip interface ipv4 set -i vmk1 -t static -I 198.51.100.7 -N 255.255.255.0');
    host.say('esxcli network ip interface tag add -i vmk1 -t VMotion');
    expect(host.say('esxcfg-vmknic -l').split('\n')[3]).toBe(
      'vmk1       vMotion A                               IPv4      198.51.100.7                            255.255.255.0   198.51.100.255  00:50:56:3a:6a:2a 9000    65535     true    STATIC              defaultTcpipStack   ',
    );
    expect(host.say('esxcli network ip interface tag get -i vmk1')).toBe('   Tags: VMotion\n');
    expect(host.say('esxcfg-route -l')).toContain('198.51.100.0     255.255.255.0    Local Subnet     vmk1');
    expect(host.say('summarize-dvfilter')).toContain(' vmk1\n  vNic slot 0\n');
    host.run(['esxcfg-vmknic', '-d', 'vMotion A']);
    expect(host.say('esxcli network ip interface ipv4 get -i vmk1')).toBe('Unable to find interface: vmk1\n');
    expect(host.say('esxcli network ip route ipv4 list')).not.toContain('vmk1');
  });

  it('tells interfaces as blocks, with the port that they are on', () => {
    expect(aHost().say('esxcli network ip interface list')).toMatch(
      /^vmk0\n {3}Name: vmk0\n {3}MAC Address: \S+\n {3}Enabled: true\n {3}Portset: vSwitch0\n {3}Portgroup: Management Network\n {3}Netstack Instance: defaultTcpipStack\n[^]*Port ID: 67108992\n$/,
    );
  });

  it('has no two interfaces of a name, on a port group, or with an address', () => {
    const host = aHost();
    host.run(onPortGroup('network vswitch standard portgroup add -v vSwitch0 -p', 'b'));
    const add = (rest: string): string => host.say(`esxcli network ip interface add ${rest}`);
    expect(add('-i vmk0 -p b')).toBe('Interface vmk0 already exists\n');
    add('-i vmk1 -p b');
    expect(add('-i vmk2 -p b')).toBe('Portgroup b is used by vmk1 already\n');
    expect(add('-i vmk3 -p nowhere')).toBe('Unable to find portgroup: nowhere\n');
    expect(
      host.say('esxcli network ip interface ipv4 set -i vmk1 -t static -I 192.0.2.10 -N 255.255.255.0'),
    ).toBe('Address 192.0.2.10 is used by vmk0 already\n');
  });

  it('has routes, whose gateway is in reach of an interface', () => {
    const host = aHost();
    const add = (network: string, gateway: string) =>
      host.run(`esxcli network ip route ipv4 add -n ${network} -g ${gateway}`);
    expect(add('203.0.113.0/24', '192.0.2.9')).toMatchObject({ stdout: '', exit: 0 });
    expect(host.say('esxcfg-route -l')).toContain('203.0.113.0      255.255.255.0    192.0.2.9        vmk0');
    expect(add('203.0.113.0/24', '192.0.2.9')).toMatchObject({ exit: 1 });
    expect(add('203.0.113.0/99', '192.0.2.9')).toMatchObject({ stdout: 'Invalid network: 203.0.113.0/99\n' });
    expect(add('10.0.0.0/8', '198.51.100.1')).toMatchObject({
      stdout: 'Unable to add route: Network is unreachable\n',
      exit: 1,
    });
    expect(host.say('esxcfg-route -d 203.0.113.0/24 192.0.2.9')).toBe(
      'Deleting static route 203.0.113.0/24 from VMkernel\n',
    );
    expect(host.say('esxcfg-route 192.0.2.254')).toBe('VMkernel default gateway set to 192.0.2.254\n');
    expect(host.say('esxcli network ip route ipv4 list')).toMatch(
      /^default +0\.0\.0\.0 +192\.0\.2\.254 +vmk0 /m,
    );
  });

  it('has routes and addresses of IPv6', () => {
    const host = aHost();
    host.say('esxcli network ip interface ipv6 address add -i vmk0 -I 2001:db8::5/64');
    host.say('esxcli network ip route ipv6 add -n 2001:db8:1::/48 -g 2001:db8::1');
    expect(host.say('esxcli network ip route ipv6 list')).toMatch(
      /^2001:db8:1:: +48 {2}2001:db8::1 {2}vmk0 /m,
    );
    expect(host.say('esxcfg-vmknic -l')).toMatch(/^vmk0 .* IPv6 +2001:db8::5 +64 /m);
    host.say('esxcli network ip interface ipv6 address remove -i vmk0 -I 2001:db8::5/64');
    expect(host.say('esxcli network ip interface ipv6 address list')).not.toContain('2001:db8::5');
  });

  it('asks DNS servers, in the order that they were added', () => {
    const host = aHost();
    host.say('esxcli network ip dns server add -s 198.51.100.53');
    host.say('esxcli network ip dns search add -d lab.example.test');
    expect(host.say('esxcli network ip dns server list')).toBe('   DNSServers: 192.0.2.2, 198.51.100.53\n');
    expect(host.say('esxcli network ip dns search list')).toBe(
      '   DNSSearch Domains: example.test, lab.example.test\n',
    );
    expect(host.run('esxcli network ip dns server list -N nope')).toMatchObject({
      exit: 1,
      stdout: 'Invalid netstack instance: nope\n',
    });
    host.say('esxcli network ip dns server remove -s 192.0.2.2');
    expect(host.say('esxcli network ip dns server list')).toBe('   DNSServers: 198.51.100.53\n');
    expect(host.run('esxcli network ip dns server remove -s 192.0.2.2')).toMatchObject({ exit: 1 });
  });

  it('has TCP/IP stacks that interfaces and routes are of', () => {
    const host = aHost();
    host.say('esxcli network ip netstack add -N vmotion');
    host.run(onPortGroup('network vswitch standard portgroup add -v vSwitch0 -p', 'b'));
    host.say('esxcli network ip interface add -i vmk1 -p b -N vmotion');
    expect(host.say('esxcli network ip interface list -N vmotion')).toMatch(/^vmk1\n/);
    expect(host.run('esxcli network ip netstack remove -N vmotion')).toMatchObject({ exit: 1 });
    host.say('esxcli network ip netstack set -N vmotion -c cubic -m 5000');
    expect(host.say('esxcli network ip netstack get -N vmotion')).toMatch(
      /^vmotion\n[^]*Max Connections: 5000\n[^]*Congestion Control Algorithm: cubic\n/,
    );
    expect(host.run('esxcli network ip route ipv4 list -N nowhere')).toMatchObject({ exit: 1 });
  });

  it('reaches those that it knows', () => {
    const host = aHost();
    expect(host.say('esxcli network diag ping -H 192.0.2.1 -c 2')).toMatch(
      /^ {3}Trace: \n {9}Received Bytes: 64\n {9}Host: 192\.0\.2\.1\n[^]*\n {6}\n {9}Received Bytes[^]*Recieved: 2\n/,
    );
    expect(host.say('esxcli network diag ping -H 203.0.113.77')).toContain('Packet Lost: 100\n');
    host.say('esxcli network ip neighbor remove -a 192.0.2.1 -v 4');
    expect(host.say('esxcli network ip neighbor list').split('\n')).toHaveLength(3);
  });

  it('pings by interfaces, as long as packets fit', () => {
    const host = aHost();
    expect(host.say('ping -c 1 esx-1')).toMatch(
      /^PING esx-1 \(192\.0\.2\.10\): 56 data bytes\n64 bytes from 192\.0\.2\.10: icmp_seq=0 ttl=64 time=0\.\d{3} ms\n\n--- esx-1 ping statistics ---\n1 packets transmitted, 1 packets received, 0% packet loss\nround-trip min\/avg\/max = /,
    );
    expect(host.run('vmkping -I vmk0 -d -s 8972 192.0.2.1')).toMatchObject({
      stderr: 'sendto() failed (Message too long)\n'.repeat(3),
      exit: 1,
    });
    host.say('esxcli network ip interface set -i vmk0 -m 9000');
    expect(host.run('vmkping -I vmk0 -d -s 8972 192.0.2.1')).toMatchObject({ exit: 0 });
    expect(host.run('vmkping -I vmk7 192.0.2.1')).toMatchObject({ exit: 1 });
    expect(host.run('ping elsewhere.example.test')).toMatchObject({ stdout: '', exit: 1 });
  });

  it('has security associations, and policies that use them', () => {
    const host = aHost();
    const own = '-s 2001:db8::1 -d 2001:db8::2';
    host.say(`esxcli network ip ipsec sa add -n a -p 0x1000 -e null -i hmac-sha1 -K 0x00 ${own}`);
    host.say(`esxcli network ip ipsec sp add -n p -a a -p 0 -P 0 -u tcp -s 2001:db8::/64 -d 2001:db8:1::/64`);
    expect(
      host.say('esxcli --formatter=csv --format-param=fields=Name,SAName network ip ipsec sp list'),
    ).toBe('Name,SAName,\np,a,\n');
    expect(host.run('esxcli network ip ipsec sa remove -n a')).toMatchObject({
      stdout: 'SA a is in use\n',
      exit: 1,
    });
    host.say('esxcli network ip ipsec sp remove -a');
    host.say('esxcli network ip ipsec sa remove -n a');
    expect(host.host.ipsec).toEqual({ associations: [], policies: [] });
  });

  it('lists VMs with ports, and the ports of one', () => {
    const host = aHost({ vms: [{ name: 'vm 1', power: 'on', worldId: 2_100_500, ip: '192.0.2.50' }] });
    expect(host.say('esxcli --formatter csv network vm list')).toBe(
      'Name,Networks,NumPorts,WorldID,\nvm 1,"VM Network,",1,2100500,\n',
    );
    expect(host.say('esxcli network vm port list -w 2100500')).toMatch(
      /^ {3}Port ID: \d+\n {3}vSwitch: vSwitch0\n {3}Portgroup: VM Network\n {3}DVPort ID: \n {3}MAC Address: \S+\n {3}IP Address: 192\.0\.2\.50\n {3}Team Uplink: vmnic0\n {3}Uplink Port ID: \d+\n {3}Active Filters: \n$/,
    );
    expect(host.run('esxcli network vm port list -w 7')).toMatchObject({ exit: 1 });
  });
});
