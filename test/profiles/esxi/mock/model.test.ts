import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkDescription } from '../../../../src/profiles/esxi/mock/model/check.ts';
import { hostOf } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { referenceProblems } from '../../../../src/profiles/esxi/mock/model/references.ts';
import { host as wholeHost } from '../../../../src/profiles/esxi/mock/model/schema/host.ts';
import { hostYaml } from '../../../../src/profiles/esxi/mock/model/yaml.ts';

const wrong = (data: unknown): string => {
  try {
    checkDescription(data);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

describe('a host without a description', () => {
  it('is whole, and nothing in it refers to what is not there', () => {
    expect(wholeHost.safeParse(hostOf()).error).toBeUndefined();
    expect(referenceProblems(hostOf())).toEqual([]);
  });

  it('has two NICs, and as many more as are asked for, and VMs', () => {
    expect(hostOf().nics).toHaveLength(2);
    const big = hostOf(checkDescription({ size: { nics: 64, vms: 1000 } }));
    expect([big.nics.length, big.vms.length]).toEqual([64, 1000]);
    expect(wholeHost.safeParse(big).error).toBeUndefined();
    expect(referenceProblems(big)).toEqual([]);
    expect(new Set(big.nics.map(({ mac }) => mac)).size).toBe(64);
  });
});

describe('a description', () => {
  it('is filled in from what is there', () => {
    const host = hostOf(checkDescription({ nics: [{ name: 'vmnic7', mtu: 9000 }] }));
    expect(host.nics).toMatchObject([{ name: 'vmnic7', mtu: 9000, adminUp: true }]);
    expect(host.vSwitches).toMatchObject([{ name: 'vSwitch0', uplinks: ['vmnic7'] }]);
    expect(hostOf(checkDescription({ vms: [{ name: 'web', power: 'on' }] })).vms).toMatchObject([
      { id: 1, name: 'web', volume: 'datastore1', vmx: 'web/web.vmx' },
    ]);
  });

  it.each([
    [{ nic: [] }, 'host: unknown key "nic" in a host; did you mean nics?'],
    [{ nics: [{ name: 'a', mtuu: 1 }] }, 'unknown key "mtuu"'],
    [{ nics: [{ mtu: 1 }] }, 'nics[0]: name is missing'],
    [{ nics: [{ name: 'a', mac: 'x' }] }, 'nics[0].mac: '],
    [{ nics: [{ name: 'a' }, { name: 'a' }] }, 'nics[1].name: there is one with name "a" already'],
    [
      { portGroups: [{ name: 'a', vSwitch: 'vSwitch1' }] },
      'portGroups[0].vSwitch: there is no vSwitch named "vSwitch1"; did you mean "vSwitch0"?',
    ],
    [
      { vSwitches: [{ name: 'a', uplinks: ['vmnic9'] }] },
      'vSwitches[0].uplinks[0]: there is no NIC named "vmnic9"',
    ],
    [{ vms: [{ name: 'a', volume: 'none' }] }, 'vms[0].volume: there is no volume named "none"'],
    [[], 'a map'],
  ])('such as %j is refused with its place', (data, message) => {
    expect(wrong(data)).toContain(message);
  });
});

describe('YAML', () => {
  it('that is exported makes the same host, and the same text', () => {
    const host = hostOf({ size: { nics: 3, vms: 5 } });
    host.vSwitches[0]!.name = 'it\'s "so"\nand more: \u{dcff} ✓';
    for (const group of host.portGroups) group.vSwitch = host.vSwitches[0]!.name;
    const text = hostYaml(host);
    const again = hostOf(checkDescription(parse(text)));
    expect(again).toEqual(host);
    expect(hostYaml(again)).toBe(text);
    expect(Buffer.from(text).toString()).toBe(text);
  });
});
