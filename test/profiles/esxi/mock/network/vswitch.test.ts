import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

describe('virtual switches', () => {
  it('of esxcli are those of esxcfg-vswitch', () => {
    const host = aHost();
    host.say('esxcli network vswitch standard add -v vSwitch1');
    host.say('esxcfg-vswitch -L vmnic1 vSwitch1');
    host.say('esxcfg-vswitch -A storage vSwitch1');
    host.say('esxcfg-vswitch -v 30 -p storage vSwitch1');
    host.say('esxcfg-vswitch -m 9000 vSwitch1');
    expect(host.say('esxcli network vswitch standard list -v vSwitch1')).toMatch(
      /Used Ports: 3\n[^]*MTU: 9000\n[^]*Uplinks: vmnic1\n {3}Portgroups: storage\n/,
    );
    expect(host.say('esxcfg-vswitch -l').split('\n').slice(-8).join('\n')).toBe(
      [
        '',
        'Switch Name      Num Ports   Used Ports  Configured Ports  MTU     Uplinks   ',
        'vSwitch1         2560        3           128               9000    vmnic1    ',
        '',
        '  PortGroup Name                            VLAN ID  Used Ports  Uplinks   ',
        '  storage                                   30       0           vmnic1    ',
        '',
        '',
      ].join('\n'),
    );
    expect(host.say('esxcfg-vswitch -C storage')).toBe('1\n');
    host.say('esxcfg-vswitch -D storage vSwitch1');
    host.say('esxcfg-vswitch -d vSwitch1');
    expect(host.say('esxcfg-vswitch -c vSwitch1')).toBe('0\n');
    expect(host.host.vSwitches.map(({ name }) => name)).toEqual(['vSwitch0']);
  });

  it('keep a NIC for themselves', () => {
    const host = aHost();
    host.say('esxcli network vswitch standard add -v vSwitch1');
    expect(host.run('esxcli network vswitch standard uplink add -u vmnic0 -v vSwitch1')).toMatchObject({
      stdout: 'Uplink already exists: vmnic0\n',
      exit: 1,
    });
  });

  it('stay while somebody is on them', () => {
    const host = aHost();
    expect(host.run('esxcli network vswitch standard remove -v vSwitch0')).toMatchObject({ exit: 1 });
    expect(
      host.run([
        'esxcli',
        ...'network vswitch standard portgroup remove -v vSwitch0 -p'.split(' '),
        'VM Network',
      ]),
    ).toMatchObject({ stdout: 'Unable to remove portgroup VM Network: Busy\n', exit: 1 });
  });

  it('leave NICs of VMs that are off nowhere when their port group goes', () => {
    const host = aHost({ vms: [{ name: 'vm-1', power: 'off' }] });
    host.run(['esxcfg-vswitch', '-D', 'VM Network', 'vSwitch0']);
    expect(host.host.vms[0]?.nics[0]?.portGroup).toBe('');
  });

  it('have policies that port groups have too, where they say nothing else', () => {
    const host = aHost({ size: { nics: 3 } });
    const on = 'esxcli network vswitch standard';
    host.say(`${on} uplink add -u vmnic1 -v vSwitch0`);
    host.say(`${on} uplink add -u vmnic2 -v vSwitch0`);
    host.say(`${on} policy failover set -v vSwitch0 -a vmnic0 -s vmnic1,vmnic2 -l iphash`);
    expect(host.say(`${on} policy failover get -v vSwitch0`)).toBe(
      [
        '   Load Balancing: iphash',
        '   Network Failure Detection: link',
        '   Notify Switches: true',
        '   Failback: true',
        '   Active Adapters: vmnic0',
        '   Standby Adapters: vmnic1, vmnic2',
        '   Unused Adapters: ',
        '',
      ].join('\n'),
    );
    const group = (words: string): string =>
      host.say([
        'esxcli',
        ...`network vswitch standard portgroup policy ${words} -p`.split(' '),
        'VM Network',
      ]);
    expect(group('failover get')).toContain('Load Balancing: iphash\n');
    group('failover set -l mac -a vmnic2');
    expect(group('failover get')).toMatch(
      /Load Balancing: srcmac\n[^]*Active Adapters: vmnic2\n {3}Standby Adapters: \n {3}Unused Adapters: vmnic0, vmnic1\n {3}Override Vswitch Load Balancing: true\n/,
    );
    group('shaping set -e true -b 1000 -k 2000 -t 512');
    expect(group('shaping get')).toBe(
      [
        '   Enabled: true',
        '   Average Bandwidth: 1000 Kbps',
        '   Peak Bandwidth: 2000 Kbps',
        '   Burst Size: 512 Kib',
        '   Override Vswitch Shaping: true',
        '',
      ].join('\n'),
    );
    expect(host.say(`${on} policy shaping get -v vSwitch0`)).toContain('Average Bandwidth: -1 Kbps\n');
    expect(group('failover set -a vmnic7')).toBe('Not a valid pnic: vmnic7\n');
  });

  it('that are distributed are told of, with their ports and VXLAN', () => {
    const host = aHost({
      dvSwitches: [
        {
          name: 'DSwitch',
          uuid: '10111213-1415-1617-1819-1a1b1c1d1e1f',
          uplinks: ['vmnic1'],
          ports: [
            { id: '0', portGroup: 'dvportgroup-18', client: 'vmnic1' },
            { id: '1', portGroup: 'dvportgroup-18', client: '' },
          ],
        },
      ],
    });
    expect(host.say('esxcli network vswitch dvs vmware list')).toBe(
      [
        'DSwitch',
        '   Name: DSwitch',
        '   VDS ID: 10 11 12 13 14 15 16 17-18 19 1a 1b 1c 1d 1e 1f',
        '   Class: cswitch',
        '   Num Ports: 2560',
        '   Used Ports: 3',
        '   Configured Ports: 512',
        '   MTU: 1500',
        '   CDP Status: listen',
        '   Beacon Timeout: -1',
        '   Uplinks: vmnic1',
        '   VMware Branded: true',
        '   DVPort: ',
        '         Client: vmnic1',
        '         DVPortgroup ID: dvportgroup-18',
        '         In Use: true',
        '         Port ID: 0',
        '      ',
        '         Client: ',
        '         DVPortgroup ID: dvportgroup-18',
        '         In Use: false',
        '         Port ID: 1',
        '',
      ].join('\n'),
    );
    expect(host.say('esxcfg-vswitch -l')).toContain('DSwitch          2560        3           512  ');
  });

  it('that are distributed have interfaces on ports that are free', () => {
    const host = aHost({
      nics: [{ name: 'vmnic0' }, { name: 'vmnic1' }],
      dvSwitches: [
        {
          name: 'DSwitch',
          uplinks: ['vmnic1'],
          ports: [
            { id: '0', portGroup: 'dvportgroup-18', client: 'vmnic1' },
            { id: '9', portGroup: 'dvportgroup-19', client: '' },
          ],
        },
      ],
    });
    const add = (port: string): string =>
      host.say(`esxcli network ip interface add -i vmk1 --dvs-name=DSwitch --dvport-id=${port}`);
    expect(add('0')).toBe('dvport 0 is used by vmnic1 already\n');
    expect(add('7')).toBe('Unable to find dvport: 7\n');
    expect(add('9')).toBe('');
    expect(host.say('esxcfg-vswitch -l')).toContain(
      '  9                                       1           vmk1\n',
    );
    expect(host.say('esxcli network vswitch dvs vmware list')).toContain('         Client: vmk1\n');
    expect(host.say('esxcli network ip interface list')).toMatch(
      /^vmk1\n[^]*Portset: DvsPortset-0\n {3}Portgroup: N\/A\n[^]*VDS Name: DSwitch\n {3}VDS UUID: [^\n]*\n {3}VDS Port: 9\n/m,
    );
    expect(host.say('esxcfg-vmknic -l')).toMatch(/^vmk1 {7}9 {39}IPv4 /m);
    expect(host.say('net-stats -l')).toMatch(/^\d+ +3 +0 DvsPortset-0 +\S+ {2}vmk1$/m);
    host.say('esxcfg-vmknic -d -s DSwitch -v 9');
    expect(host.say('esxcfg-vswitch -l')).toContain(
      '  9                                       0           \n',
    );
  });
});
