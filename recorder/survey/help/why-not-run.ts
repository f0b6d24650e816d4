import type { Entry } from '../../../src/listing/entry.ts';

/**
 * Why an executable is not run with `--help`; undefined where it may be. What is not known to be a command that reads its
 * arguments first is left alone: this is somebody's host.
 */
export function whyNotRun({ path, mode }: Entry): string | undefined {
  const text = path.toString();
  const name = text.slice(text.lastIndexOf('/') + 1);
  if ((mode & SET_ID) !== 0) return 'runs with the rights of another user (set-uid, set-gid)';
  if (/\.so(\.|$)|^ld-/.test(name)) return 'a library or loader';
  if (text.startsWith('/etc/')) return 'below /etc: an init script or a hook of the system';
  if (!/\/s?bin\/[^/]*$/.test(text)) return 'not in a folder of commands (bin, sbin)';
  if (name.includes('.')) return 'has a suffix, as scripts have, which need not heed --help';
  if (wordsOf(name).some((word) => ACTS.has(word) || ACTS_BEGIN.test(word)))
    return 'named like what acts on the machine or its data';
  if (name.endsWith('d') && !NO_DAEMONS.has(name)) return 'named like a daemon, which may begin to serve';
  return undefined;
}

/** An executable regular file. */
export const isExecutableFile = ({ type, mode }: Entry): boolean => type === 'file' && (mode & 0o111) !== 0;

const SET_ID = 0o6000;

/** `killVM-all` is kill, vm and all. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const ACTS = new Set(
  (
    'backup boot crash dcui dd delete destroy disable enable erase exec flash format getty halt hibernate install jumpstart ' +
    'kexec login panic parted poweroff purge reboot recover recovery remove reset restart restore resume rm rmdir runlevel ' +
    'shred shutdown start stop su sudo sulogin suspend switch techsupport telinit uninstall unlink update upgrade ' +
    'watchdog weasel wipe'
  ).split(' '),
);
const ACTS_BEGIN =
  /^(?:agetty|c?fdisk|dcui|init|kill|mkfs|mke2fs|mkswap|mkdosfs|pkill|sfdisk|skill|sulogin|swap)/;

const NO_DAEMONS = new Set(
  'blkid chmod expand find fold head id insmod kmod lsmod od passwd pwd record rmmod sed unexpand useradd vmkload_mod xxd'.split(
    ' ',
  ),
);
