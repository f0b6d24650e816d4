import type { ImageFile, Invoker } from '../../caller.ts';
import type { TtySize } from '../../event.ts';
import { PROTOCOL_VERSION } from './frame.ts';
import { brokenFrame, PayloadReader } from './payload.ts';

/** What a shim says of the run it stands for, with its first frame. */
export interface Hello {
  pid: number;
  parent: number;
  uid: number;
  gid: number;
  umask: number;
  /** Descriptors 0 to 2. */
  descriptors: readonly { open: boolean; tty: boolean }[];
  size: TtySize;
  /** Whether its image brings data along. */
  hasImageData: boolean;
  /** Empty where it declares none. */
  origin: string;
  /** The path that was executed, links not followed. */
  target: Buffer;
  /** Undefined where the folder was deleted. */
  cwd: Buffer | undefined;
  /** The words of TAPEHEAD_ASK: what it reports without being asked. */
  reports: readonly string[];
  argv: readonly Buffer[];
  env: ReadonlyMap<string, Buffer>;
}

/**
 * @returns the version alone where it is another one than ours
 * @throws TapeheadError SHIM_PROTOCOL
 */
export function decodeHello(payload: Buffer): Hello | { version: number } {
  const from = new PayloadReader(payload);
  if (from.u32() !== MAGIC) throw brokenFrame('does not begin as a shim does');
  const version = from.u16();
  if (version !== PROTOCOL_VERSION) return { version };
  const flags = from.u16();
  const pid = from.u32();
  const parent = from.u32();
  const uid = from.u32();
  const gid = from.u32();
  const umask = from.u32();
  const size = { columns: from.u16(), rows: from.u16(), width: from.u16(), height: from.u16() };
  const origin = from.string().toString();
  const target = from.string();
  const cwd = from.string();
  const reports = wordsOf(from.string());
  const argv = from.strings();
  const env = decodeEnv(from);
  from.end();
  if (argv.length === 0) throw brokenFrame('names no command');
  return {
    pid,
    parent,
    uid,
    gid,
    umask,
    descriptors: [descriptor(flags, 0), descriptor(flags, 1), descriptor(flags, 2)],
    size,
    hasImageData: (flags & 128) !== 0,
    origin,
    target,
    cwd: (flags & 64) === 0 ? undefined : cwd,
    reports,
    argv,
    env,
  };
}

/** `TPHD` */
const MAGIC = Buffer.from('TPHD').readUInt32LE();

const descriptor = (flags: number, fd: number): { open: boolean; tty: boolean } => ({
  open: (flags & (1 << fd)) !== 0,
  tty: (flags & (8 << fd)) !== 0,
});

const wordsOf = (asked: Buffer): readonly string[] => (asked.length === 0 ? [] : asked.toString().split(','));

/** `NAME=value` each, as HELLO and REPORT have them. */
export function decodeEnv(from: PayloadReader): ReadonlyMap<string, Buffer> {
  const variables = from.strings();
  if (variables.length === 0) return NO_VARIABLES;
  const env = new Map<string, Buffer>();
  for (const variable of variables) {
    const equals = variable.indexOf(0x3d);
    if (equals < 1) throw brokenFrame('has a variable without a name');
    env.set(variable.toString('utf8', 0, equals), variable.subarray(equals + 1));
  }
  return env;
}

export const NO_VARIABLES: ReadonlyMap<string, Buffer> = new Map();

/** A chain as a REPORT has it, behind the byte that says what it is. */
export function decodeChain(from: PayloadReader): Invoker[] {
  const count = from.u32();
  const invokers: Invoker[] = [];
  while (invokers.length < count) {
    invokers.push({ pid: from.u32(), executable: from.string(), argv: splitNul(from.string()) });
  }
  return invokers;
}

/** An image's data as a REPORT has it. */
export function decodeImageData(from: PayloadReader): ImageFile {
  const size = from.u32();
  const bytes = from.rest();
  if (bytes.length > size) throw brokenFrame('brings more of its image than there is');
  return { size, bytes };
}

/** Words of an invoker that are kept: a report of nothing but NULs would make hundreds of MB of them. */
const MOST_WORDS = 10_000;

/** As /proc/PID/cmdline has it: each word ends with NUL. */
function splitNul(bytes: Buffer): Buffer[] {
  const words: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, from)) {
    if (words.length === MOST_WORDS) return words;
    words.push(bytes.subarray(from, at));
    from = at + 1;
  }
  if (from < bytes.length) words.push(bytes.subarray(from));
  return words;
}
