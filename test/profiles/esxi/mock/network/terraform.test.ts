import { describe, expect, it } from 'vitest';
import { aHost, type MockHost } from '../a-host.ts';

/** As josenk/terraform-provider-esxi builds its commands: names in quotes, a connection each. */
const vSwitch = (host: MockHost, rest: string) => host.run(`esxcli network vswitch standard ${rest}`);

const field = (text: string, title: string): string | undefined =>
  new RegExp(`${title}: (.*)`).exec(text)?.[1];

/** What the provider takes of a vSwitch into its state. */
function readVSwitch(host: MockHost, name: string) {
  const list = vSwitch(host, `list -v "${name}"`);
  const security = host.say(`esxcli network vswitch standard policy security get -v "${name}"`);
  const text = list?.stdout ?? '';
  return {
    exit: list?.exit,
    ports: field(text, 'Configured Ports'),
    mtu: field(text, 'MTU'),
    cdp: field(text, 'CDP Status'),
    uplinks: field(text, 'Uplinks'),
    promiscuous: field(security, 'Allow Promiscuous'),
    macChange: field(security, 'Allow MAC Address Change'),
    forged: field(security, 'Allow Forged Transmits'),
  };
}

/** Of a port group: the line that its grep finds, and the policy as CSV. */
function readPortGroup(host: MockHost, name: string) {
  const list = host.say('esxcli network vswitch standard portgroup list');
  const line = list.split('\n').find((one) => one.startsWith(`${name}  `)) ?? '';
  const csv = host.say(
    `esxcli --formatter=csv network vswitch standard portgroup policy security get -p "${name}"`,
  );
  const [titles = '', values = ''] = csv.split('\n');
  const policy = Object.fromEntries(titles.split(',').map((title, i) => [title, values.split(',')[i]]));
  return {
    vSwitch: / {2}(.*?) {2,}\d+ +\d+$/.exec(line)?.[1]?.trim(),
    vlan: / +(\d+)$/.exec(line)?.[1],
    policy,
  };
}

describe('a Terraform provider', () => {
  it('creates, reads, updates and deletes a vSwitch', () => {
    const host = aHost();
    expect(vSwitch(host, 'add -P 128 -v "th switch"')).toMatchObject({ stdout: '', exit: 0 });
    expect(vSwitch(host, 'set -m 1500 -c "listen" -v "th switch"')).toMatchObject({ stdout: '', exit: 0 });
    vSwitch(host, 'policy security set -f true -m true -p false -v "th switch"');
    expect(readVSwitch(host, 'th switch')).toEqual({
      exit: 0,
      ports: '128',
      mtu: '1500',
      cdp: 'listen',
      uplinks: '',
      promiscuous: 'false',
      macChange: 'true',
      forged: 'true',
    });
    expect(vSwitch(host, 'uplink add -u "vmnic1" -v "th switch"')).toMatchObject({ stdout: '', exit: 0 });
    vSwitch(host, 'set -m 9000 -c "both" -v "th switch"');
    vSwitch(host, 'policy security set -f false -m false -p true -v "th switch"');
    expect(readVSwitch(host, 'th switch')).toMatchObject({
      mtu: '9000',
      cdp: 'both',
      uplinks: 'vmnic1',
      promiscuous: 'true',
      macChange: 'false',
      forged: 'false',
    });
    vSwitch(host, 'uplink remove -u "vmnic1" -v "th switch"');
    expect(readVSwitch(host, 'th switch').uplinks).toBe('');
    expect(vSwitch(host, 'remove -v "th switch"')).toMatchObject({ stdout: '', exit: 0 });
    expect(readVSwitch(host, 'th switch').exit).toBe(1);
    expect(host.host).toEqual(aHost().host);
  });

  it('is told what it decides on in words', () => {
    const host = aHost();
    expect(vSwitch(host, 'add -P 128 -v "vSwitch0"')).toMatchObject({
      stdout: expect.stringContaining('this name already exists') as string,
      exit: 1,
    });
    expect(vSwitch(host, 'uplink add -u "vmnic9" -v "vSwitch0"')).toMatchObject({
      stdout: expect.stringContaining('Not a valid pnic') as string,
      exit: 1,
    });
  });

  it('creates, reads, updates and deletes a port group', () => {
    const host = aHost();
    const before = structuredClone(host.host);
    const name = 'th group';
    expect(vSwitch(host, `portgroup add -v "vSwitch0" -p "${name}"`)).toMatchObject({ stdout: '', exit: 0 });
    vSwitch(host, `portgroup set -v "7" -p "${name}"`);
    expect(readPortGroup(host, name)).toMatchObject({
      vSwitch: 'vSwitch0',
      vlan: '7',
      policy: { AllowPromiscuous: 'false', OverrideVswitchAllowPromiscuous: 'false' },
    });
    vSwitch(
      host,
      `portgroup policy security set -p "${name}" -u --allow-promiscuous=true --allow-forged-transmits=false --allow-mac-change=true`,
    );
    vSwitch(host, `portgroup set -v "4095" -p "${name}"`);
    expect(readPortGroup(host, name)).toMatchObject({
      vlan: '4095',
      policy: {
        AllowPromiscuous: 'true',
        AllowForgedTransmits: 'false',
        AllowMACAddressChange: 'true',
        OverrideVswitchAllowPromiscuous: 'true',
        OverrideVswitchAllowForgedTransmits: 'true',
        OverrideVswitchAllowMACAddressChange: 'true',
      },
    });
    vSwitch(host, `portgroup policy security set -p "${name}" -u --allow-mac-change=true`);
    expect(readPortGroup(host, name).policy).toMatchObject({
      AllowPromiscuous: 'false',
      OverrideVswitchAllowPromiscuous: 'false',
      OverrideVswitchAllowMACAddressChange: 'true',
    });
    expect(vSwitch(host, `portgroup remove -v "vSwitch0" -p "${name}"`)).toMatchObject({ exit: 0 });
    expect(readPortGroup(host, name).vSwitch).toBeUndefined();
    expect(host.host).toEqual(before);
  });
});
