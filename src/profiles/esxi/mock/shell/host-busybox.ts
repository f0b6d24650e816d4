/**
 * A busybox that answers to such names alone. Its shell takes its own applets for commands whatever PATH says
 * (FEATURE_SH_STANDALONE, as Debian's is built), so those that the host has not, or that the profile answers, must not
 * be there: their names in its list get a last letter that nobody types.
 *
 * @param bytes of a static busybox
 * @param applets that it has
 */
export function withApplets(
  bytes: Uint8Array,
  applets: ReadonlySet<string>,
  isKept: (name: string) => boolean,
): Buffer {
  const own = Buffer.from(bytes);
  const names = [...applets];
  const list = Buffer.from(`\0${names.join('\0')}\0`, 'latin1');
  const at = own.indexOf(list);
  if (at === -1) throw new RangeError('a busybox without the list of its applets');
  names
    .map((name) => (isKept(name) ? name : name.slice(0, -1) + UNTYPED))
    .reduce((to, name) => to + own.write(`${name}\0`, to, 'latin1'), at + 1);
  silence(own);
  return own;
}

/** What its shell says of itself to whoever logs in, which a host's does not: the format is none from there on. */
function silence(own: Buffer): void {
  const at = own.indexOf(WELCOME);
  const start = own.lastIndexOf(0, at) + 1;
  if (at !== -1 && at - start < 16) own[start] = 0;
}

const WELCOME = "Enter 'help' for a list of built-in commands.";

const UNTYPED = '\x01';
