import type { Command } from 'commander';
import { installShims } from '../../interpose/image/install.ts';
import type { Place } from '../../interpose/image/installed.ts';
import { shellAmong } from '../../interpose/image/shell.ts';
import { uninstallShims } from '../../interpose/image/uninstall.ts';
import { shimBinary } from '../../shim/binary.ts';
import type { CommandLine } from '../command-line.ts';

export function addShim(program: Command, { terminal }: CommandLine): void {
  const shim = program
    .command('shim')
    .summary('put the shim in the place of executables of an image')
    .description(
      'Puts the shim in the place of executables of a mock host: each run of them asks the deck at ' +
        'TAPEHEAD_SOCKET, /.tapehead/socket or /run/tapehead.sock. DIR is the root of an unpacked image, never of ' +
        'a machine in use.',
    )
    .addHelpText('after', EXAMPLES);
  shim
    .command('install')
    .summary('originals move to /.shadow of the image')
    .description(
      'Makes each NAME the shim. An original moves to /.shadow of the image, where the shim finds it; an absolute ' +
        'path need not be there. What was done is listed in /.tapehead/installed.',
    )
    .argument('<dir>', 'the root of an unpacked image')
    .argument('<name...>', 'absolute in the image, or a name in its /bin, /sbin, /usr/bin or /usr/sbin')
    .option('--copy', 'a copy of the shim each, instead of links to one')
    .action(async (dir: string, names: readonly string[], { copy = false }: { copy?: boolean }) => {
      const places = await installShims(dir, names, copy ? 'copy' : 'link', shimBinary());
      terminal.say(places.map(installedLine).join(''));
      const shell = shellAmong(dir, places);
      if (shell) terminal.say(shellLines(shell, dir));
    });
  shim
    .command('uninstall')
    .summary('originals are put back')
    .description('Undoes what install did, for all or for each NAME.')
    .argument('<dir>', 'the root of an unpacked image')
    .argument('[name...]', 'as given to install (default: all)')
    .action(async (dir: string, names: readonly string[]) => {
      const places = await uninstallShims(dir, names);
      terminal.say(places.map(uninstalledLine).join(''));
    });
}

const installedLine = ({ path, original }: Place): string =>
  `tapehead: ${path} is the shim${original === 'moved' ? `, its original is /.shadow${path}` : ''}\n`;

const shellLines = ({ path }: Place, dir: string): string =>
  `tapehead: /bin/sh of the image is ${path}, so each script in it asks the deck\n` +
  `try: unless that is meant, tapehead shim uninstall ${dir} ${path}\n`;

const uninstalledLine = ({ path, original }: Place): string =>
  `tapehead: ${path} is ${original === 'moved' ? 'its original again' : 'gone, as it was'}\n`;

const EXAMPLES = `
Examples:
  tapehead shim install ./rootfs esxcli vim-cmd /opt/vmware/bin/tool
  tapehead shim uninstall ./rootfs vim-cmd
  tapehead shim uninstall ./rootfs
`;
