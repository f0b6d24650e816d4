/** Control characters, by opcode of RFC 4254 §8, as stty(1) calls them. Those it has no name for are left out. */
const CHARACTERS: Record<number, string> = {
  1: 'intr', 2: 'quit', 3: 'erase', 4: 'kill', 5: 'eof', 6: 'eol', 7: 'eol2', 8: 'start', 9: 'stop', 10: 'susp',
  12: 'rprnt', 13: 'werase', 14: 'lnext', 16: 'swtch', 18: 'discard',
}; // prettier-ignore

/** Flags that are on when their value is not 0. */
const FLAGS: Record<number, string> = {
  30: 'ignpar', 31: 'parmrk', 32: 'inpck', 33: 'istrip', 34: 'inlcr', 35: 'igncr', 36: 'icrnl', 37: 'iuclc',
  38: 'ixon', 39: 'ixany', 40: 'ixoff', 41: 'imaxbel', 42: 'iutf8',
  50: 'isig', 51: 'icanon', 52: 'xcase', 53: 'echo', 54: 'echoe', 55: 'echok', 56: 'echonl', 57: 'noflsh',
  58: 'tostop', 59: 'iexten', 60: 'echoctl', 61: 'echoke',
  70: 'opost', 71: 'olcuc', 72: 'onlcr', 73: 'ocrnl', 74: 'onocr', 75: 'onlret',
  92: 'parenb', 93: 'parodd',
}; // prettier-ignore

const CS7 = 90;
const CS8 = 91;
/** A control character that is switched off. */
const OFF = 255;
/** Opcodes from here on have no argument of known length: the list ends. */
const UNDEFINED = 160;

/**
 * Encoded terminal modes (RFC 4254 §8: opcode, uint32, …, 0) as arguments of stty(1). Line speeds mean
 * nothing to a terminal without a line, and are left out, as is what is cut off.
 */
export function sttyModes(modes: Uint8Array): string[] {
  const view = new DataView(modes.buffer, modes.byteOffset, modes.byteLength);
  const args: string[] = [];
  for (let at = 0; at + 5 <= modes.length; at += 5) {
    const opcode = view.getUint8(at);
    const value = view.getUint32(at + 1);
    if (opcode === 0 || opcode >= UNDEFINED) break;
    const character = CHARACTERS[opcode];
    const flag = FLAGS[opcode];
    if (character !== undefined)
      args.push(character, value === OFF ? 'undef' : `0x${(value & 0xff).toString(16)}`);
    else if (flag !== undefined) args.push(value === 0 ? `-${flag}` : flag);
    else if (value !== 0 && (opcode === CS7 || opcode === CS8)) args.push(opcode === CS7 ? 'cs7' : 'cs8');
  }
  return args;
}
