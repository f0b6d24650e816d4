import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

/** As Packer's driver reads CSV: a row a map, by the names in the first line. */
function readCsv(text: string): Record<string, string>[] {
  const cells = (line: string): string[] =>
    Array.from(line.matchAll(/("(?:[^"]|"")*"|[^,]*),/g), ([, cell = '']) =>
      cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'),
    );
  const [titles = [], ...rows] = text.trimEnd().split('\n').map(cells);
  return rows.map((row) => Object.fromEntries(titles.map((title, i) => [title, row[i] ?? ''])));
}

describe('a Packer build', () => {
  it('finds the ports for VNC that are in use', () => {
    const host = aHost({ connections: [{ local: '0.0.0.0:5901' }, { local: '[::]:5902', protocol: 'tcp' }] });
    const rows = readCsv(host.say('esxcli --formatter csv network ip connection list'));
    expect(rows.map((row) => row['LocalAddress'])).toEqual(['0.0.0.0:5901', '[::]:5902']);
    expect(rows[0]).toMatchObject({ Proto: 'tcp', RecvQ: '0', State: 'LISTEN', ForeignAddress: '0.0.0.0:0' });
  });

  it('finds the address of the guest, once it has one', () => {
    const name = 'packer "x", 1';
    const host = aHost({
      vms: [
        { name, power: 'on', worldId: 2_100_500, ip: '192.0.2.77' },
        { name: 'off', power: 'off' },
      ],
    });
    const [vm, ...others] = readCsv(host.say('esxcli --formatter csv network vm list'));
    expect(others).toEqual([]);
    expect(vm).toEqual({ Name: name, Networks: 'VM Network,', NumPorts: '1', WorldID: '2100500' });
    const [port] = readCsv(host.say('esxcli --formatter csv network vm port list -w 2100500'));
    expect(port).toMatchObject({
      IPAddress: '192.0.2.77',
      Portgroup: 'VM Network',
      TeamUplink: 'vmnic0',
      vSwitch: 'vSwitch0',
    });
    host.say('esxcli network nic down -n vmnic0');
    const [again] = readCsv(host.say('esxcli --formatter csv network vm port list -w 2100500'));
    expect(again?.['TeamUplink']).toBe('void');
  });

  it('sees a VM that vim-cmd starts and stops', () => {
    const host = aHost({ vms: [{ name: 'p', power: 'off' }] });
    const worlds = (): string[] =>
      readCsv(host.say('esxcli --formatter csv network vm list')).map((row) => row['WorldID'] ?? '');
    expect(worlds()).toEqual([]);
    host.say('vim-cmd vmsvc/power.on 1');
    const [world = ''] = worlds();
    expect(host.say('esxcli network vswitch standard portgroup list')).toMatch(
      /^VM Network +vSwitch0 +1 +0$/m,
    );
    expect(host.run(`esxcli network vm port list -w ${world}`)).toMatchObject({ exit: 0 });
    host.say('vim-cmd vmsvc/power.off 1');
    expect(worlds()).toEqual([]);
    expect(host.run(`esxcli network vm port list -w ${world}`)).toMatchObject({ exit: 1 });
  });
});
