/**
 * A listing of as many entries as a hypervisor of this day has, as a survey writes it: executables, libraries, data, links
 * whose targets are not told, devices. All names are made up.
 */
export function inventedListing(count: number): string {
  const lines: string[] = [];
  const add = (letter: string, mode: string, path: string): void => {
    const bits = Array.from({ length: 9 }, (_, i) =>
      (Number.parseInt(mode.slice(-3), 8) & (0o400 >> i)) === 0 ? '-' : 'rwx'.charAt(i % 3),
    );
    lines.push(
      JSON.stringify({ hstat: letter + bits.join(''), stat: mode, owner: 'root', group: 'root', path }),
    );
  };
  for (const folder of [
    '/bin',
    '/etc',
    '/etc/init.d',
    '/lib64',
    '/opt',
    '/usr',
    '/usr/lib',
    '/var',
    '/dev',
    '/tmp',
  ])
    add('d', '755', folder);
  for (const name of ['sh', 'ls', 'cat', 'awk', 'sed', 'grep', 'sleep']) add('l', '777', `/bin/${name}`);
  add('-', '555', '/usr/lib/tools/bin/busybox');
  for (let i = 0; lines.length < count; i++) {
    const folder = `/usr/lib/component-${i % 97}`;
    const part = `part-of-a-longer-name-${i}`;
    if (i % 140 === 0) add('c', '666', `/dev/char/device-${i}`);
    else if (i % 21 === 0) add('l', '777', `/lib64/lib${part}.so`);
    else if (i % 13 === 0) add('-', '555', `${folder}/bin/${part}`);
    else if (i % 17 === 0) add('-', '555', `/lib64/lib${part}.so.1`);
    else if (i % 29 === 0) add('-', '500', `/bin/tool-${i}`);
    else if (i % 7 === 0) add('d', '755', `${folder}/data/${part}`);
    else add('-', '644', `${folder}/data/locale/of-the-interface/${part}.vmsg`);
  }
  return `[\n${lines.join(',\n')}\n]\n`;
}
