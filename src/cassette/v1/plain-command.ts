/**
 * The command of a head that is canonical and holds nothing else that its key could depend on: no tty, no slots,
 * nor anything this release does not know. Undefined for every other payload, whatever it is.
 *
 * A lookup decodes a head only to compare its key. This takes a tenth of the time and leaves no garbage, which
 * is what made one lookup in a hundred slow.
 */
export function plainCommand(payload: Buffer): Buffer | undefined {
  const fields = (payload[0] ?? 0) - FIXMAP;
  if (fields < 1 || fields > 15 || !holds(payload, 1, COMMAND)) return undefined;
  const type = payload[1 + COMMAND.length] ?? 0;
  const width = type === BIN8 ? 1 : type === BIN16 ? 2 : 0;
  const start = 2 + COMMAND.length + width;
  if (width === 0 || start > payload.length) return undefined;
  const end = start + payload.readUIntBE(start - width, width);
  let at = end;
  for (let field = 1; field < fields && at !== -1; field++) at = skipPlain(payload, at);
  return at === payload.length ? payload.subarray(start, end) : undefined;
}

/** Behind a field that no key depends on, or -1. */
function skipPlain(payload: Buffer, at: number): number {
  if (holds(payload, at, START)) return skipNumber(payload, at + START.length);
  if (holds(payload, at, ORIGIN)) return skipText(payload, at + ORIGIN.length);
  if (holds(payload, at, USER)) return skipText(payload, at + USER.length);
  return -1;
}

function skipNumber(payload: Buffer, at: number): number {
  const type = payload[at] ?? 0xff;
  if (type < FIXMAP) return at + 1;
  const width = NUMBER_WIDTHS.get(type);
  return width === undefined ? -1 : at + 1 + width;
}

function skipText(payload: Buffer, at: number): number {
  const type = payload[at] ?? 0;
  return type >= FIXSTR && type < FIXSTR + 32 ? at + 1 + (type - FIXSTR) : -1;
}

function holds(payload: Buffer, at: number, name: Buffer): boolean {
  if (at + name.length > payload.length) return false;
  for (let i = 0; i < name.length; i++) if (payload[at + i] !== name[i]) return false;
  return true;
}

const FIXMAP = 0x80;
const FIXSTR = 0xa0;
const BIN8 = 0xc4;
const BIN16 = 0xc5;
/** uint 8 to 32, and the float 64 that larger ones are. */
const NUMBER_WIDTHS = new Map([
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcb, 8],
]);

/** A text shorter than 32 bytes as msgpack has it. */
const text = (name: string): Buffer =>
  Buffer.concat([Buffer.from([FIXSTR + name.length]), Buffer.from(name)]);

const COMMAND = text('command');
const START = text('start');
const ORIGIN = text('origin');
const USER = text('user');
