import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { tapehead, testFolder } from './run-tapehead.ts';

/** `both COMMAND` has a shim and an SSH client ask at once; `codes` has how each ended. */
const BOTH = `
both() {
  { "$@"; echo $? >> codes; } &
  { ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead "$*"; echo $? >> codes; } &
}
names() { esxcli --formatter=csv --format-param=fields=Name network vswitch standard "$@" list; }
`;

async function ran(script: string, ...options: string[]): Promise<{ stdout: string; codes: string[] }> {
  const cwd = await testFolder();
  const doors = ['--ssh', '0', '--interpose', 'esxcli,vim-cmd,vmkfstools'];
  const deck = ['replay', '--profile', 'esxi', ...doors, ...options];
  const { code, stdout, stderr } = await tapehead([...deck, '--', 'bash', '-c', BOTH + script], { cwd });
  expect(code, stderr).toBe(0);
  const codes = readFileSync(join(cwd, 'codes'), 'utf8').trimEnd().split('\n');
  return { stdout, codes: codes.toSorted() };
}

needs('gcc', 'ssh')('clients of a mock host at once', () => {
  test('who want to add the same switch: one does, the others are told that it is there', async () => {
    const { stdout, codes } = await ran(`
for i in 1 2 3 4; do both esxcli network vswitch standard add -v same > /dev/null; done
wait
names`);
    expect(codes).toEqual(['0', ...Array(7).fill('1')]);
    expect(stdout).toBe('Name,\nvSwitch0,\nsame,\n');
  });

  test('who change one switch: what each did is there', async () => {
    const { stdout, codes } = await ran(`
for i in 1 2 3 4; do
  both esxcli network vswitch standard portgroup add -v vSwitch0 -p group$i
  both esxcli network vswitch standard set -v vSwitch0 -m $((1500 + i))
done > /dev/null
wait
names portgroup | grep group | sort`);
    // Of two that add the same group one is late.
    expect(codes.filter((code) => code === '1')).toHaveLength(4);
    expect(stdout).toBe('group1,\ngroup2,\ngroup3,\ngroup4,\n');
  });

  test('who start one VM, and make one disk: it happens once', async () => {
    const { stdout, codes } = await ran(`
for i in 1 2 3; do
  both vim-cmd vmsvc/power.on 2
  both vmkfstools -c 1M /vmfs/volumes/datastore1/new.vmdk
done > /dev/null 2>&1
wait
vim-cmd vmsvc/power.getstate 2`);
    expect(codes.filter((code) => code === '0')).toHaveLength(2);
    expect(stdout).toContain('Powered on\n');
  });

  test('of a hundred origins have a host each', async () => {
    const { stdout } = await ran(`
echo 0 > codes
for i in {1..100}; do TAPEHEAD_ORIGIN=o$i esxcli network vswitch standard add -v own$i & done
wait
for i in {1..100}; do TAPEHEAD_ORIGIN=o$i names > list$i & done
wait
for i in {1..100}; do printf 'Name,\\nvSwitch0,\\nown%s,\\n' $i | cmp - list$i; done
names`);
    expect(stdout).toBe('Name,\nvSwitch0,\n');
  });
});
