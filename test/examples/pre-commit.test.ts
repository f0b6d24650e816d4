import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testFolder } from '../cli/run-tapehead.ts';
import { writeCassette } from '../support/tape.ts';
import { type Ended, example, type Installed, installTapehead, run } from './installed.ts';

const SECRET = { command: 'cat vm.vmx', stdout: 'RemoteDisplay.vnc.password = "inv3nted-pw"\n' };
const HARMLESS = { command: 'uname', stdout: 'VMkernel\n' };

/** A repository with the hook in it; `git` is run there. */
async function repository(tapehead: Installed) {
  const folder = await testFolder();
  const config = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: folder };
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org' };
  const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const env = { ...tapehead.env, ...config, ...author, ...committer };
  const git = (...args: string[]): Promise<Ended> => run('git', args, folder, env);
  await git('init', '-q', '-b', 'main');
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  copyFileSync(join(example('pre-commit'), 'pre-commit'), join(folder, '.git/hooks/pre-commit'));
  mkdirSync(join(folder, 'a folder'));
  return { git, path: join(folder, 'a folder', 'vm.cassette') };
}

describe('the example for a git hook', () => {
  it('has no commit made with a secret in a cassette, and says where it is but not what', async () => {
    await using tapehead = await installTapehead();
    const { git, path } = await repository(tapehead);
    writeCassette(path, [HARMLESS, SECRET]);
    await git('add', '.');
    const { code, stdout, stderr } = await git('commit', '-m', 'a cassette');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('a folder/vm.cassette:2: error: a password of 11 bytes in stdout');
    expect(stdout + stderr).not.toContain('inv3nted');
    expect((await git('rev-parse', '--verify', '-q', 'HEAD')).code).toBe(1);
  });

  it('looks at what is staged, not at what lies there', async () => {
    await using tapehead = await installTapehead();
    const { git, path } = await repository(tapehead);
    writeCassette(path, [HARMLESS]);
    await git('add', '.');
    writeCassette(path, [SECRET]);
    expect(await git('commit', '-q', '-m', 'a cassette')).toMatchObject({ code: 0 });
    await git('add', '.');
    expect(await git('commit', '-q', '-m', 'a secret')).toMatchObject({ code: 1 });
  });

  it('lets commits pass without cassettes, and such as remove one', async () => {
    await using tapehead = await installTapehead();
    const { git, path } = await repository(tapehead);
    writeCassette(path, [SECRET]);
    await git('add', '.');
    expect(await git('commit', '-q', '--no-verify', '-m', 'a secret')).toMatchObject({ code: 0 });
    writeFileSync(`${path}.txt`, 'x\n');
    await git('add', '.');
    expect(await git('commit', '-q', '-m', 'no cassette')).toMatchObject({ code: 0 });
    await git('rm', '-q', path);
    expect(await git('commit', '-q', '-m', 'without it')).toMatchObject({ code: 0 });
  });
});

it('what is said to pre-commit lints cassettes, and nothing else', () => {
  const file = readFileSync(join(example('pre-commit'), '.pre-commit-config.yaml'), 'utf8');
  const { repos } = parse(file) as { repos: { repo: string; hooks: Record<string, string>[] }[] };
  const [hook] = repos[0]?.hooks ?? [];
  expect(hook).toMatchObject({ entry: 'npx --no tapehead lint', language: 'system' });
  const isLinted = (path: string): boolean => new RegExp(hook?.['files'] ?? '').test(path);
  expect(['test/a.cassette', 'a.cassette.txt', 'acassette'].map(isLinted)).toEqual([true, false, false]);
});
