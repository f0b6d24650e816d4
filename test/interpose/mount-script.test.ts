import { expect, test } from 'vitest';
import { mountPointsOf, mountScript } from '../../src/interpose/mount-script.ts';

const NOTHING = {
  shim: '/s',
  layers: { files: [], folders: [] },
  originals: [],
  workshop: '/w',
  mountPoints: [],
};

test('originals are bound before the shim is, and every word is quoted', () => {
  const script = mountScript({
    ...NOTHING,
    layers: { files: ["/it's; rm -rf $HOME"], folders: [] },
    originals: [{ file: "/it's; rm -rf $HOME", at: '/w/a b' }],
  });
  const lines = script.split('\n').filter((line) => line.startsWith("'mount'"));
  expect(lines.map((line) => line.split(' || ')[0])).toEqual([
    String.raw`'mount' '-o' 'bind' '/it'\''s; rm -rf $HOME' '/w/a b'`,
    String.raw`'mount' '-o' 'bind' '/s' '/it'\''s; rm -rf $HOME'`,
  ]);
});

test('what is mounted in a folder that is laid over stays there', () => {
  const script = mountScript({
    ...NOTHING,
    layers: { files: [], folders: [{ folder: '/sbin', added: ['tool'] }] },
    mountPoints: ['/', '/sbin/init', '/sbin/init/below', '/sbinary'],
  });
  const kept = script.split('\n').filter((line) => line.includes('kept'));
  expect(kept.map((line) => line.split(' || ')[0])).toEqual([
    "if [ -d '/sbin/init' ]; then mkdir '/w/kept-0-0'; else : >'/w/kept-0-0'; fi",
    "'mount' '-o' 'rbind' '/sbin/init' '/w/kept-0-0'",
    "'mount' '--move' '/w/kept-0-0' '/sbin/init'",
  ]);
});

test('mount points are read as the kernel writes them', () => {
  const line = (point: string): string => `22 27 0:21 / ${point} rw - proc proc rw\n`;
  expect(mountPointsOf(line('/proc') + line('/a\\040b\\134c'))).toEqual(['/proc', '/a b\\c']);
});
