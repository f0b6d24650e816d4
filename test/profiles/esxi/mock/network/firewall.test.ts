import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

describe('the firewall', () => {
  it('is set as a whole', () => {
    const host = aHost();
    host.say('esxcli network firewall set --default-action true --enabled false');
    expect(host.say('esxcli network firewall get')).toBe(
      '   Default Action: PASS\n   Enabled: false\n   Loaded: true\n',
    );
    host.say('esxcli network firewall unload');
    expect(host.run('esxcli network firewall refresh')).toMatchObject({ exit: 1 });
    host.say('esxcli network firewall load');
    expect(host.run('esxcli network firewall refresh')).toMatchObject({ stdout: '', exit: 0 });
  });

  it('has rule sets that are for all, or for those that are told', () => {
    const host = aHost();
    const allowed = (rest: string): string =>
      host.say(`esxcli network firewall ruleset allowedip ${rest} -r sshServer`);
    expect(allowed('add -i 192.0.2.0/24')).toBe('Already allowed all ip\n');
    host.say('esxcli network firewall ruleset set -r sshServer -a false');
    allowed('add -i 192.0.2.0/24');
    allowed('add -i 198.51.100.7');
    expect(allowed('add -i 198.51.100.777')).toBe('Invalid ip address: 198.51.100.777\n');
    expect(allowed('list')).toBe(
      [
        'Ruleset    Allowed IP Addresses',
        '---------  --------------------',
        'sshServer  192.0.2.0/24, 198.51.100.7',
        '',
      ].join('\n'),
    );
    allowed('remove -i 192.0.2.0/24');
    expect(allowed('list')).toContain('sshServer  198.51.100.7\n');
  });

  it('has rule sets on and off, but for those of services', () => {
    const host = aHost();
    host.say('esxcli network firewall ruleset set -r syslog -e true');
    expect(host.say('esxcli network firewall ruleset list -r syslog')).toMatch(/^syslog +true +true +true$/m);
    expect(host.say('esxcli network firewall ruleset set -r dhcp -a false')).toBe(
      'Invalid operation requested: Can not change allowed ip list this ruleset, it is owned by system service.\n',
    );
    expect(host.run('esxcli network firewall ruleset set -r nothing -e true')).toMatchObject({ exit: 1 });
  });

  it('lists rules', () => {
    expect(aHost().say('esxcli network firewall ruleset rule list -r dhcp')).toBe(
      [
        'Ruleset  Direction  Protocol  Port Type  Port Begin  Port End',
        '-------  ---------  --------  ---------  ----------  --------',
        'dhcp     Inbound    UDP       Dst                68        68',
        'dhcp     Outbound   UDP       Src                68        68',
        '',
      ].join('\n'),
    );
  });

  it('of a distributed kind has rules for each filter', () => {
    const filter = 'nic-2100005-eth0-vmware-sfw.2';
    const host = aHost({
      dvfilter: {
        ports: [
          {
            worldId: 2_100_005,
            vm: 'vm-1',
            client: 'vm-1.eth0',
            filters: [{ name: filter, agent: 'vmware-sfw' }],
          },
        ],
        firewalls: [
          {
            filter,
            ruleset: 'domain-c7',
            rules: [{ id: 1001, text: 'inout protocol any from any to any accept', evaluations: 9 }],
            addrsets: [{ name: 'src1', members: ['ip 192.0.2.7'] }],
          },
        ],
      },
    });
    expect(host.say('vds-vsipioctl getfilters')).toContain(
      `Filter Name                              : ${filter}\n`,
    );
    expect(host.say(`vsipioctl getrules -f ${filter}`)).toBe(
      [
        'ruleset domain-c7 {',
        '  # generation number: 0',
        '  # realization time : 2026-01-02T03:04:05',
        '  rule 1001 at 1 inout protocol any from any to any accept;',
        '}',
        '',
      ].join('\n'),
    );
    expect(host.say(`vsipioctl getfwrules -f ${filter} -s`)).toBe(
      '  rule  1001: 9 evals, in 0 out 0 pkts, in 0 out 0 bytes\n',
    );
    expect(host.say(`vsipioctl getaddrsets -f ${filter}`)).toBe('addrset src1 {\nip 192.0.2.7,\n}\n');
    expect(host.say('summarize-dvfilter')).toContain(`   name: ${filter}\n   agentName: vmware-sfw\n`);
    expect(host.run('vsipioctl addrules')).toMatchObject({ exit: 1, notImplemented: 'vsipioctl addrules' });
  });
});
