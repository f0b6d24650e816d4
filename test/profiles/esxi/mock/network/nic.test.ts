import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

describe('NICs', () => {
  it('that are shut down have no link, for any command', () => {
    const host = aHost();
    host.say('esxcli network nic down -n vmnic0');
    expect(host.say('esxcli network nic list')).toMatch(/^vmnic0 .* Down +Down +0 +Half /m);
    expect(host.say('esxcfg-nics -l')).toMatch(/^vmnic0 .* Down 0Mbps +Half /m);
    expect(host.say('esxcli network nic get -n vmnic0')).toContain(
      'Link Detected: false\n   Link Status: Down \n',
    );
    expect(host.say('esxcli network vm port list -w 2100005')).toContain('Team Uplink: void\n');
    host.say('esxcli network nic up -n vmnic0');
    expect(host.say('esxcfg-nics -l')).toMatch(/^vmnic0 .* Up {3}10000Mbps /m);
  });

  it('are set to a speed that they have, by esxcli and esxcfg-nics', () => {
    const host = aHost();
    host.say('esxcli network nic set -n vmnic0 -S 1000 -D full');
    expect(host.say('esxcfg-nics -l')).toMatch(/^vmnic0 .* Up {3}1000Mbps {3}Full /m);
    expect(host.say('esxcli network nic get -n vmnic0')).toContain('   Auto Negotiation: false\n');
    host.say('esxcfg-nics -s 100 -d full vmnic0');
    expect(host.say('esxcli network nic list')).toMatch(/^vmnic0 .* 100 {2}Full /m);
    host.say('esxcfg-nics -a vmnic0');
    expect(host.say('esxcli network nic get -n vmnic0')).toContain('   Auto Negotiation: true\n');
    expect(host.run('esxcli network nic set -n vmnic0 -S 10 -D half')).toMatchObject({ exit: 1 });
  });

  it('that are not there are told of', () => {
    const told = { stdout: 'Invalid device name: vmnic9\n', exit: 1 };
    expect(aHost().run('esxcli network nic get -n vmnic9')).toMatchObject(told);
    expect(aHost().run('esxcli network nic stats get -n vmnic9')).toMatchObject(told);
  });

  it('do what they are told to for the kernel, and the kernel for them', () => {
    const host = aHost();
    host.say('esxcli network nic tso set -e 0 -n vmnic1');
    expect(host.say('esxcli network nic tso get -n vmnic1')).toBe(
      'NIC     Value\n------  -----\nvmnic1  off\n',
    );
    host.say('esxcli network nic software set --ipv4tso=1 --geneveoffload=on -n vmnic0');
    const [, , row = ''] = host.say('esxcli network nic software list').split('\n');
    expect(row.split(/ +/)).toEqual(
      'vmnic0 off on off off off on off off off off off off off off'.split(' '),
    );
    host.say('esxcli network nic ring current set -n vmnic0 -r 4096 -t 2048');
    expect(host.say('esxcli network nic ring current get -n vmnic0')).toBe(
      '   RX: 4096\n   RX Mini: 0\n   RX Jumbo: 0\n   TX: 2048\n',
    );
    expect(host.run('esxcli network nic ring current set -n vmnic0 -r 8192')).toMatchObject({ exit: 1 });
    host.say('esxcli network nic pauseParams set -n vmnic0 -r false -t false');
    expect(host.say('esxcli network nic get -n vmnic0')).toContain('Pause RX: false\n   Pause TX: false\n');
    host.say('esxcli network nic coalesce set -n vmnic0 -r 3 -a true');
    expect(host.say('esxcli --formatter=csv network nic coalesce get -n vmnic0')).toContain(
      'true,false,vmnic0,',
    );
  });

  it('count, and their ports with them', () => {
    const host = aHost({
      nics: [{ name: 'vmnic0', counters: { 'Packets received': 12, 'Bytes received': 3400 } }],
    });
    const stats = host.say('esxcli network nic stats get -n vmnic0');
    expect(stats).toMatch(
      /^NIC statistics for vmnic0\n {3}Packets received: 12\n {3}Packets sent: 0\n {3}Bytes received: 3400\n/,
    );
    const [, uplink = ''] = host.say('net-stats -l').split('\n');
    expect(host.say(`esxcli network port stats get -p ${Number.parseInt(uplink)}`)).toContain(
      'Packets received: 12\n',
    );
    expect(host.run('esxcli network nic vlan stats get -n vmnic0')).toMatchObject({ exit: 1 });
    host.say('esxcli network nic vlan stats set -e true -n vmnic0');
    expect(host.say('esxcli network nic vlan stats get -n vmnic0')).toBe(
      'VLAN 0\n   Packets received: 0\n   Packets sent: 0\n',
    );
  });

  it('with virtual functions are SR-IOV NICs', () => {
    const vfs = [
      { active: true, pci: '0000:03:10.0', owner: 2_100_005 },
      { active: false, pci: '0000:03:10.1', owner: 0 },
    ];
    const host = aHost({ nics: [{ name: 'vmnic0' }, { name: 'vmnic1', vfs }] });
    expect(host.say('esxcli --formatter=csv --format-param=fields=Name network sriovnic list')).toBe(
      'Name,\nvmnic1,\n',
    );
    expect(host.say('esxcli network sriovnic vf list -n vmnic1')).toBe(
      [
        'VF ID  Active  PCI Address   Owner World ID',
        '-----  ------  ------------  --------------',
        '0      true    0000:03:10.0  2100005',
        '1      false   0000:03:10.1  -',
        '',
      ].join('\n'),
    );
  });

  it('are PCI devices, in all forms of lspci', () => {
    const host = aHost({
      identity: { version: '7.0.3' },
      pci: [
        { address: '0000:4b:00.1', vmkernelName: 'vmnic1', module: 'icen', deviceId: 0x1593 },
        { address: '0000:4b:00.0', passthrough: true, irq: 11, deviceId: 0x1593 },
      ],
    });
    expect(host.say('lspci -n')).toBe(
      '0000:4b:00.0 Class 0200: 8086:1593\n0000:4b:00.1 Class 0200: 8086:1593 [vmnic1]\n',
    );
    expect(host.say('lspci -p')).toBe(
      [
        '0000:4b:00.0 8086:1593 8086:0001  11/   /     A P pciPassthru',
        '0000:4b:00.1 8086:1593 8086:0001 255/   /     B V icen         vmnic1',
        '',
      ].join('\n'),
    );
    expect(host.say('lspci -v')).toContain('Ethernet controller Network controller: Intel Corporation');
    expect(host.say('localcli --plugin-dir /usr/lib/vmware/esxcli/int deviceInternal alias list')).toBe(
      [
        'Bus type  Bus address          Alias',
        '--------  -------------------  -----',
        'pci       p0000:4b:00.1        vmnic1',
        'logical   pci#p0000:4b:00.1#0  vmnic1',
        '',
      ].join('\n'),
    );
    expect(host.run('lspci -x')).toMatchObject({ exit: 1 });
  });
});
