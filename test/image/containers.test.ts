import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildImage } from '../../src/image/build.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { Podman } from '../support/podman.ts';
import { APPLIANCE } from './planned.ts';

/** Looks at an image from inside: what a program there sees. */
const LOOK = String.raw`
for path in /bin /usr/bin/sh /usr/bin/bash /usr/bin/su /.tapehead/shim /usr/bin/ls /usr/bin/python3 /home/admin \
  /var/log/raid.log /var/log/raid.log.1 /etc/motd /tmp /etc/localtime '/home/admin/two words' /home/admin/caf*; do
  stat -c '%a %u %g %h %F %n' "$path"
done
[ /usr/bin/bash -ef /.tapehead/shim ] && echo 'bash is the shim'
[ /var/log/raid.log -ef /var/log/raid.log.1 ] && echo 'one log'
readlink /bin; readlink /etc/localtime
seq 3 | awk '{ all += $1 } END { print all }'
systemctl status; echo "systemctl: $?"
cat /.tapehead/image.json`;

const SEEN = (owner: string, group: string) => `777 0 0 1 symbolic link /bin
777 0 0 1 symbolic link /usr/bin/sh
755 0 0 10 regular file /usr/bin/bash
755 0 0 8 regular file /usr/bin/su
755 0 0 10 regular file /.tapehead/shim
755 0 0 8 regular file /usr/bin/ls
777 0 0 1 symbolic link /usr/bin/python3
750 ${owner} ${group} 2 directory /home/admin
640 ${owner} ${group} 2 regular empty file /var/log/raid.log
640 ${owner} ${group} 2 regular empty file /var/log/raid.log.1
644 0 0 1 regular empty file /etc/motd
1777 0 0 2 directory /tmp
777 0 0 1 symbolic link /etc/localtime
600 ${owner} ${group} 1 regular empty file /home/admin/two words
`;

const options = (out: string) => ({
  ...{ listing: APPLIANCE, out, tag: 'appliance:test', labels: { 'com.example.team': 'storage' } },
  arch: process.arch === 'arm64' ? ('arm64' as const) : ('x64' as const),
});

needs(
  'gcc',
  'busybox',
  'podman',
)('an archive in podman', () => {
  it('is loaded, and looks like the host from inside', async () => {
    const archive = join(await testFolder(), 'appliance.tar.gz');
    await buildImage(options(archive), process.env);
    await using podman = await Podman.open();
    const image = await podman.load(archive);
    expect(image).toBe('docker.io/library/appliance:test'); // as of docker, which is found by the short name too
    const seen = await podman.run('appliance:test', ['sh', '-c', `exec 2>&1; ${LOOK}`]);
    expect(seen).toContain(SEEN('1001', '1002'));
    expect(seen).toContain('600 1001 1002 1 regular empty file /home/admin/caf');
    expect(seen).toContain('bash is the shim\none log\nusr/bin\n/usr/share/zoneinfo/Nowhere\n6\n');
    expect(seen).toMatch(/tapehead: .*systemctl: no deck.*\nsystemctl: 125\n/);
    expect(seen).toContain('"format":1');
    const labels = await podman.do('image', 'inspect', '--format', '{{json .Labels}}', image);
    expect(JSON.parse(labels)).toMatchObject({
      'com.example.team': 'storage',
      'io.tapehead.origin-variable': 'TAPEHEAD_ORIGIN',
      'io.tapehead.socket': '/.tapehead/socket',
    });
  });
});

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('a root file system in bubblewrap', () => {
  it('looks like the host from inside; its owner is who built it', async () => {
    const root = join(await testFolder(), 'root');
    await buildImage(options(root), process.env);
    const args = ['--ro-bind', root, '/', '--dev', '/dev', '--proc', '/proc', '--clearenv'];
    const { stdout } = await promisify(execFile)('bwrap', [
      ...[...args, '--unshare-user', '--uid', '0', '--gid', '0'],
      ...['--setenv', 'PATH', '/usr/sbin:/usr/bin', '/bin/sh', '-c', `exec 2>&1; ${LOOK}`],
    ]);
    expect(stdout).toContain(SEEN('0', '0'));
    expect(stdout).toContain('bash is the shim\none log\n');
    expect(stdout).toMatch(/systemctl: 125\n/);
  });
});
