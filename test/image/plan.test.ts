import { describe, expect, it } from 'vitest';
import { at, globs, listed, planned, rule, text, told } from './planned.ts';

const NONE = { include: [], exclude: [], perPath: [] };

describe('an image of a Linux appliance', () => {
  const image = planned();

  it('has the shim in the place of its executables', () => {
    const interposed = image.nodes.filter(
      (node) => node.kind === 'hardlink' && node.to === '/.tapehead/shim',
    );
    expect(interposed.map(({ path }) => path)).toEqual([
      '/etc/init.d/raid',
      '/opt/appliance/bin/raid-ctl',
      '/usr/bin/awk-of-unknown',
      '/usr/bin/bash',
      '/usr/bin/dash',
      '/usr/bin/journalctl',
      '/usr/bin/python3.11',
      '/usr/bin/su',
      '/usr/bin/systemctl',
      '/usr/bin/uncompress',
      '/usr/sbin/ifconfig',
      '/usr/sbin/zpool',
    ]);
    expect(image.counts.interposed).toBe(12);
  });

  it('has the shim once, with the mode of most and no set-uid', () => {
    expect(at(image, '/.tapehead/shim')).toBe('file 755 "shim"');
    expect(image.nodes.find(({ path }) => path === '/usr/bin/su')?.mode).toBe(0o755);
  });

  it('has a shell and base tools that are its own', () => {
    expect(at(image, '/.tapehead/busybox')).toBe('file 755 "busybox"');
    expect(at(image, '/usr/bin/ls')).toBe('= /.tapehead/busybox');
    expect(at(image, '/usr/bin/sh')).toBe('-> /.tapehead/busybox');
    expect(image.counts.baseTools).toBe(5);
  });

  it('has stand-ins for libraries, loaders, modules and data, executable or not', () => {
    for (const [path, mode] of [
      ['/usr/lib/x86_64-linux-gnu/libzfs.so.4.1.0', 755],
      ['/usr/lib64/ld-linux-x86-64.so.2', 755],
      ['/usr/lib/modules/6.1.0/extra/zfs.ko', 755],
      ['/usr/lib/python3/dist-packages/storage.py', 755],
      ['/opt/appliance/bin/notes.txt', 755],
      ['/etc/motd', 644],
    ])
      expect(at(image, String(path))).toBe(`file ${mode} ""`);
  });

  it('leaves links as they point, and tells those that lead nowhere or round in a circle', () => {
    expect(at(image, '/bin')).toBe('-> usr/bin');
    expect(at(image, '/usr/bin/python3')).toBe('-> python3.11');
    expect(at(image, '/etc/localtime')).toBe('-> /usr/share/zoneinfo/Nowhere');
    expect(at(image, '/opt/appliance/loop-a')).toBe('-> loop-b');
    expect(told(image)).toMatchObject({
      'link that goes round in a circle, kept': 2,
      'link that leads nowhere, kept': 1,
    });
  });

  it('leaves out what a container has of its own or cannot have', () => {
    expect(told(image)).toMatchObject({
      'device, left out: a container gets its own /dev': 1,
      'socket, left out': 1,
      'pipe, left out': 1,
    });
    expect(at(image, '/dev/sda')).toBe(undefined);
  });

  it('has names of any bytes', () => {
    expect(at(image, '/home/admin/caf\xe9')).toBe('file 600 ""');
    expect(at(image, '/home/admin/new\nline')).toBe('file 600 ""');
  });

  it('keeps owners, with the numbers of its own passwd and group', () => {
    const { ids, nodes } = image;
    const owned = nodes.find(({ path }) => path === '/home/admin');
    expect(owned).toMatchObject({ mode: 0o750, owner: 'admin', group: 'storage' });
    expect([ids.uid('admin'), ids.gid('storage'), ids.uid('root'), ids.uid('1234')]).toEqual([
      1001, 1002, 0, 1234,
    ]);
  });

  it('keeps hard links of the host', () => {
    expect(at(image, '/var/log/raid.log')).toBe('file 640 ""');
    expect(at(image, '/var/log/raid.log.1')).toBe('= /var/log/raid.log');
  });

  it('puts what is known of an interposed executable into the shadow', () => {
    expect(at(image, '/.shadow/etc/init.d/raid')).toBe(
      `file 755 ${JSON.stringify('#!/bin/sh\necho raid\n')}`,
    );
    expect(image.counts.shadowed).toBe(1);
  });

  it('has each folder before what is in it, and each path once', () => {
    const paths = image.nodes.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].toSorted());
    for (const path of paths.slice(1))
      expect(paths).toContain(path.slice(0, Math.max(1, path.lastIndexOf('/'))));
  });
});

describe('what a listing does not tell', () => {
  it('is what every container has to have', () => {
    const image = planned({ listing: listed() });
    expect(at(image, '/tmp')).toBe('folder 1777');
    for (const path of ['/', '/proc', '/dev', '/sys', '/run', '/etc', '/bin'])
      expect(at(image, path)).toBe('folder 755');
    expect(at(image, '/bin/sh')).toBe('-> /.tapehead/busybox');
    expect(at(image, '/etc/passwd')).toBe(`file 644 ${JSON.stringify('root:x:0:0:root:/:/bin/sh\n')}`);
    expect(at(image, '/etc/group')).toBe(`file 644 ${JSON.stringify('root:x:0:\n')}`);
  });

  it('is /tmp as every host has it, whatever lies in it', () => {
    expect(at(planned({ listing: listed(['/tmp/left', { mode: 0o644 }]) }), '/tmp')).toBe('folder 1777');
  });

  it('is a folder where an engine mounts, whatever the listing has there', () => {
    const loop = { type: 'symlink', mode: 0o777, target: Buffer.from('proc') } as const;
    const image = planned({ listing: listed(['/proc', loop], ['/dev', { mode: 0o644 }]) });
    expect([at(image, '/proc'), at(image, '/dev')]).toEqual(['folder 755', 'folder 755']);
    expect(told(image)).toEqual({ 'an engine mounts there, made a folder': 2 });
  });

  it('is no line of passwd or group for a name that would be several fields or lines', () => {
    const odd = { owner: 'x:0:0\nevil:', group: 'a:b' };
    const image = planned({ listing: listed(['/a', odd]) });
    expect(at(image, '/etc/passwd')).toBe(`file 644 ${JSON.stringify('root:x:0:0:root:/:/bin/sh\n')}`);
    expect(at(image, '/etc/group')).toBe(`file 644 ${JSON.stringify('root:x:0:\n')}`);
  });

  it('is made of what lies in it: folders on the way', () => {
    const image = planned({ listing: listed(['/a/b/c', { mode: 0o644 }]) });
    expect(at(image, '/a/b')).toBe('folder 755');
    expect(told(image)).toEqual({ 'folder is not told but by what lies in it, made 755 root': 2 });
  });

  it('is a folder where something else is said to have files in it', () => {
    const image = planned({ listing: listed(['/a', { mode: 0o644 }], ['/a/b', { mode: 0o644 }]) });
    expect(at(image, '/a')).toBe('folder 755');
    expect(told(image)).toEqual({ 'something lies in it, made a folder': 1 });
  });

  it('is a link of a base tool to the busybox of the host, where it has one', () => {
    const link = { type: 'symlink', mode: 0o777 } as const;
    const image = planned({ listing: listed(['/bin/cat', link], ['/bin/sh', link], ['/opt/bin/busybox']) });
    expect(at(image, '/bin/cat')).toBe('-> /opt/bin/busybox');
    expect(at(image, '/opt/bin/busybox')).toBe('= /.tapehead/busybox');
  });

  it('is an executable where a link of unknown target lies among such, else it dangles', () => {
    const link = { type: 'symlink', mode: 0o777 } as const;
    const image = planned({
      listing: listed(
        ['/bin/tool', link],
        ['/bin/esxcli'],
        ['/lib/libx.so', link],
        ['/lib/x'],
        ['/store', link],
      ),
    });
    expect(at(image, '/bin/tool')).toBe('shim');
    expect(at(image, '/lib/libx.so')).toBe('-> /.tapehead/target-not-told');
    expect(at(image, '/store')).toBe('-> /.tapehead/target-not-told');
    expect(told(image)['link whose target is not told, left dangling']).toBe(2);
  });

  it('is nothing where the image has its own', () => {
    const image = planned({ listing: listed(['/.tapehead/shim'], ['/.shadow/bin/x']) });
    expect(at(image, '/.shadow/bin/x')).toBe(undefined);
    expect(told(image)).toEqual({ "/.tapehead and /.shadow are the image's own, left out": 2 });
  });
});

describe('the interpose manifest', () => {
  it('adds and takes away', () => {
    const image = planned({
      interpose: {
        ...NONE,
        include: globs('/usr/bin/ls', '**/*.txt'),
        exclude: globs('/usr/bin/systemctl', '/usr/sbin/*'),
      },
    });
    expect(at(image, '/usr/bin/ls')).toBe('shim');
    expect(at(image, '/opt/appliance/bin/notes.txt')).toBe('shim');
    expect(at(image, '/usr/bin/systemctl')).toBe('file 755 ""');
    expect(at(image, '/usr/sbin/zpool')).toBe('file 755 ""');
  });

  it('makes a link that it names the shim, and leaves those that a glob finds', () => {
    const named = planned({ interpose: { ...NONE, include: globs('/usr/bin/python3') } });
    expect(at(named, '/usr/bin/python3')).toBe('shim');
    const found = planned({ interpose: { ...NONE, include: globs('/usr/bin/*') } });
    expect(at(found, '/usr/bin/python3')).toBe('-> python3.11');
  });

  it('leaves a further name of an original where the original is, if it says so', () => {
    const again = { kind: 'image', path: '/usr/sbin/zpool' } as const;
    const files = [rule('/usr/sbin/zpool', text('#!/bin/sh')), rule('/usr/sbin/zfs', again)];
    const image = planned({ files, interpose: { ...NONE, exclude: globs('/usr/sbin/zfs') } });
    expect(at(image, '/usr/sbin/zpool')).toBe('shim');
    expect(at(image, '/usr/sbin/zfs')).toBe('= /.shadow/usr/sbin/zpool');
  });

  it('leaves a further name of an original that is not known a stand-in, if it says so', () => {
    const files = [rule('/usr/sbin/zfs', { kind: 'image', path: '/usr/sbin/zpool' })];
    const image = planned({ files, interpose: { ...NONE, exclude: globs('/usr/sbin/zfs') } });
    expect(at(image, '/usr/sbin/zfs')).toBe('file 755 ""');
  });

  it('makes a further name that it includes the shim, whether the original is known or not', () => {
    const files = [rule('/usr/sbin/zfs', { kind: 'image', path: '/usr/sbin/zpool' })];
    const image = planned({ files, interpose: { ...NONE, include: globs('/usr/sbin/zfs') } });
    expect(at(image, '/usr/sbin/zfs')).toBe('shim');
    expect(at(image, '/.shadow/usr/sbin/zfs')).toBe(undefined);
  });

  it.each([
    ['include', '/usr/bin/systemctk', /the listing has no .*; did you mean \/usr\/bin\/systemctl\?/],
    ['exclude', '/usr/sbin/systemctl', /the listing has no .*; there is \/usr\/bin\/systemctl/],
    ['include', '/usr/bin', /is a folder: \/usr\/bin\/\*\* is what is in it/],
  ] as const)('that has in %s a path that is not there is refused', (key, path, why) => {
    expect(() => planned({ interpose: { ...NONE, [key]: globs(path) } })).toThrow(why);
  });

  it('may have globs for other releases, which is told', () => {
    const image = planned({ interpose: { ...NONE, exclude: globs('/opt/other/*') } });
    expect(told(image)).toMatchObject({ 'the interpose manifest names it, nothing is there': 1 });
  });
});

describe('the files manifest', () => {
  it('brings content, which of an interposed executable lies in the shadow', () => {
    const image = planned({
      files: [rule('/etc/motd', text('hello')), rule('/usr/sbin/zpool', text('#!/bin/sh'))],
    });
    expect(at(image, '/etc/motd')).toBe('file 644 "hello"');
    expect(at(image, '/usr/sbin/zpool')).toBe('shim');
    expect(at(image, '/.shadow/usr/sbin/zpool')).toBe('file 755 "#!/bin/sh"');
  });

  it('names what lies behind links of folders, which stay links', () => {
    const listing = listed(
      ['/bin', { type: 'symlink', mode: 0o777, target: Buffer.from('usr/bin') }],
      ['/loop', { type: 'symlink', mode: 0o777, target: Buffer.from('loop') }],
      ['/usr/bin', { type: 'folder' }],
      ['/usr/bin/tool'],
    );
    const image = planned({
      listing,
      files: [
        rule('/bin/tool', text('#!/bin/sh')),
        rule('/bin/new/file', text('new')),
        rule('/loop/x', text('x')),
      ],
    });
    expect(at(image, '/bin')).toBe('-> usr/bin');
    expect(at(image, '/.shadow/usr/bin/tool')).toBe('file 755 "#!/bin/sh"');
    expect(at(image, '/usr/bin/new/file')).toBe('file 644 "new"');
    expect(at(image, '/loop/x')).toBe('file 644 "x"');
  });

  it('has originals in the shadow by all their names', () => {
    const image = planned({
      files: [
        rule('/usr/sbin/zpool', text('#!/bin/sh')),
        rule('/usr/sbin/zdb', { kind: 'image', path: '/usr/sbin/zfs' }),
        rule('/usr/sbin/zfs', { kind: 'image', path: '/usr/sbin/zpool' }),
      ],
    });
    for (const name of ['zfs', 'zdb']) {
      expect(at(image, `/usr/sbin/${name}`)).toBe('shim');
      expect(at(image, `/.shadow/usr/sbin/${name}`)).toBe('= /.shadow/usr/sbin/zpool');
    }
    expect(image.counts.interposed).toBe(14);
  });

  it('brings libraries, found in the shadow by their links too', () => {
    const image = planned({ files: [rule('/usr/lib/x86_64-linux-gnu/libzfs.so.4.1.0', text('ELF'))] });
    const folder = '/usr/lib/x86_64-linux-gnu';
    expect(at(image, `/.shadow${folder}/libzfs.so.4.1.0`)).toBe('file 755 "ELF"');
    expect(at(image, `/.shadow${folder}/libzfs.so.4`)).toBe('-> libzfs.so.4.1.0');
    expect(at(image, `${folder}/libzfs.so.4.1.0`)).toBe(`= /.shadow${folder}/libzfs.so.4.1.0`);
    expect(at(image, '/.shadow/.libraries')).toBe(`file 644 ${JSON.stringify(`/.shadow${folder}\n`)}`);
  });

  it('leaves a loader where programs name it', () => {
    const image = planned({ files: [rule('/usr/lib64/ld-linux-x86-64.so.2', text('ELF'))] });
    expect(at(image, '/usr/lib64/ld-linux-x86-64.so.2')).toBe('file 755 "ELF"');
    expect(at(image, '/.shadow/.libraries')).toBe(undefined);
  });

  it('keeps a tool that it brings in the place of a base tool', () => {
    const image = planned({
      files: [rule('/usr/bin/ls', text('ELF'))],
      interpose: { ...NONE, exclude: globs('/usr/bin/ls') },
    });
    expect(at(image, '/usr/bin/ls')).toBe('file 755 "ELF"');
  });

  it('makes links, hard links, folders, and stand-ins of what had content', () => {
    const image = planned({
      files: [
        rule('/etc/localtime', { kind: 'symlink', target: '/usr/share/zoneinfo/UTC' }),
        rule('/etc/issue', { kind: 'image', path: '/etc/motd' }),
        rule('/usr/local/bin/systemctl', { kind: 'image', path: '/usr/bin/systemctl' }),
        rule('/srv', { kind: 'folder' }, { mode: 0o750, owner: 'admin' }),
        rule('/etc/init.d/raid', { kind: 'empty' }),
      ],
    });
    expect(at(image, '/etc/localtime')).toBe('-> /usr/share/zoneinfo/UTC');
    expect(at(image, '/etc/issue')).toBe('= /etc/motd');
    expect(at(image, '/usr/local/bin/systemctl')).toBe('shim');
    expect(at(image, '/srv')).toBe('folder 750');
    expect(at(image, '/.shadow/etc/init.d/raid')).toBe(undefined);
    expect(told(image)['path that the listing has not, added']).toBe(3);
  });

  it('makes base tools of names that the host has not', () => {
    const image = planned({ files: [rule('/usr/bin/ln', { kind: 'image', path: '/.tapehead/busybox' })] });
    expect(at(image, '/usr/bin/ln')).toBe('= /.tapehead/busybox');
  });

  it('changes owners and modes alone, for all that a glob finds', () => {
    const image = planned({
      files: [rule('/var/log/*', { kind: 'attributes' }, { mode: 0o600, owner: 'root' })],
    });
    expect(image.nodes.find(({ path }) => path === '/var/log/raid.log')).toMatchObject({
      mode: 0o600,
      owner: 'root',
      group: 'storage',
    });
  });

  it('takes away, with what is in it', () => {
    const image = planned({ files: [rule('/opt/appliance', { kind: 'remove' })] });
    expect(image.nodes.filter(({ path }) => path.startsWith('/opt/appliance'))).toEqual([]);
  });

  it('takes away by globs what lies in folders that it takes away', () => {
    const image = planned({ files: [rule('/opt/**', { kind: 'remove' })] });
    expect(image.nodes.filter(({ path }) => path.startsWith('/opt/'))).toEqual([]);
    expect(told(image)).not.toHaveProperty('path that the listing has not, added');
  });

  it('has single paths win over globs, and the later glob over the earlier', () => {
    const files = [
      rule('/etc/motd', text('path')),
      rule('/etc/*', { kind: 'empty' }),
      rule('/etc/m*', text('glob')),
    ];
    expect(at(planned({ files }), '/etc/motd')).toBe('file 644 "path"');
    expect(at(planned({ files: files.slice(1) }), '/etc/motd')).toBe('file 644 "glob"');
  });

  it.each([
    ['hostname', 'localhost\n'],
    ['hosts', '127.0.0.1\tlocalhost\n::1\tlocalhost\n'],
    ['shells', '/bin/sh\n'],
    ['passwd', 'root:x:0:0:root:/:/bin/sh\nadmin:x:1001:1001:admin:/:/bin/sh\n'],
    ['group', 'root:x:0:\nstorage:x:1002:\n'],
  ] as const)('generates %s', (what, said) => {
    const image = planned({ files: [rule('/etc/made', { kind: 'generate', what })] });
    expect(at(image, '/etc/made')).toBe(`file 644 ${JSON.stringify(said)}`);
  });

  it('generates a machine-id that is the same for the same image', () => {
    const files = [rule('/etc/machine-id', { kind: 'generate', what: 'machine-id' as const })];
    expect(at(planned({ files }), '/etc/machine-id')).toMatch(/^file 644 "[0-9a-f]{32}\\n"$/);
    expect(at(planned({ files }), '/etc/machine-id')).toBe(at(planned({ files }), '/etc/machine-id'));
  });

  it.each([
    [
      'attributes',
      rule('/etc/mtod', { kind: 'attributes' }, { mode: 0o600 }),
      /the listing has no \/etc\/mtod; did you mean \/etc\/motd\?/,
    ],
    ['remove', rule('/etc/none', { kind: 'remove' }), /the listing has no \/etc\/none/],
    [
      'survey',
      rule('/etc/motd', { kind: 'survey' }),
      /no content of \/etc\/motd: tapehead survey --content brings it/,
    ],
    ['image', rule('/a', { kind: 'image', path: '/etc/mtod' }), /the image has no file \/etc\/mtod/],
    ['image of a folder', rule('/a', { kind: 'image', path: '/etc' }), /\/etc is a folder, and no file/],
    ['image of a link', rule('/a', { kind: 'image', path: '/bin' }), /\/bin is a link, and no file/],
    ['image of itself', rule('/a', { kind: 'image', path: '/a' }), /the image has no file \/a/],
    ['text for a folder', rule('/etc', text('x')), /\/etc is a folder in the listing/],
  ])('that says %s of what is not so is refused', (_, wrong, why) => {
    expect(() => planned({ files: [wrong] })).toThrow(why);
    expect(() => planned({ files: [wrong] })).toThrow(/^files\.yaml:1:1: /);
  });
});
