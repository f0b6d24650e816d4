import type { Entry } from '../../../src/listing/entry.ts';

/**
 * Why an executable is not run with `--help`; undefined where it may be. What is not known to be a command that reads its
 * arguments first is left alone: this is somebody's host, and some that power machines off take no arguments at all.
 */
export function whyNotRun({ path, mode }: Entry): string | undefined {
  const text = path.toString();
  const name = text.slice(text.lastIndexOf('/') + 1);
  const words = wordsOf(name);
  if ((mode & SET_ID) !== 0) return 'runs with the rights of another user (set-uid, set-gid)';
  if (/\.so(\.|$)|^ld-/.test(name)) return 'a library or loader';
  if (text.startsWith('/etc/')) return 'below /etc: an init script or a hook of the system';
  if (!/\/s?bin\/[^/]*$/.test(text)) return 'not in a folder of commands (bin, sbin)';
  if (name.includes('.')) return 'has a suffix, as scripts have, which need not heed --help';
  if (words.some((word) => ACTS.has(word) || ACTS_BEGIN.test(word)))
    return 'named like what acts on the machine or its data';
  if (DAEMONS.has(name) || words.some((word) => SERVES.has(word)) || isNamedAsDaemon(words.at(-1) ?? ''))
    return 'named like a daemon, which may begin to serve';
  return undefined;
}

/** An executable regular file. */
export const isExecutableFile = ({ type, mode }: Entry): boolean => type === 'file' && (mode & 0o111) !== 0;

const SET_ID = 0o6000;

/** `powerOffVMs-all` is power, off, vms and all. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z]{2})/g, '$1$3-$2$4')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const ACTS = setOf(
  'adduser apply autostart backup boot bootstrapper caching certificates chpw connect crash dcui dd delete deluser destroy ' +
    'disable enable erase exec flash format generate getty halt hibernate install jumper2 jumpstart kexec keygen launcher ' +
    'liveinstall load login markliveinstall mkdir nologin off panic poweroff powerops purge realign reboot recover ' +
    'recovery remove rescan reset resize restart restore resume rm rmdir run runlevel setup shred shutdown start stop su ' +
    'sudo sulogin supershell suspend switch techsupport telinit uninstall unlink update upgrade userdel watchdog weasel wipe',
);
const ACTS_BEGIN =
  /^(?:agetty|apply|c?fdisk|dcui|init|kill|mkfs|mke2fs|mkswap|mkdosfs|pkill|power|sfdisk|skill|sulogin|swap)/;

const SERVES = setOf(
  'agent broker collector controller daemon dispatcher emu injector listener logger manager mgmt mgr monitor observer proxy ' +
    'relay runner sandbox server service wrapper',
);

/** ESXi's, whose names do not say it; and X. */
const DAEMONS = setOf(
  'Xorg chardevlogger clusterAgent envoy hbrca hostdCgiServer imageServer kmxa logchannellogger net-cdp net-lacp net-lbt ' +
    'rhttpproxy sockrelay tpm2emu vdtc vmkdevmgr vpxa',
);

const isNamedAsDaemon = (lastWord: string): boolean => lastWord.endsWith('d') && !NO_DAEMONS.has(lastWord);

/** Words that end as names of daemons do. */
const NO_DAEMONS = setOf(
  'blkid build chmod cmd command expand find fold head id insmod kmod lsmod mod od passwd pwd read record rmmod sed unexpand xxd',
);
