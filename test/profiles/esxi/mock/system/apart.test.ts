import { describe, expect, it } from 'vitest';
import { type Host, hostOf } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { aHost } from '../a-host.ts';

/** Paths of objects that are in both. */
function inBoth(one: Host, other: Host): string[] {
  const seen = new Set<unknown>();
  walk(other, '', (value) => seen.add(value));
  const found: string[] = [];
  walk(one, '', (value, path) => seen.has(value) && found.push(path));
  return found;
}

function walk(value: unknown, path: string, visit: (value: object, path: string) => unknown): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value, path);
  for (const [key, below] of Object.entries(value)) walk(below, `${path}/${key}`, visit);
}

describe('the hosts of two origins', () => {
  it('have nothing in common but how they are described', () => {
    const host = aHost({
      nics: [{ name: 'vmnic0' }, { name: 'vmnic1' }],
      vSwitches: [{ name: 'vSwitch0', uplinks: ['vmnic0'] }],
      modules: [{ name: 'm', parameters: [{ name: 'p', type: 'int', value: '', description: '' }] }],
      syslog: { remoteHosts: ['udp://192.0.2.1'] },
      snmp: { communities: ['public'] },
    });
    const other = { origin: 'other' };
    const ask = (more?: { origin: string }): string[] =>
      [
        'esxcli network vswitch standard list',
        'esxcli system module parameters list -m m',
        'esxcli system coredump network get',
        'esxcli system snmp get',
        'esxcli system account list',
        'esxcli system syslog config get',
        'esxcli system syslog config logger list',
        'esxcli system ssh server config list',
      ].map((command) => host.say(command, more));
    const before = ask(other);
    for (const command of [
      'esxcli network vswitch standard uplink add -u vmnic1 -v vSwitch0',
      'esxcli system module parameters set -m m -p p=1',
      'esxcli system coredump network set -v vmk0 -j 192.0.2.9',
      'esxcli system snmp set -c other',
      'esxcli system account set -i root -d Other',
      'esxcli system syslog config set --loghost=udp://192.0.2.2 --logdir=/scratch/other',
      'esxcli system syslog config logger set --id=hostd --rotate=99',
      'esxcli system ssh server config set -k banner -v /etc/other',
    ])
      expect(host.run(command), command).toMatchObject({ exit: 0 });
    const after = ask();
    expect(after.filter((text, i) => text === before[i])).toEqual([]);
    expect(ask(other)).toEqual(before);
    host.profile.reset();
    expect(ask()).toEqual(before);
  });

  it('share no object of the defaults', () => {
    expect(inBoth(hostOf(), hostOf())).toEqual([]);
  });
});
