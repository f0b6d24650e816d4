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
  /** Empty where it declares none. */
  origin: string;
  /** The path that was executed, links not followed. */
  target: Buffer;
  /** Undefined where the folder was deleted. */
  cwd: Buffer | undefined;
  /** The words of TAPEHEAD_ASK: what it reports without being asked. */
  reports: ReadonlySet<string>;
  argv: readonly Buffer[];
  env: ReadonlyMap<string, Buffer>;
}

const MAGIC = Buffer.from('TPHD');

/**
 * @returns the version alone where it is another one than ours
 * @throws TapeheadError SHIM_PROTOCOL
 */
export function decodeHello(payload: Buffer): Hello | { version: number } {
  const from = new PayloadReader(payload);
  if (!from.take(4).equals(MAGIC)) throw brokenFrame('does not begin as a shim does');
  const version = from.u16();
  if (version !== PROTOCOL_VERSION) return { version };
  const flags = from.u16();
  const [pid, parent, uid, gid, umask] = [from.u32(), from.u32(), from.u32(), from.u32(), from.u32()];
  const size = { columns: from.u16(), rows: from.u16(), width: from.u16(), height: from.u16() };
  const [origin, target, cwd, asked] = [from.string(), from.string(), from.string(), from.string()];
  const argv = from.strings();
  if (argv.length === 0) throw brokenFrame('names no command');
  return {
    pid,
    parent,
    uid,
    gid,
    umask,
    descriptors: [0, 1, 2].map((fd) => ({
      open: (flags & (1 << fd)) !== 0,
      tty: (flags & (8 << fd)) !== 0,
    })),
    size,
    origin: origin.toString(),
    target,
    cwd: (flags & 64) === 0 ? undefined : cwd,
    reports: new Set(asked.toString().split(',')),
    argv,
    env: decodeEnv(from.strings()),
  };
}

export function decodeEnv(variables: readonly Buffer[]): Map<string, Buffer> {
  return new Map(
    variables.map((variable) => {
      const equals = variable.indexOf(0x3d);
      return [variable.toString('utf8', 0, equals), variable.subarray(equals + 1)] as const;
    }),
  );
}

/** An ancestor of a shim, the nearest first. */
export interface Invoker {
  pid: number;
  /** Empty where /proc does not tell. */
  executable: Buffer;
  argv: readonly Buffer[];
}

/** A chain as a REPORT has it, behind the byte that says what it is. */
export function decodeChain(from: PayloadReader): Invoker[] {
  const count = from.u32();
  const invokers: Invoker[] = [];
  for (let i = 0; i < count; i++) {
    invokers.push({ pid: from.u32(), executable: from.string(), argv: splitNul(from.string()) });
  }
  return invokers;
}

/** As /proc/PID/cmdline has it: each word ends with NUL. */
function splitNul(bytes: Buffer): Buffer[] {
  const words: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, from)) {
    words.push(bytes.subarray(from, at));
    from = at + 1;
  }
  if (from < bytes.length) words.push(bytes.subarray(from));
  return words;
}
