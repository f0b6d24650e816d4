/** Frames as src/shim/protocol.md has them, written here once more: what reads and writes them is what is tested. */
export const FROM = {
  hello: 0x01,
  report: 0x02,
  stdin: 0x03,
  stdinEof: 0x04,
  signal: 0x05,
  resize: 0x06,
  childData: 0x07,
  childEof: 0x08,
  childOutcome: 0x09,
  childCredit: 0x0a,
  closed: 0x0b,
  failed: 0x0c,
} as const;

export const u8 = (...values: number[]): Buffer => Buffer.from(values);
export const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
export const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
export const string = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([u32(bytes.length), bytes]);
};
export const strings = (list: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([u32(list.length), ...list.map(string)]);

export function frame(type: number, ...payload: Buffer[]): Buffer {
  const bytes = Buffer.concat(payload);
  return Buffer.concat([u32(bytes.length), u8(type, 0, 0, 0), bytes]);
}

const AS_INVOKED = u8(0);

/** What a deck says. */
export const say = {
  ask: (bits: number, names: readonly string[] = []) => frame(0x41, u8(bits), strings(names)),
  exec: (what: Buffer = AS_INVOKED) => frame(0x42, what),
  observe: (ownStdin = false, what: Buffer = AS_INVOKED) => frame(0x43, u8(ownStdin ? 1 : 0), what),
  credit: (bytes: number) => frame(0x44, u32(bytes)),
  data: (fd: number, bytes: string | Buffer) => frame(0x45, u8(fd), Buffer.from(bytes)),
  eof: (fd: number) => frame(0x46, u8(fd)),
  exit: (code: number) => frame(0x47, u8(0), u32(code)),
  die: (signal: number) => frame(0x47, u8(1), u32(signal)),
  signals: () => frame(0x48),
  raw: (keysToo: boolean) => frame(0x49, u8(keysToo ? 1 : 0)),
  childData: (bytes: string | Buffer) => frame(0x4a, u8(0), Buffer.from(bytes)),
  childEof: () => frame(0x4b, u8(0)),
  childSignal: (number: number) => frame(0x4c, u8(number)),
  childResize: (columns: number, rows: number) => frame(0x4d, u16(columns, rows, 0, 0)),
  childCredit: (bytes: number) => frame(0x4e, u32(bytes)),
  mismatch: (version: number) => frame(0x7f, u16(version)),
};

export interface ChangeParts {
  target?: string;
  argv?: readonly string[];
  set?: readonly string[];
  unset?: readonly string[];
  cwd?: string;
}

export function change({ target, argv, set, unset, cwd }: ChangeParts): Buffer {
  const parts = [
    target === undefined ? undefined : string(target),
    argv === undefined ? undefined : strings(argv),
    set === undefined ? undefined : strings(set),
    unset === undefined ? undefined : strings(unset),
    cwd === undefined ? undefined : string(cwd),
  ];
  const bits = parts.reduce((sum, part, bit) => (part === undefined ? sum : sum | (1 << bit)), 0);
  return Buffer.concat([u8(bits), ...parts.filter((part) => part !== undefined)]);
}

/** Reads a payload from its beginning. */
export class Payload {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u8 = (): number => this.take(1).readUInt8();
  u16 = (): number => this.take(2).readUInt16LE();
  u32 = (): number => this.take(4).readUInt32LE();
  string = (): Buffer => this.take(this.u32());
  strings = (): Buffer[] => Array.from({ length: this.u32() }, this.string);
  rest = (): Buffer => this.take(this.#bytes.length - this.#at);

  take(size: number): Buffer {
    if (this.#at + size > this.#bytes.length) throw new Error('the payload is cut short');
    return this.#bytes.subarray(this.#at, (this.#at += size));
  }
}

export interface HelloFrame {
  version: number;
  flags: number;
  pid: number;
  parent: number;
  uid: number;
  gid: number;
  umask: number;
  size: number[];
  origin: string;
  target: string;
  cwd: string;
  asked: string;
  argv: Buffer[];
  env: string[];
}

export function readHello(payload: Buffer): HelloFrame {
  const from = new Payload(payload);
  if (from.take(4).toString() !== 'TPHD') throw new Error('no shim');
  const [version, flags] = [from.u16(), from.u16()];
  const [pid, parent, uid, gid, umask] = [from.u32(), from.u32(), from.u32(), from.u32(), from.u32()];
  const size = [from.u16(), from.u16(), from.u16(), from.u16()];
  const [origin, target, cwd, asked] = [from.string(), from.string(), from.string(), from.string()].map(
    String,
  );
  const argv = from.strings();
  const env = from.strings().map(String);
  if (from.rest().length > 0) throw new Error('HELLO is too long');
  return {
    version,
    flags,
    pid,
    parent,
    uid,
    gid,
    umask,
    size,
    origin: origin ?? '',
    target: target ?? '',
    cwd: cwd ?? '',
    asked: asked ?? '',
    argv,
    env,
  };
}
