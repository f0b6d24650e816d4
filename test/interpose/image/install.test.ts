import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installShims } from '../../../src/interpose/image/install.ts';
import { uninstallShims } from '../../../src/interpose/image/uninstall.ts';
import { shimBinary } from '../../../src/shim/binary.ts';
import { tapehead, testFolder } from '../../cli/run-tapehead.ts';
import { needs } from '../../support/needs.ts';
import { listImage, makeImage } from './an-image.ts';

const NAMES = ['esxcli', 'ls', '/bin/basename', 'dirname', '/opt/vendor/tool'];

async function anImage(): Promise<string> {
  const root = await testFolder();
  makeImage(root);
  return root;
}

const install = (root: string, ...names: string[]): Promise<unknown> =>
  installShims(root, names, 'link', shimBinary());

/** What a process of the image would see, with no deck, so that its originals answer. */
function inImage(root: string, command: string): string {
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['--user', '--map-root-user', 'chroot', root, '/bin/sh', '-c', command],
    { encoding: 'utf8', env: { PATH: '/bin:/sbin:/usr/bin:/usr/sbin', TAPEHEAD_ON_LOST: 'passthrough' } },
  );
  return stdout + stderr;
}

/** Links and the list are written anew each time. */
const timeless = (line: string): string => line.replace(/ [\d.]+$/, '');

needs(
  'gcc',
  'busybox',
  'mount namespaces',
)('shims in an image', () => {
  test.each(['link', 'copy'] as const)(
    'by %s find their originals by every path, and go again without a trace',
    async (by) => {
      const root = await anImage();
      const before = listImage(root);
      await installShims(root, NAMES, by, shimBinary());
      const installed = listImage(root);
      await installShims(root, NAMES, by, shimBinary());
      expect(listImage(root).map(timeless)).toEqual(installed.map(timeless));

      expect(lstatSync(join(root, 'usr/bin/esxcli')).isSymbolicLink()).toBe(by === 'link');
      for (const path of ['esxcli', '/bin/esxcli', '/usr/bin/esxcli']) {
        expect(inImage(root, `${path} a b`)).toBe('the original: a b\n');
      }
      expect(inImage(root, 'ls -d /etc; /usr/bin/basename /a/b; /sbin/dirname /a/b; dirname /c/d')).toBe(
        '/etc\nb\n/a\n/c\n',
      );
      expect(inImage(root, 'tool 2>&1; /opt/vendor/tool')).toContain('/.shadow/opt/vendor/tool');

      await uninstallShims(root, []);
      expect(listImage(root)).toEqual(before);
    },
  );

  test('go one by one, and what is left still works', async () => {
    const root = await anImage();
    const before = listImage(root);
    await install(root, ...NAMES);
    await install(root, 'hard', 'busybox');
    await uninstallShims(root, ['busybox', '/bin/esxcli']);
    expect(inImage(root, 'esxcli; ls -d /etc; hard')).toBe('the original: \n/etc\nhard: applet not found\n');
    await uninstallShims(root, []);
    expect(listImage(root)).toEqual(before);
  });

  test('are told of by the call that names them', async () => {
    const root = await anImage();
    await install(root, 'esxcli', 'ls');
    const again = await installShims(root, ['ls', '/opt/vendor/tool'], 'link', shimBinary());
    expect(again).toEqual([
      { path: '/usr/bin/ls', by: 'link', original: 'moved' },
      { path: '/opt/vendor/tool', by: 'link', original: 'new' },
    ]);
  });

  test.each([
    ['itself', 'sh', '/usr/bin/sh'],
    ['by what it leads to', 'busybox', '/usr/bin/busybox'],
  ])('are told of where the shell of the image is one, %s', async (_, name, path) => {
    const root = await anImage();
    const quiet = await tapehead(['shim', 'install', root, 'ls']);
    expect(quiet.stderr).toBe('tapehead: /usr/bin/ls is the shim, its original is /.shadow/usr/bin/ls\n');
    const { code, stderr } = await tapehead(['shim', 'install', root, name]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      `tapehead: ${path} is the shim, its original is /.shadow${path}\n` +
        `tapehead: /bin/sh of the image is ${path}, so each script in it asks the deck\n` +
        `try: unless that is meant, tapehead shim uninstall ${root} ${path}\n`,
    );
  });

  test('are installed where the shell of the image leads nowhere', async () => {
    const root = await anImage();
    rmSync(join(root, 'bin'));
    symlinkSync('../../elsewhere', join(root, 'bin'));
    expect(await tapehead(['shim', 'install', root, '/opt/vendor/tool'])).toMatchObject({
      code: 0,
      stderr: 'tapehead: /opt/vendor/tool is the shim\n',
    });
  });

  test('are listed in a text that is always the same', async () => {
    const root = await anImage();
    await install(root, ...NAMES.toReversed());
    expect(readFileSync(join(root, '.tapehead/installed'), 'utf8')).toBe(
      `tapehead shims, format 1
alias "/.shadow/bin", "/.shadow/usr/bin"
alias "/.shadow/sbin", "/.shadow/usr/sbin"
alias "/.shadow/usr/bin/busybox", "/usr/bin/busybox"
folder "/opt"
folder "/opt/vendor"
link "/opt/vendor/tool", "new"
link "/usr/bin/basename", "moved"
link "/usr/bin/esxcli", "moved"
link "/usr/bin/ls", "moved"
link "/usr/sbin/dirname", "moved"
`,
    );
  });

  test('of another release are replaced', async () => {
    const root = await anImage();
    await installShims(root, ['esxcli', 'ls'], 'copy', shimBinary());
    const older = Buffer.concat([readFileSync(shimBinary()), Buffer.from('of another release')]);
    for (const path of ['.tapehead/shim', 'usr/bin/ls']) writeFileSync(join(root, path), older);
    await install(root, 'esxcli');
    for (const path of ['.tapehead/shim', 'usr/bin/ls']) {
      expect(readFileSync(join(root, path)).equals(readFileSync(shimBinary()))).toBe(true);
    }
  });

  test('that were cut short are finished when asked again', async () => {
    const root = await anImage();
    const before = listImage(root);
    await install(root, 'esxcli', 'ls');
    rmSync(join(root, 'usr/bin/esxcli')); // as between the move and the link
    await install(root, 'ls');
    expect(inImage(root, 'esxcli on')).toBe('the original: on\n');
    await uninstallShims(root, []);
    expect(listImage(root)).toEqual(before);
  });

  test('are refused where a file of the image would be lost, and nothing is changed', async () => {
    const root = await anImage();
    await install(root, 'esxcli');
    rmSync(join(root, 'usr/bin/esxcli'));
    writeFileSync(join(root, 'usr/bin/esxcli'), 'a new one');
    const before = listImage(root);
    await expect(install(root, 'ls')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(uninstallShims(root, [])).rejects.toMatchObject({ code: 'USAGE' });
    expect(listImage(root)).toEqual(before);
  });

  test.each([
    ['the root of this machine', () => '/', 'ls', 'the root of this machine'],
    ['another path of it', () => '/proc/self/root', 'ls', 'the root of this machine'],
    ['what is mounted', () => '/proc', 'ls', 'the root of what is mounted'],
    ['no folder', () => '/dev/null', 'ls', 'no folder'],
    ['a folder in it', (root: string) => root, '/usr/bin', 'it is a folder'],
    ['a name that is not there', (root: string) => root, 'vim-cmd', 'there is no vim-cmd'],
    ['a way up', (root: string) => root, '/usr/../../x', 'its .. may lead out of the tree'],
    ['a name that is a way up', (root: string) => root, '../x', 'its .. may lead out of the tree'],
    ['an empty name', (root: string) => root, '', 'a NAME is empty'],
    ['the folder itself', (root: string) => root, '.', 'it is a folder'],
    ['a path from nowhere', (root: string) => root, 'bin/ls', 'neither a name nor a path from the root'],
    ['a name that is a folder', (root: string) => root, 'folder', 'it is a folder'],
    ['a path that ends as one of a folder does', (root: string) => root, '/usr/bin/', 'it is a folder'],
    ['a link out of it', (root: string) => root, '/out/passwd', 'leads out of the tree'],
    ['links without an end', (root: string) => root, '/loop/x', 'leads out of the tree'],
    ['a file as a folder', (root: string) => root, '/usr/bin/ls2/x', 'no folder'],
    ['our own', (root: string) => root, '/.tapehead/shim', "tapehead's own"],
  ])('refuse %s', async (_, folder, name, what) => {
    const root = await anImage();
    symlinkSync('../../../etc', join(root, 'out'));
    symlinkSync('/loop', join(root, 'loop'));
    writeFileSync(join(root, 'usr/bin/ls2'), '');
    mkdirSync(join(root, 'usr/bin/folder'));
    await expect(install(folder(root), name)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(what) as string,
    });
    expect(existsSync(join(root, '.tapehead'))).toBe(false);
  });

  test.each(['.tapehead', '.shadow'])('never write through a link that is %s', async (own) => {
    const [root, outside] = [await anImage(), await testFolder()];
    symlinkSync(outside, join(root, own));
    mkdirSync(join(outside, 'usr/bin'), { recursive: true });
    await expect(install(root, 'esxcli')).rejects.toMatchObject({ code: 'USAGE' });
    expect(listImage(outside).filter((line) => !/^(usr|usr\/bin) |^$/.test(line))).toEqual([]);
    expect(readFileSync(join(root, 'usr/bin/esxcli'), 'utf8')).toContain('the original');
  });

  test.each([
    ['a newer format', 'tapehead shims, format 2\n', 'newer tapehead'],
    ['another text', 'hello\n', 'no list of shims'],
    ['a broken line', 'tapehead shims, format 1\nlink "/x\n', 'a line of it'],
    ['a path out of it', 'tapehead shims, format 1\nlink "/out/passwd", "moved"\n', 'leads out'],
    ['a path through a link', 'tapehead shims, format 1\nlink "/bin/esxcli", "moved"\n', 'is a link now'],
  ])('refuse a list with %s', async (_, text, what) => {
    const root = await anImage();
    symlinkSync('../../../etc', join(root, 'out'));
    mkdirSync(join(root, '.tapehead'));
    writeFileSync(join(root, '.tapehead/installed'), text);
    const before = listImage(root);
    const told = { code: 'USAGE', message: expect.stringContaining(what) as string };
    await expect(install(root, 'ls')).rejects.toMatchObject(told);
    await expect(uninstallShims(root, [])).rejects.toMatchObject(told);
    expect(listImage(root)).toEqual(before);
  });
});
