import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { learn } from '../../recorder/learn/learn.ts';
import { manifest } from '../../src/manifest/schema/manifest.ts';
import { proposalText, type Learnt } from '../../src/normalise/proposal-text.ts';
import { hidden, inColumn } from '../normalise/hidden.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { aCassette } from '../verify/a-verification.ts';

/** Learns from a host that answers each command by how many times it was run. */
async function learnt(
  answers: Record<string, (nth: number) => string>,
  options: { runs?: number; profile?: string; trust?: boolean } = {},
): Promise<{ learnt: Learnt; executed: readonly string[] }> {
  const cassette = aCassette(Object.keys(answers).map((command) => ({ command, stdout: 'old' })));
  const times = new Map<string, number>();
  const upstream = new FakeUpstream((command) => {
    const nth = (times.get(command) ?? 0) + 1;
    times.set(command, nth);
    return { stdout: answers[command]?.(nth) ?? '' };
  });
  const learning = { cassettes: [cassette], upstream, stateFolder: join(cassette, '..', 'state') };
  const result = await learn({ ...learning, profile: 'esxi', trust: true, ...options });
  return { learnt: result, executed: upstream.executed };
}

const nics = (free: number, mtu = 1500): string =>
  ['Name    MTU   Load', '------  ----  ----', `vmnic0  ${mtu}  ${free}`, 'vmnic1  1500  7777', ''].join(
    '\n',
  );

describe('learning', () => {
  it('runs all that only reads once before any of it again, and nothing else', async () => {
    const { executed } = await learnt(
      { 'uname -a': () => 'x', 'rm -rf /x': () => '', hostname: () => 'y' },
      { runs: 2 },
    );
    expect(executed).toEqual(['uname -a', 'uname -a']);
    const both = await learnt({ 'uname -a': () => 'x', hostname: () => 'y' }, { runs: 2 });
    expect(both.executed).toEqual(['uname -a', 'hostname', 'uname -a', 'hostname']);
  });

  it('takes more than one run', async () => {
    await expect(learnt({ 'uname -a': () => 'x' }, { runs: 1 })).rejects.toThrow('of one run nothing');
  });

  it('proposes a normaliser for the column that varies, of that command', async () => {
    const { learnt: found } = await learnt({ 'esxcli network nic list': (nth) => nics(1000 + nth) });
    expect(found.proposals).toEqual([
      {
        spec: {
          name: 'esxcli network nic list Load',
          pattern: '^[0-9]+$',
          command: 'esxcli network nic list',
          stream: 'stdout',
          column: 'Load',
        },
        values: ['1001', '1002', '1003'],
        count: 2,
      },
    ]);
  });

  it('proposes one for a kind of line, by what is the same in all', async () => {
    const { learnt: found } = await learnt({ 'vmware -v': (nth) => `first\nrun ${nth * 17} of today\n` });
    expect(found.proposals.map(({ spec }) => spec.pattern)).toEqual(['run (?<volatile>[0-9]+) of today']);
  });

  it('names what is hidden already, and does not propose it', async () => {
    const { learnt: found } = await learnt({
      date: (nth) => `Thu May  6 07:08:0${nth} UTC 2031\n`,
      'uname -a': () => 'x\n',
    });
    expect(found.proposals).toEqual([]);
    expect([...found.covered]).toEqual([['time', 1]]);
    expect(proposalText(found)).toBe(
      '# 2 commands, run 3 times each.\n# Hidden already by time: of 1 command.\nversion: 1\nnormalisers: []\n',
    );
  });

  it('tells what no normaliser could hide', async () => {
    const { learnt: found } = await learnt({ 'vmware -v': (nth) => 'line\n'.repeat(nth) }, { runs: 2 });
    expect(found.proposals).toEqual([]);
    expect(proposalText(found)).toContain(
      '# No normaliser can hide: vmware, stdout line 2 added, 1 times.\n',
    );
  });

  it('writes a manifest that is one, whatever the host said, and hides what varied', async () => {
    const odd = ["it's", '# x', 'a: b', '\u001b[31m', '::error::', 'é'];
    const { learnt: found } = await learnt({
      'esxcli network nic list': (nth) => nics(1000 + nth),
      'vmware -v': (nth) => `${odd.join(' ')} ${nth}\n`,
    });
    const text = proposalText(found);
    expect(text).not.toMatch(/[^\n\x20-\x7e\xa0-\uffff]/);
    const { normalisers = [] } = manifest.parse(parse(text));
    expect(normalisers).toHaveLength(2);
    const command = 'esxcli network nic list';
    expect(hidden('1234', { command, specs: normalisers, place: inColumn('Load') })).toMatch(/^<.*>$/);
    expect(hidden('1500', { command, specs: normalisers, place: inColumn('MTU') })).toBe('1500');
    const line = Buffer.from(`${odd.join(' ')} 77`).toString('latin1');
    expect(hidden(line, { command: 'vmware -v', specs: normalisers })).toMatch(/<.*>$/);
  });

  it('does not run what this user has not verified, without trust', async () => {
    await expect(learnt({ 'uname -a': () => 'x' }, { trust: false })).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
    });
  });
});
