import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../../support/needs.ts';

/**
 * Makes the root of an image as many are: /bin is a link to usr/bin and /sbin an absolute one, applets are links to
 * busybox, which has a hard link too, and esxcli is a script of its own.
 */
export function makeImage(root: string): void {
  for (const folder of ['usr/bin', 'usr/sbin', 'etc']) mkdirSync(join(root, folder), { recursive: true });
  symlinkSync('usr/bin', join(root, 'bin'));
  symlinkSync('/usr/sbin', join(root, 'sbin'));
  cpSync(pathOf('busybox'), join(root, 'usr/bin/busybox'));
  linkSync(join(root, 'usr/bin/busybox'), join(root, 'usr/bin/hard'));
  for (const applet of ['sh', 'ls', 'basename']) symlinkSync('busybox', join(root, 'usr/bin', applet));
  symlinkSync('../../bin/busybox', join(root, 'usr/sbin/dirname'));
  writeFileSync(join(root, 'usr/bin/esxcli'), '#!/bin/sh\necho "the original: $*"\n', { mode: 0o750 });
  utimesSync(join(root, 'usr/bin/esxcli'), 1_577_836_800, 1_577_836_800);
}

/** Every file with its kind, mode, owner, size, link and time; folders without what changes when files move. */
export function listImage(root: string): string[] {
  const format = (fields: string): string[] => ['-printf', `${fields}\\n`];
  const kinds = [
    '(',
    '-type',
    'd',
    ...format('%P d %m %u'),
    ')',
    '-o',
    ...format('%P %y %m %u %s %l %n %T@'),
  ];
  return execFileSync('find', [root, '-mindepth', '1', ...kinds], { encoding: 'utf8' })
    .split('\n')
    .toSorted();
}
