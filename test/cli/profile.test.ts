import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { MAIN, tapehead, testFolder } from './run-tapehead.ts';

const ADD = 'esxcli network vswitch standard add -v "a b"';
const LIST = 'esxcli --formatter=csv --format-param=fields=Name network vswitch standard list';

needs('gcc', 'ssh')('a mock ESXi', () => {
  test('is one host for shims and for SSH clients', async () => {
    const cwd = await testFolder();
    const script = `${ADD} && ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead '${LIST}'`;
    const doors = ['--ssh', '0', '--interpose', 'esxcli'];
    const done = await tapehead(['replay', '--profile', 'esxi', ...doors, '--', 'sh', '-c', script], { cwd });
    expect(done).toEqual({
      code: 0,
      stdout: 'Name,\nvSwitch0,\na b,\n',
      stderr: 'tapehead: 2 answered by the profile\n',
    });
  });

  test('is described by a file, beside a manifest that names it too', async () => {
    const cwd = await testFolder();
    writeFileSync(join(cwd, 'host.yaml'), 'vSwitches: [{ name: mine }]\n');
    writeFileSync(join(cwd, 'a.yaml'), 'version: 1\nprofile: { name: esxi, host: host.yaml }\n');
    const run = ['--interpose', 'esxcli', '--', 'sh', '-c', LIST];
    for (const from of [
      ['--profile', 'esxi=host.yaml'],
      ['--manifest', 'a.yaml'],
    ]) {
      expect(await tapehead(['replay', ...from, ...run], { cwd })).toMatchObject({
        code: 0,
        stdout: 'Name,\nmine,\n',
      });
    }
  });

  test('is exported, imported and reset', async () => {
    const cwd = await testFolder();
    const node = `'${process.execPath}' "$MAIN"`;
    const script = [
      ADD,
      `${node} profile export > one.yaml`,
      `${node} profile reset`,
      LIST,
      `${node} profile import one.yaml`,
      LIST,
      `${node} profile export > two.yaml`,
      `${node} profile check one.yaml`,
    ].join(' && ');
    const options = ['--profile', 'esxi', '--control', '--interpose', 'esxcli'];
    const done = await tapehead(['replay', ...options, '--', 'sh', '-c', script], { cwd, env: { MAIN } });
    expect(done).toMatchObject({ code: 0, stdout: 'Name,\nvSwitch0,\nName,\nvSwitch0,\na b,\n' });
    const [one, two] = ['one.yaml', 'two.yaml'].map((name) => readFileSync(join(cwd, name), 'utf8'));
    expect(one).toContain('- name: a b\n');
    expect(two).toBe(one);
  });
});

test('what is wrong with a description of a host is told with its places', async () => {
  const cwd = await testFolder();
  writeFileSync(
    join(cwd, 'host.yaml'),
    'nics:\n  - name: a\n  - name: a\nportGroups:\n  - { name: b, vSwitch: c }\n',
  );
  const done = await tapehead(['profile', 'check', 'host.yaml'], { cwd });
  expect(done.code).toBe(1);
  expect(done.stderr).toContain('host.yaml:3:11: nics[1].name: there is one with name "a" already\n');
  expect(done.stderr).toContain('host.yaml:5:25: portGroups[0].vSwitch: there is no vSwitch named "c"');
});
