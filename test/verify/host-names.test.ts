import { describe, expect, it } from 'vitest';
import { namesIn } from '../../recorder/verify/host-names.ts';
import { string } from '../support/tape.ts';
import { aCassette, aHost, verdicts, verified } from './a-verification.ts';

const TAPE = [
  { command: 'cat /etc/motd', stdout: 'Welcome to esx-1.lab.test (esx-1), not to esx-10\n' },
  { command: 'hostname', stdout: 'esx-1.lab.test\n' },
];
const NOW = {
  'cat /etc/motd': { stdout: 'Welcome to esx-2.lab.test (esx-2), not to esx-10\n' },
  hostname: { stdout: 'esx-2.lab.test\n' },
  'uname -n': { stdout: 'esx-2.lab.test\n' },
};
const ON = { normalise: [{ name: 'host-name', isOn: true }] };

describe('names of hosts, for the normaliser that hides them', () => {
  it('are those in recorded answers, wherever these stand, and the one that the host has now', async () => {
    const host = aHost(TAPE, NOW);
    const { recordings } = await verified(aCassette(TAPE), host, ON);
    expect(recordings.map(({ verdict, normalised }) => [verdict, normalised])).toEqual([
      ['same after normalising', ['host-name']],
      ['same after normalising', ['host-name']],
    ]);
    expect(host.executed).toEqual(['uname -n', 'cat /etc/motd', 'hostname']);
  });

  it('stay apart: another host that is named is drift', async () => {
    const other = {
      ...NOW,
      'cat /etc/motd': { stdout: 'Welcome to esx-2.lab.test (esx-2), not to esx-11\n' },
    };
    expect(verdicts(await verified(aCassette(TAPE), aHost(TAPE, other), ON))).toEqual([
      'drift',
      'same after normalising',
    ]);
  });

  it('are asked for nowhere but where they are looked for, once a host', async () => {
    const plain = aHost(TAPE, NOW);
    await verified(aCassette(TAPE), plain);
    expect(plain.executed).not.toContain('uname -n');
    const quiet = aHost(TAPE, NOW);
    await verified(aCassette(TAPE), quiet, { ...ON, fingerprint: false });
    expect(quiet.executed).not.toContain('uname -n');
    const both = TAPE.flatMap((one) => ['a', 'b'].map((origin) => ({ ...one, origin })));
    const host = aHost(TAPE, NOW);
    await verified(aCassette(both), host, ON);
    expect(host.executed.filter((command) => command === 'uname -n')).toHaveLength(1);
  });

  it.each([
    ['hostname', 'esx-1.lab.test\n', ['esx-1.lab.test', 'esx-1']],
    ['hostname -s', 'esx-1\n', ['esx-1']],
    ['uname -n 2>/dev/null', 'esx-1\n', ['esx-1']],
    ['uname -a', 'VMkernel esx-1.lab.test 8.0.2 #1 SMP x86_64\n', ['esx-1.lab.test', 'esx-1']],
    [
      'esxcli system hostname get',
      '   Domain Name: lab.test\n   Fully Qualified Domain Name: esx-1.lab.test\n   Host Name: esx-1\n',
      ['esx-1.lab.test', 'esx-1', 'esx-1'],
    ],
    ['hostname -i', '192.0.2.7\n', []],
    ['hostname', 'localhost.localdomain\n', []],
    ['hostname; cat /etc/passwd', 'esx-1\n', []],
    ['hostname | tr a-z b-za', 'esx-1\n', []],
    ['hostname', 'one\ntwo\n', []],
    ['uname -m', 'x86_64\n', []],
  ])('says %s', (command, stdout, names) => {
    expect(namesIn(string(command), stdout)).toEqual(names);
  });
});
