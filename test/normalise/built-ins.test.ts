import { describe, expect, it } from 'vitest';
import { BUILT_INS } from '../../src/normalise/built-ins.ts';
import { masked } from '../../src/normalise/masked.ts';
import type { Normalising } from '../../src/normalise/normalising.ts';
import { random } from '../support/random.ts';
import { hidden, inColumn, atPath, normalisingOf, STDOUT } from './hidden.ts';

const ON = BUILT_INS.map(({ name }) => ({ name, isOn: true }));

describe('built-in normalisers', () => {
  it.each([
    // time
    ['at 2031-05-06T07:08:09.123Z', 'at <time>'],
    ['at 2031-05-06 07:08:09,5+02:00 x', 'at <time> x'],
    ['Thu May  6 07:08:09 UTC 2031', '<time>'],
    ['Thu May 16 07:08:09 2031', '<time>'],
    ['Date: Thu, 6 May 2031 07:08:09 +0000', 'Date: <time>'],
    ['May  6 07:08:09 esx sshd[12345]: Accepted', '<time> esx sshd[<pid>]: Accepted'],
    ['5/6/2031 07:08:09', '<time>'],
    ['[   12.345678] usb 1-1: new device', '[   <time>] usb 1-1: new device'],
    ['0:00:00:05.123 cpu3:65537)Boot: x', '<time> cpu3:<pid>)Boot: x'],
    ['timestamp: 1922222222', 'timestamp: <time>'],
    ['   Boot Time = 1922222222', '   Boot Time = <time>'],
    // duration
    ['64 bytes: ttl=64 time=0.5 ms', '64 bytes: ttl=64 time=<duration>'],
    ['round-trip min/avg/max = 0.1/0.2/0.3 ms', 'round-trip min/avg/max = <duration>'],
    ['it took 12.5 seconds', 'it took <duration>'],
    // uptime
    [
      ' 07:08:09 up 3 days, 01:02:03, load average: 0.01, 0.02, 0.03',
      ' <uptime> up <uptime>, load average: <uptime>',
    ],
    [
      ' 07:08:09 up  9:29,  2 users,  load average: 0.01, 0.02, 0.03',
      ' <uptime> up <uptime>,  2 users,  load average: <uptime>',
    ],
    // uuid
    ['id 0a1b2c3d-1111-2222-3333-0123456789ab.', 'id <uuid>.'],
    ['uuid = "56 4d 01 02 03 04 05 06-07 08 09 0a 0b 0c 0d 0e"', 'uuid = "<uuid>"'],
    ['/vmfs/volumes/0a1b2c3d-1a2b3c4d-0001-005056010203/a', '/vmfs/volumes/<uuid>/a'],
    ['Serial: VMware-42 01 02 03 04 05 06 07-08 09 0a 0b 0c 0d 0e 0f', 'Serial: VMware-<uuid>'],
    // disk
    ['naa.600508b1001c0000000000000000abcd:1', '<disk>:1'],
    ['(t10.ATA_____DISK_MODEL____SERIAL01)', '(<disk>)'],
    ['eui.0011223344556677 vml.0100000000aabbccdd', '<disk> <disk>'],
    // mac
    ['00:50:56:01:02:03 00:50:56:01:02:04', '<mac> <mac>'],
    ['at 00-50-56-01-02-03,', 'at <mac>,'],
    // pid
    ['watchdog: PID 4711', 'watchdog: PID <pid>'],
    ['   World ID: 2100001', '   World ID: <pid>'],
    ['world 2100001 vmm0', 'world <pid> vmm0'],
    ['2100001:LIB : done', '<pid>:LIB : done'],
    ['name: nic-2100001-eth0-filter.2', 'name: nic-<pid>-eth0-filter.2'],
    // port-id, task, ticket, temp-name
    ['   Port ID: 33554440', '   Port ID: <port-id>'],
    ['haTask-12-vim.VirtualMachine.powerOn-3072', 'haTask-12-vim.VirtualMachine.powerOn-<task>'],
    ['[opID=ab12-cd]', '[opID=<ticket>]'],
    ['/tmp/tmp.aB3dE5', '/tmp/tmp.<temp-name>'],
    [
      '/home/me/.ansible/tmp/ansible-tmp-1922222222.5-77-88/x',
      '/home/me/.ansible/tmp/ansible-tmp-<temp-name>/x',
    ],
  ])('hide of %j', (text, shown) => {
    expect(hidden(text)).toBe(shown);
  });

  it.each([
    'MTU: 1500',
    'Version: 9.0.0',
    'Build: Releasebuild-24755229',
    'Link Status: Up',
    'Speed: 10000',
    'Num Ports: 4736',
    'No of outstanding IOs with competing worlds: 32',
    'NUMA Node Count: 1',
    'VLAN ID: 7',
    'Beacon Interval: 1',
    'Timeout: 30 seconds',
    'Queue Depth: 1024',
    'structure[1234].Nic.MTU.integer=1500',
    'vmnic0  0000:02:00.0  ntg3  Up  Up  1000  Full',
    'Built on: May 28 2014',
    'mpx.vmhba0:C0:T0:L0',
    'esx-base 8.0.1-0.0.21495797 VMware',
    '192.0.2.7 fe80::1',
    'Size: 40960',
  ])('hide nothing of %j', (text) => {
    expect(hidden(text)).toBe(text);
  });

  it.each([
    ['World ID', '2100001', '<pid>'],
    ['WorldID', '2100001', '<pid>'],
    ['VirtualMachine.WorldID.integer', '2100001', '<pid>'],
    ['Install Date', '2031-05-06', '<time>'],
    ['Release Date', '2031-05-06', '2031-05-06'],
    ['MAC Address', '00:50:56:01:02:03', '<mac>'],
    ['MTU', '1500', '1500'],
    ['Link Status', 'Up', 'Up'],
    ['Version', '9.0.0', '9.0.0'],
    ['Used Ports', '10', '10'],
  ])('hide of the column %s what is volatile', (column, text, shown) => {
    expect(hidden(text, { place: inColumn(column) })).toBe(shown);
  });

  it('count only in what is statistics', () => {
    const line = '   Packets received: 12345';
    expect(hidden(line, { command: 'esxcli network nic stats get -n vmnic0' })).toBe(
      '   Packets received: <counter>',
    );
    expect(hidden(line, { command: '/bin/localcli --formatter xml network nic stats get' })).toMatch(
      /<counter>/,
    );
    expect(hidden(line, { command: 'esxcli network nic get -n vmnic0' })).toBe(line);
    expect(hidden('123', { command: 'net-stats -A', place: atPath('$.stats[].ports[].txpps') })).toBe(
      '<counter>',
    );
    expect(hidden('4', { command: 'net-stats -A', place: atPath('$.stats[].ports[].rxmode') })).toBe('4');
  });

  it('look for the MAC address in a UUID of a datastore where UUIDs are shown', () => {
    const text = '0a1b2c3d-1a2b3c4d-0001-005056010203';
    expect(hidden(text, { switches: [{ name: 'uuid', isOn: false }] })).toBe('0a1b2c3d-1a2b3c4d-0001-<mac>');
  });

  it('look for names and addresses that are known, where they are asked to', () => {
    const known = { names: ['esx-1.lab.test', 'esx-1'], addresses: ['192.0.2.7', '2001:db8::7'] };
    const text = 'esx-1.lab.test (192.0.2.7, [2001:db8::7]) routes by 192.0.2.1; esx-10';
    expect(hidden(text, { known })).toBe(text);
    expect(hidden(text, { known, switches: ON })).toBe(
      '<host-name> (<address>, [<address>]) routes by 192.0.2.1; esx-10',
    );
    expect(hidden('192.0.2.1 and fe80::1', { switches: ON })).toBe('<address> and <address>');
  });

  it('find what they hide by their triggers, whatever else is in the text', () => {
    const noise = 'nothing to see here\n'.repeat(50);
    expect(hidden(`${noise}at 2031-05-06T07:08:09Z\n${noise}PID 4711`)).toBe(
      `${noise}at <time>\n${noise}PID <pid>`,
    );
  });
});

describe('what is hidden', () => {
  const PIECES = [
    ...[
      '2031-05-06T07:08:09Z',
      '00:50:56:01:02:03',
      '0a1b2c3d-1a2b3c4d-0001-005056010203',
      'naa.600508b1001c00000000',
    ],
    ...[
      'PID 4711',
      'hostd[2100001]: ',
      'World ID: 12',
      'up 1 days, 02:03:04',
      'task-12',
      '\n',
      ' ',
      ':',
      '-',
      '.',
    ],
    ...[
      '[',
      ']',
      '0',
      'f',
      '=',
      '"',
      'cpu1:2097152)',
      '\xff',
      'MTU: 1500',
      '|',
      ',',
      'time=1 ms',
      '\r\n',
      '\0',
    ],
  ];

  it('never overlaps, is in order, and is all that a second look would hide', () => {
    const { int, pick } = random();
    const cut = (normalising: Normalising, text: string): string =>
      masked(text, normalising.parts(text, STDOUT));
    for (const command of [
      'cat',
      'esxcli network nic stats get',
      'ps',
      'df',
      'vmkfstools -P x',
      'net-stats',
    ]) {
      const normalising = normalisingOf(command, { switches: ON });
      for (let i = 0; i < 100; i++) {
        const pieces = Array.from({ length: int(14) }, () => pick(PIECES));
        const text = pieces.join('');
        for (const place of [STDOUT, inColumn('World ID'), inColumn('MTU'), atPath('$.a[].time')]) {
          const parts = normalising.parts(text, place);
          const isInOrder = parts.every(
            ({ start, end }, j) => start >= (parts[j - 1]?.end ?? 0) && end > start && end <= text.length,
          );
          expect(isInOrder, JSON.stringify(text)).toBe(true);
        }
        // In statistics all before a colon is a key, and a label hides colons.
        if (command.includes(' stats ')) continue;
        // Without blanks a label may end a word that went on.
        const once = cut(normalising, pieces.join(' '));
        expect(cut(normalising, once), JSON.stringify(pieces)).toBe(once);
      }
    }
  });
});
