import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

describe('the hardware of a mock host', () => {
  it('has processors, in packages and nodes', () => {
    const host = aHost({
      hardware: { cpu: { packages: 2, cores: 4, threads: 8 }, memory: { numaNodes: 2 } },
    });
    const text = host.say('esxcli hardware cpu list');
    expect(text.split('\n\n')).toHaveLength(8);
    expect(text).toMatch(/^CPU:7\n {3}Id: 7\n {3}Package Id: 1\n/m);
    expect(host.say('esxcli hardware cpu global get')).toContain('   Hyperthreading Active: true\n');
    host.say('esxcli hardware cpu global set -t false');
    expect(host.say('esxcli hardware cpu global get')).toMatch(/Active: true\n.*\n.*Enabled: false\n/);
    expect(host.say('esxcli hardware cpu cpuid get -c 0')).toMatch(
      /^0x0 +0x16 +0x756e6547 +0x6c65746e +0x49656e69$/m,
    );
    expect(host.run('esxcli hardware cpu cpuid get -c 8')?.exit).toBe(1);
  });

  it('has a machine around them, whose UUID is told as bytes', () => {
    const host = aHost();
    expect(host.say('esxcli hardware platform get')).toMatch(
      /^Platform Information\n {3}UUID: 0x4c 0x4c 0x45 /,
    );
    expect(host.say('esxcli --formatter=keyvalue hardware platform get')).toContain(
      'PlatformGet.SerialNumber.string=TH00001',
    );
    expect(host.say('esxcli hardware memory get')).toBe(
      '   Physical Memory: 68719476736 Bytes\n   Reliable Memory: 0 Bytes\n   NUMA Node Count: 1\n',
    );
    expect(host.say('esxcli hardware trustedboot get')).toBe(
      '   Drtm Enabled: false\n   Tpm Present: true\n',
    );
    expect(host.run('esxcli hardware ipmi sel list')?.exit).toBe(0);
    expect(aHost({ hardware: { ipmi: false } }).run('esxcli hardware ipmi sel list')?.exit).toBe(1);
  });

  it('passes PCI devices through, from the next start on', () => {
    const host = aHost();
    const address = host.host.pci.find(({ passthroughCapable }) => passthroughCapable)?.address ?? '';
    host.say(`esxcli hardware pci pcipassthru set -d ${address} -e true`);
    expect(host.say('esxcli hardware pci pcipassthru list')).toMatch(new RegExp(`^${address} +true$`, 'm'));
    expect(host.say('esxcli hardware pci list')).toContain(
      'Configured Owner: VM Passthru\n   Current Owner: VMkernel\n',
    );
    host.run('reboot');
    expect(host.say('esxcli hardware pci list')).toContain(
      'Configured Owner: VM Passthru\n   Current Owner: VM Passthru\n',
    );
    expect(host.run('esxcli hardware pci pcipassthru set -d 0000:ff:00.0 -e true')?.exit).toBe(1);
  });

  it('has USB devices for VMs', () => {
    const host = aHost({
      hardware: {
        usbPassthrough: [
          {
            bus: 1,
            device: 2,
            vendorId: 0x46b,
            productId: 0xff10,
            enabled: true,
            canConnect: true,
            name: 'A keyboard',
          },
        ],
      },
    });
    expect(host.say('esxcli hardware usb passthrough device list')).toMatch(
      /^1 +2 +46b +ff10 +true +yes +A keyboard$/m,
    );
    host.say('esxcli hardware usb passthrough device disable -d 1:2:46b:ff10');
    expect(host.say('esxcli hardware usb passthrough device list')).toContain('false');
  });
});

describe('the devices of a mock host', () => {
  it('have names, and drivers', () => {
    const host = aHost();
    expect(host.say('esxcli device driver list')).toMatch(/^vmnic0 +ixgben +supported +$/m);
    expect(host.say('esxcli device alias get -a vmnic0')).toContain('   Bus Type: pci\n');
    expect(host.run('esxcli device alias get -a none')?.exit).toBe(1);
  });

  it('are where VMs get graphics from, and where the system swaps to', () => {
    const host = aHost();
    host.say('esxcli graphics host set -t SharedPassthru');
    expect(host.say('esxcli graphics host get')).toContain('Default Graphics Type: SharedPassthru\n');
    expect(host.run('esxcli graphics host set -p none')?.exit).toBe(1);
    host.say('esxcli sched swap system set -d true -n datastore1');
    expect(host.say('esxcli sched swap system get')).toMatch(/^ {3}Datastore Active: true\n/);
    expect(host.run('esxcli sched swap system set -n none')?.exit).toBe(1);
  });
});
