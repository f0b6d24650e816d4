import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Short, writeCassette } from '../support/tape.ts';
import { MAIN, tapehead, testFolder } from './run-tapehead.ts';

const one = (command: string, stdout: string): Short => ({ command, stdout });

/** A repository with a cassette on it, and two branches of it, each with what it makes of it. */
async function branches(base: Short[], main: Short[], topic: Short[]) {
  const folder = await testFolder();
  const cassette = join(folder, 'x.cassette');
  const config = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: folder };
  const env = { ...process.env, ...config };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });
  const commit = (what: Short[], message: string): void => {
    writeCassette(cassette, what);
    git('add', '.');
    git('commit', '-q', '-m', message);
  };
  git('init', '-q', '-b', 'main');
  for (const [name, value] of Object.entries({
    'user.name': 'a tester',
    'user.email': 'tester@example.org',
    'merge.tapehead.driver': `${process.execPath} ${MAIN} merge %O %A %B %P`,
    'diff.tapehead.textconv': `${process.execPath} ${MAIN} show`,
  }))
    git('config', name, value);
  writeFileSync(join(folder, '.gitattributes'), '*.cassette binary diff=tapehead merge=tapehead\n');
  commit(base, 'base');
  git('switch', '-q', '-c', 'topic');
  commit(topic, 'topic');
  git('switch', '-q', 'main');
  commit(main, 'main');
  const { status, stderr } = spawnSync('git', ['merge', '-q', '--no-edit', 'topic'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const shown = async (): Promise<string> => (await tapehead(['show', cassette])).stdout;
  return { status, stderr, cassette, shown, git };
}

describe('tapehead merge, as git uses it', () => {
  it('merges two branches that each have recorded more, and git diff shows what came', async () => {
    const [a, b, c] = [one('a', 'one\n'), one('b', 'two\n'), one('c', 'three\n')];
    const { status, shown, git } = await branches([a], [a, b], [a, c]);
    expect(status).toBe(0);
    expect((await shown()).match(/^string: .*/gm)).toEqual(['string: a', 'string: b', 'string: c']);
    expect(git('diff', 'HEAD^1', 'HEAD', '--', 'x.cassette')).toContain('+  out| three');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('says which recordings both have recorded anew, and leaves the file as it was', async () => {
    const { status, stderr, cassette, git } = await branches(
      [one('esxcli network nic list', 'up')],
      [one('esxcli network nic list', 'down')],
      [one('esxcli network nic list', 'gone')],
    );
    expect(status).toBe(1);
    expect(stderr).toContain('x.cassette: both branches have changed 1 recording, each otherwise');
    expect(stderr).toContain('esxcli network nic list  (ours: #1, theirs: #1)');
    expect(git('status', '--porcelain')).toContain('UU x.cassette');
    expect(readFileSync(cassette).includes('down')).toBe(true);
  });
});

describe('tapehead merge', () => {
  it('exits with 2 where one of the three is no cassette, which git takes for a conflict', async () => {
    const folder = await testFolder();
    const ours = writeCassette(join(folder, 'ours'), [one('a', '1')]);
    writeFileSync(join(folder, 'theirs'), 'no cassette');
    const { code, stderr } = await tapehead(['merge', ours, ours, join(folder, 'theirs')]);
    expect(code).toBe(2);
    expect(stderr).toContain('tapehead: ');
  });
});
