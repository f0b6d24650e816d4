import { expect, it } from 'vitest';
import { needs, pathOf } from '../support/needs.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { example, installTapehead, run } from './installed.ts';

const df = (percent: number): string =>
  `Filesystem 1024-blocks Used Available Capacity Mounted on\r\n/dev/sda1 100 ${percent} 9 ${percent}% /srv\r\n`;

needs('ansible-playbook', 'ssh')('the example for Ansible', () => {
  it.each([
    ['passes', 41, 0],
    ['fails as the playbook says', 97, 2],
  ])('%s against a cassette, with no host', async (_, percent, code) => {
    await using tapehead = await installTapehead();
    using folder = new TempFolder();
    // Ansible runs `ssh -tt` for raw tasks.
    const cassette = writeCassette(folder.file('play.cassette'), [
      { command: 'df -P /srv', stdout: df(percent), tty: true },
    ]);
    const playbook = [pathOf('ansible-playbook'), '-i', 'inventory.yaml', 'playbook.yaml'];
    const args = ['replay', '--cassette', cassette, '--ssh', '0', '--', ...playbook];
    const env = { ...tapehead.env, HOME: folder.path, ANSIBLE_HOME: folder.path, LC_ALL: 'C.UTF-8' };
    const ended = await run('tapehead', args, example('ansible'), env);
    expect(ended.stderr).toContain('tapehead: 1 played');
    expect(ended.code).toBe(code);
  });
});
