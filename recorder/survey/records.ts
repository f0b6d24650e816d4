import { type Entry, type EntryType, modeOfText, typeOfLetter } from '../../src/listing/entry.ts';
import { echoed, type Field } from './marked.ts';
import type { Probed } from './probe.ts';

/** Makes entries of the fields that a list script says. A path that could not be described has no entry. */
export class Records {
  readonly #names: Pick<Probed, 'owners' | 'groups'>;
  readonly #tell: (entry: Entry) => void;
  #fields = new Map<string, Buffer>();
  /** What the script said at its end; undefined where it did not come to it. */
  status: number | undefined;

  constructor(names: Pick<Probed, 'owners' | 'groups'>, tell: (entry: Entry) => void) {
    this.#names = names;
    this.#tell = tell;
  }

  take({ tag, bytes }: Field): void {
    if (tag === 's' || tag === 'l') this.#fields.clear();
    this.#fields.set(tag, bytes);
    if (tag === 'z') this.status = Number(echoed(bytes).toString());
    const entry = tag === 'N' ? this.#ofStat() : tag === 'p' ? this.#ofLs() : undefined;
    if (entry) this.#tell(entry);
  }

  #ofStat(): Entry | undefined {
    const path = this.#fields.get('n');
    const numbers = STAT.exec(this.#fields.get('s')?.toString() ?? '')?.groups;
    if (!path || !numbers) return undefined;
    const { f = '', h, u = '', g = '', s, t = '', T = '', inode = '', user = '', group = '' } = numbers;
    const bits = Number.parseInt(f, 16);
    const type = TYPES.get(bits & 0o170000);
    if (!type) return undefined;
    const target = type === 'symlink' ? targetIn(echoed(this.#fields.get('N') ?? path), path) : undefined;
    return {
      path,
      type,
      mode: bits & 0o7777,
      ...this.#owned(u, g, user, group),
      ...(type === 'file' && { size: Number(s) }),
      ...(target && { target }),
      ...(isDevice(type) && { major: Number.parseInt(t, 16), minor: Number.parseInt(T, 16) }),
      ...(type === 'file' && Number(h) > 1 && inode !== '' && { inode }),
    };
  }

  #ofLs(): Entry | undefined {
    const path = echoed(this.#fields.get('p') ?? Buffer.alloc(0));
    const line = echoed(this.#fields.get('l') ?? Buffer.alloc(0));
    const numbers = LS.exec(line.toString('latin1'))?.groups;
    const type = typeOfLetter(numbers?.['type'] ?? '');
    const mode = modeOfText(numbers?.['mode'] ?? '');
    if (path.length === 0 || !numbers || !type || mode === undefined) return undefined;
    const { u = '', g = '', major, minor, s } = numbers;
    const told = echoed(this.#fields.get('k') ?? Buffer.alloc(0));
    const target =
      type !== 'symlink' ? undefined : told.length > 0 ? told : targetIn(line, undefined, Number(s));
    return {
      path,
      type,
      mode,
      ...this.#owned(u, g),
      ...(type === 'file' && { size: Number(s) }),
      ...(target && { target }),
      ...(isDevice(type) && major !== undefined && { major: Number(major), minor: Number(minor) }),
    };
  }

  /** Numbers are told where the names do not say them: 0 is root everywhere. */
  #owned(u: string, g: string, user = '', groupName = ''): Pick<Entry, 'owner' | 'group' | 'uid' | 'gid'> {
    const nameOf = (name: string, id: string, names: ReadonlyMap<string, string>): string =>
      name !== '' && name !== 'UNKNOWN' ? name : (names.get(id) ?? id);
    const owner = nameOf(user, u, this.#names.owners);
    const group = nameOf(groupName, g, this.#names.groups);
    return {
      owner,
      group,
      ...((owner !== 'root' || u !== '0') && { uid: Number(u) }),
      ...((group !== 'root' || g !== '0') && { gid: Number(g) }),
    };
  }
}

const STAT =
  /^(?<f>[0-9a-f]+) (?<h>\d+) (?<u>\d+) (?<g>\d+) (?<s>\d+) (?<t>[0-9a-f]+) (?<T>[0-9a-f]+) (?<inode>\d+:\d+)? ?(?<user>[^:]*):(?<group>.*)$/s;
const LS =
  /^(?<type>[-dlcbps])(?<mode>[rwxsStT-]{9})\S?\s+\d+\s+(?<u>\d+)\s+(?<g>\d+)\s+(?:(?<major>\d+),\s*(?<minor>\d+)|(?<s>\d+))\s/;

/** As inode(7) has them. */
const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'symlink'],
  [0o020000, 'char-device'],
  [0o060000, 'block-device'],
  [0o010000, 'fifo'],
  [0o140000, 'socket'],
]);

const isDevice = (type: EntryType): boolean => type === 'char-device' || type === 'block-device';

/**
 * The target in `NAME -> TARGET`, with or without quotes. Where the name as it stands there is not to be relied on, as ls
 * has `?` for many bytes, the target is the last `length` bytes.
 */
function targetIn(text: Buffer, path: Buffer | undefined, length = 0): Buffer | undefined {
  if (!path) return text.includes(' -> ') && length > 0 ? text.subarray(-length) : undefined;
  for (const [open, close] of QUOTES) {
    const before = Buffer.concat([Buffer.from(open), path, Buffer.from(`${close} -> ${open}`)]);
    if (!text.subarray(0, before.length).equals(before)) continue;
    return text.subarray(before.length, text.length - close.length);
  }
  return undefined;
}

const QUOTES = [
  ["'", "'"],
  ['`', "'"],
  ['"', '"'],
  ['', ''],
] as const;
