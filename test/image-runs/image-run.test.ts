import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { AS_NOBODY, asNobody } from '../cli/as-nobody.ts';
import { MAIN, startProgram, startTapehead, tapehead, testFolder, type Done } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { TempFolder } from '../support/tape.ts';
import { hostListing, imageIn } from './an-image.ts';
import { Typist } from './typist.ts';

const ENGINES = [
  { engine: 'bwrap', tool: 'bubblewrap' },
  { engine: 'podman', tool: 'podman' },
] as const;

/** What asks for nothing that is not here. */
const HOOKS = `
version: 1
hooks:
  - match: { target: '**/esxcli', args: [{ pattern: '(?<word>.*)' }], origin: { pattern: '(?<origin>.*)' } }
    do: { mock: { stdout: "\${origin} says \${word}\\n" } }
`;

/** Some by which a program of this machine would load what it names, or podman go elsewhere. */
const INTERPOSE = `version: 1
variables: { OF_THE_IMAGE: a b, LD_PRELOAD: /of/the/image.so, CONTAINER_HOST: 'unix:///of/the/image' }
`;

/** Where programs in a test keep their temporary files, to see what they left. */
async function scratch(): Promise<{ TMPDIR: string }> {
  const folder = join(await testFolder(), 't');
  mkdirSync(folder);
  return { TMPDIR: folder };
}

for (const { engine, tool } of ENGINES) {
  needs(
    'gcc',
    'busybox',
    tool,
  )(`an image run by ${tool}`, () => {
    const folder = new TempFolder();
    const archive = folder.file('host.tar');
    const root = folder.file('root');
    const hooks = folder.file('hooks.yaml');

    beforeAll(async () => {
      writeFileSync(hooks, HOOKS);
      await imageIn(folder.path);
      await imageIn(folder.path, { interpose: INTERPOSE, name: 'host.tar' });
      return () => folder[Symbol.dispose]();
    });

    const args = (image: string, options: readonly string[], ...command: string[]): string[] => [
      ...['image', 'run', image, '--with', engine, '--manifest', hooks, ...options, '--', ...command],
    ];
    const run = (script: string, options: readonly string[] = [], image = root): Promise<Done> =>
      tapehead(args(image, options, 'sh', '-c', script));

    it('answers what is asked in it, as its origin', async () => {
      const { stdout, stderr, code } = await run('esxcli a; hostname; pwd; id -u; esxcli', [
        '--origin',
        'esx-7',
      ]);
      expect({ stdout, code }).toEqual({ stdout: 'esx-7 says a\nesx-7\n/\n0\n', code: 125 });
      expect(stderr).toMatch(/^tapehead: miss: .*\ntapehead: 1 answered by hooks, 1 missed\n$/);
    });

    it('answers from the model of a profile, which its commands change', async () => {
      const { stdout, stderr, code } = await tapehead([
        ...['image', 'run', root, '--with', engine, '--profile', 'esxi', '--', 'sh', '-c'],
        'esxcli network vswitch standard add -v lab && esxcli network vswitch standard list | grep "^lab"',
      ]);
      expect({ stdout, code }).toEqual({ stdout: 'lab\n', code: 0 });
      expect(stderr).toBe('tapehead: 2 answered by the profile\n');
    });

    it('gives the exit code of COMMAND, 128 + n for a signal, 126 and 127 as shells do', async () => {
      const codes = await Promise.all(
        [['sh', '-c', 'exit 3'], ['sh', '-c', 'kill -9 $$; exit 4'], ['/etc/passwd'], ['no-such']].map(
          async (command) => (await tapehead(args(root, ['--in-place'], ...command))).code,
        ),
      );
      // A first process of a container cannot kill itself.
      expect(codes).toEqual([3, engine === 'podman' ? 4 : 137, 126, 127]);
    });

    it('is what the archive has, with the variables of its configuration and those given, and no others', async () => {
      const script =
        'for name in OF_THE_IMAGE GIVEN MINE SECRET LOST; do eval "echo $name=\\$$name"; done; esxcli b';
      const options = ['--env', 'GIVEN=x=\n y', '--env', 'MINE'];
      const { stdout, code } = await tapehead(args(archive, options, 'sh', '-c', script), {
        env: { MINE: 'of mine', SECRET: 'hush' },
      });
      expect({ stdout, code }).toEqual({
        stdout: 'OF_THE_IMAGE=a b\nGIVEN=x= y\nMINE=of mine\nSECRET=\nLOST=\ndefault says b\n',
        code: 0,
      });
    });

    it('has variables that are for COMMAND alone: the engine is not led by them', async () => {
      const options = ['--env', 'GLIBC_TUNABLES=given', '--env', 'LD_LIBRARY_PATH=/given'];
      const script = 'echo $LD_PRELOAD $CONTAINER_HOST $GLIBC_TUNABLES $LD_LIBRARY_PATH';
      const done = await tapehead(args(archive, options, 'sh', '-c', script));
      expect(done).toEqual({
        stdout: '/of/the/image.so unix:///of/the/image given /given\n',
        stderr: 'tapehead: nothing was asked\n',
        code: 0,
      });
    });

    it('keeps the values of variables that are given out of what others see', async () => {
      const script = 'tr "\\0" "\\n" </proc/1/cmdline; echo $GIVEN';
      const { stdout } = await tapehead(args(archive, ['--env', 'GIVEN=hush'], 'sh', '-c', script));
      expect(stdout.match(/hush/g)).toHaveLength(1);
    });

    it('has a network of its own, and may change nothing of this machine', async () => {
      const { stdout } = await run(
        'awk -F: "NR > 2 { print \\$1 }" /proc/net/dev; date -s 2001-01-01 >/dev/null 2>&1; date +%Y; ' +
          'echo 1 >/proc/sys/kernel/printk || echo no setting; echo h >/proc/sysrq-trigger || echo no key',
      );
      expect(stdout.replaceAll(' ', '')).toMatch(/^lo\n(?!2001)\d+\nnosetting\nnokey\n$/);
    });

    it('is a copy, and nothing is left of it', async () => {
      const env = await scratch();
      const done = await tapehead(
        args(
          root,
          [],
          'sh',
          '-c',
          'echo x >/etc/mine && rm /etc/passwd && mkdir -p /tmp/shut/in && chmod 0 /tmp/shut',
        ),
        { env },
      );
      expect(done).toEqual({ stdout: '', stderr: 'tapehead: nothing was asked\n', code: 0 });
      expect(existsSync(join(root, 'etc/mine'))).toBe(false);
      expect(existsSync(join(root, 'etc/passwd'))).toBe(true);
      expect(readdirSync(env.TMPDIR)).toEqual([]);
    });

    it('is the folder itself with --in-place', async () => {
      expect((await run('echo "$(esxcli c)" >/tmp/kept', ['--in-place'])).code).toBe(0);
      expect(readFileSync(join(root, 'tmp/kept'), 'utf8')).toBe('default says c\n');
    });

    it('gets our stdin to its end', async () => {
      const input = 'x'.repeat(300_000);
      const { stdout } = await tapehead(args(root, ['--in-place'], 'sh', '-c', 'wc -c; cat'), { input });
      expect(stdout).toBe('300000\n');
    });

    it('ends at a signal, with all that ran in it, and leaves nothing', { timeout: 60_000 }, async () => {
      const env = await scratch();
      const ready = join(root, 'tmp/ready');
      const script = `sleep 1234567 & echo >/tmp/ready; wait`;
      const { child, done } = startTapehead(args(root, ['--in-place'], 'sh', '-c', script), { env });
      await vi.waitUntil(() => existsSync(ready), { timeout: 30_000 });
      const [sleeping] = pidsOf('sleep', '1234567');
      expect(sleeping).toBeDefined();
      child.kill('SIGTERM');
      if (engine === 'podman') child.kill('SIGINT'); // the first process of a container is deaf to it
      await vi.waitUntil(() => !isAlive(sleeping as number), { timeout: 30_000 });
      expect((await done).code).toBeGreaterThan(128);
      expect(readdirSync(env.TMPDIR)).toEqual([]);
    });

    it('ends at a signal that comes while it is copied', { timeout: 60_000 }, async () => {
      const env = await scratch();
      const large = await imageIn(await testFolder(), { listing: hostListing(9000) });
      const script = 'trap "exit 143" TERM; while :; do sleep 0.05; done';
      const { child, done } = startTapehead(args(large, [], 'sh', '-c', script), { env });
      const isBegun = (): boolean =>
        readdirSync(env.TMPDIR).some((name) => existsSync(join(env.TMPDIR, name, 'root')));
      await vi.waitUntil(isBegun, { timeout: 30_000, interval: 1 });
      child.kill('SIGTERM');
      const { stdout, code } = await done;
      expect(stdout).toBe('');
      expect([1, 143]).toContain(code); // COMMAND's own where the copy was quicker
      expect(readdirSync(env.TMPDIR)).toEqual([]);
    });

    it('lets COMMAND see to its end when a signal comes', { timeout: 60_000 }, async () => {
      const ready = join(root, 'tmp/trapped');
      const script = `trap 'esxcli undone; exit 9' TERM; echo >/tmp/trapped; while :; do sleep 0.05; done`;
      const { child, done } = startTapehead(args(root, ['--in-place'], 'sh', '-c', script));
      await vi.waitUntil(() => existsSync(ready), { timeout: 30_000 });
      child.kill('SIGTERM');
      expect(await done).toEqual({
        stdout: 'default says undone\n',
        stderr: 'tapehead: 1 answered by hooks\n',
        code: 9,
      });
    });

    needs('script')('at a terminal', () => {
      it(
        'is a shell to work in: Ctrl-C ends what runs in it and not the shell, and the size is followed',
        { timeout: 60_000 },
        async () => {
          const words = [process.execPath, MAIN, ...args(root, ['--in-place', '--env', 'PS1=> '], 'sh')];
          const typist = new Typist(`stty rows 33 cols 91; ${words.map((word) => `'${word}'`).join(' ')}`);
          await typist.until('at ');
          const terminal = (await typist.until('\r')).trim();
          await typist.until('> ');
          typist.type('tty -s && echo "size $(stty size)"; sleep 7654321\n');
          await typist.until('size 33 91');
          await vi.waitUntil(() => pidsOf('sleep', '7654321').length > 0, { timeout: 20_000 });
          typist.type('\x03');
          await typist.until('> ');
          typist.type('echo "code $?, $(esxcli here)"\n');
          await typist.until('code 130, default says here');
          typist.type('until [ "$(stty size)" = "40 91" ]; do sleep 0.05; done; echo grown\n');
          typist.resize(terminal, 40);
          await typist.until('\ngrown');
          typist.type('exit 7\n');
          expect(await typist.code).toBe(7);
        },
      );
    });
  });
}

/** Pids of processes with just these words, wherever they run. */
function pidsOf(...words: readonly string[]): number[] {
  const line = `${words.join('\0')}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1') === line && isAlive(pid);
      } catch {
        return false; // it ended meanwhile
      }
    });
}

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('tapehead image run', () => {
  it('says what is missing, and what to try', async () => {
    const folder = await testFolder();
    const root = await imageIn(folder);
    const nothing = join(folder, 'nothing');
    mkdirSync(nothing);
    const refusals: [string[], NodeJS.ProcessEnv, number, RegExp][] = [
      [[root, '--', 'true'], { PATH: nothing }, 1, /neither bwrap nor podman is on PATH/],
      [[root, '--with', 'podman', '--', 'true'], { PATH: nothing }, 1, /there is no podman on PATH/],
      [[root], {}, 2, /there is no COMMAND to run in the image/],
      [
        [join(folder, 'none'), '--', 'true'],
        {},
        1,
        /none is no image that tapehead built: there is no such file/,
      ],
      [[nothing, '--', 'true'], {}, 1, /it has no \/.tapehead\/image.json/],
      [[MAIN, '--', 'true'], {}, 1, /is no tar|ends within a header/],
      [[root, '--with', 'dockr', '--', 'true'], {}, 2, /--with does not know "dockr"/],
      [[root, '--env', 'TAPEHEAD_ORIGIN=x', '--', 'true'], {}, 2, /is set by tapehead itself/],
      [[root, '--upstream', 'local:', '--', 'true'], {}, 2, /--cassette is missing/],
    ];
    for (const [args, env, code, said] of refusals) {
      const done = await tapehead(['image', 'run', ...args], { env: { ...(await scratch()), ...env } });
      expect({ code: done.code, stderr: done.stderr }).toEqual({
        code,
        stderr: expect.stringMatching(said) as string,
      });
      expect(done.stderr).toContain('\ntry: ');
    }
  });

  it('takes podman where bubblewrap cannot, and says in its words why it cannot where it was asked for', async () => {
    const folder = await testFolder();
    const root = await imageIn(folder);
    const path = join(folder, 'path');
    mkdirSync(path);
    const program = (name: string, script: string): void =>
      writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    program('bwrap', 'echo "bwrap: No permissions to create a new namespace" >&2; exit 1');
    symlinkSync(process.execPath, join(path, 'node'));
    const run = (...options: string[]): Promise<Done> =>
      tapehead(['image', 'run', root, ...options, '--', 'true'], { env: { PATH: `${path}:/bin` } });
    const refused = await run('--with', 'bwrap');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /bubblewrap cannot run the image here: bwrap: No permissions.*\ntry: --with podman/,
    );
    program('podman', 'echo "a podman of the test: $*"; exit 5');
    const { stdout, code } = await run();
    expect(code).toBe(5);
    expect(stdout).toMatch(
      /^a podman of the test: --root \S+ .* run --rm .* --network none .* --rootfs \S+[/]root true\n$/,
    );
  });

  it('tells podman’s own failure from a miss', async () => {
    const folder = await testFolder();
    const root = await imageIn(folder);
    const path = join(folder, 'path');
    mkdirSync(path);
    writeFileSync(join(path, 'podman'), '#!/bin/sh\necho "Error: cannot" >&2; exit 125\n', { mode: 0o755 });
    const { stderr, code } = await tapehead(['image', 'run', root, '--with', 'podman', '--', 'true'], {
      env: { PATH: `${path}:/bin` },
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^Error: cannot\ntapehead: podman could not start the image/) as string,
    });
  });
});

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('an ordinary user', () => {
  asNobody('nobody', () => {
    it('runs an image as well, and is root in it', async () => {
      const folder = await testFolder();
      await imageIn(folder, { name: 'host.tar.gz' });
      const tmp = join(folder, 'tmp');
      mkdirSync(tmp);
      chmodSync(folder, 0o755);
      chmodSync(tmp, 0o777);
      writeFileSync(join(folder, 'hooks.yaml'), HOOKS);
      const words = ['image', 'run', join(folder, 'host.tar.gz'), '--manifest', join(folder, 'hooks.yaml')];
      const script = 'id -u; ls -ld /etc | cut -c 1-10; echo x >>/usr/lib/new; cat /usr/lib/new; esxcli d';
      const { stdout, stderr, code } = await startProgram(
        [...AS_NOBODY, process.execPath, MAIN, ...words, '--with', 'bwrap', '--', 'sh', '-c', script],
        { env: { HOME: tmp, TMPDIR: tmp } },
      ).done;
      expect({ stdout, stderr, code }).toEqual({
        stdout: '0\ndrwxr-xr-x\nx\ndefault says d\n',
        stderr: 'tapehead: 1 answered by hooks\n',
        code: 0,
      });
      expect(readdirSync(tmp)).toEqual([]);
    });
  });
});
