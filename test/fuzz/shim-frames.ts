import { constants } from 'node:os';
import { change, frame, say, string, u16, u32, u8 } from '../shim/frames.ts';
import type { Random } from '../support/random.ts';

/** What a deck may have a shim run here: each ends by itself, or with the shim. */
export const ORIGINALS = {
  says: 'echo out; echo err >&2; exit 3',
  reads: 'cat; exit 4',
  'leaves-early': 'exec <&- >&-; exit 5',
  'leaves-somebody': '(read -r _; echo late) <&0 & exit 6',
  'kills-itself': 'kill -KILL $$',
  lives: 'exec /bin/sleep 1000',
} as const;

/** Not where it takes the shim's place, and would outlive the deck. */
const LIVES = '/bin/lives';
const TARGETS = [...Object.keys(ORIGINALS).map((name) => `/bin/${name}`), '/bin/none', 'says', '', '/', '..'];
const WORDS = ['', 'a', '-c', "it's", 'ü', 'x'.repeat(5_000)];
const VARIABLES = ['A=1', 'A', '=', '=x', 'B=', 'PATH=/', 'A=2', `C=${'y'.repeat(5_000)}`];
const NAMES = ['A', 'B', 'NONE', '', 'A=1', 'PATH'];
const FOLDERS = ['/', '/bin', '/none', '', '.', `/${'d'.repeat(5_000)}`];
const SIZES = [0, 1, 7, 8, 100, 4_096, 16_384, 30_000, 65_535, 65_536, 70_000, 130_000, 200_000, 300_000];
const NUMBERS = [0, 1, 2, 127, 255, 256, 65_536, 0x7fffffff, 0x80000000, 0xffffffff];
/** Signals that end and continue, and numbers that are none; none of those that tell of a broken program. */
const SIGNALS = [0, 1, 2, 3, 9, 13, 14, 15, 17, 18, 28, 34, 64, 65, 255];
/** Not to an original: what it leaves behind would stand still for ever. */
const STOPPING = [19, 20];

/** What a deck says to one shim, frame by frame; a few of them not as the protocol has it. */
export function deckFrames(random: Random): Buffer[] {
  const { int } = random;
  return Array.from({ length: 1 + int(12) }, () => {
    const made = oneFrame(random);
    if (int(10) > 0) return int(8) ? made : Buffer.concat([made, made]);
    return wrong(made, random);
  });
}

function oneFrame(random: Random): Buffer {
  const { int, pick, bytes } = random;
  const fd = (): number => (int(30) ? 1 + int(2) : int(256));
  const some = (): Buffer => bytes(pick(SIZES));
  return pick<() => Buffer>([
    () => say.ask(int(2) ? int(16) : int(256), someOf(NAMES, random)),
    () =>
      say.exec(
        someChange(
          random,
          TARGETS.filter((target) => target !== LIVES),
        ),
      ),
    () => say.observe(int(2) === 0, someChange(random, TARGETS)),
    () => say.observe(int(2) === 0, someChange(random, TARGETS)),
    () => say.credit(pick(NUMBERS)),
    () => say.data(fd(), some()),
    () => say.eof(fd()),
    () => (int(2) ? say.exit(pick(NUMBERS)) : say.die(pick([...SIGNALS, ...STOPPING]))),
    () => say.signals(),
    () => say.raw(int(2) === 0),
    () => say.childData(some()),
    () => say.childEof(),
    () => say.childSignal(pick(SIGNALS)),
    () => say.childResize(int(65_536), int(65_536)),
    () => say.childCredit(pick(NUMBERS)),
    () => (int(8) ? say.signals() : say.mismatch(int(65_536))),
  ])();
}

/** The target always among those that are harmless: without one the shim would look for its own name. */
function someChange(random: Random, targets: readonly string[]): Buffer {
  const { int, pick } = random;
  return change({
    target: pick(targets),
    ...(int(2) && { argv: someOf(WORDS, random) }),
    ...(int(2) && { set: someOf(VARIABLES, random) }),
    ...(int(2) && { unset: someOf(NAMES, random) }),
    ...(int(4) === 0 && { cwd: pick(FOLDERS) }),
  });
}

const someOf = <T>(items: readonly T[], { int, pick }: Random): T[] =>
  Array.from({ length: int(5) }, () => pick(items));

/** A frame whose lengths are off, that has bytes of another, or is of a type that it is not. */
function wrong(made: Buffer, random: Random): Buffer {
  const { int, pick, bytes } = random;
  // What was to replace the shim may not become what lives on, and the other way round.
  const type = made[4] as number;
  const payload = made.subarray(8);
  return pick<() => Buffer>([
    () => withU32(made, 0, Math.max(0, payload.length + int(9) - 4)),
    () => withU32(made, 0, pick(NUMBERS)),
    () => frame(pick(HARMLESS), payload),
    () => frame(int(3) ? type : pick(HARMLESS), payload.subarray(0, int(payload.length + 1))),
    () => frame(type, payload, bytes(1 + int(4))),
    () =>
      frame(
        type === OBSERVE || type === EXEC ? type : pick(HARMLESS),
        u8(int(32)),
        u32(pick(NUMBERS)),
        payload,
      ),
    () => (payload.length >= 4 ? withU32(made, 8 + int(payload.length - 3), pick(NUMBERS)) : made),
    () => Buffer.concat([made.subarray(0, 5), bytes(3), payload]),
    () => frame(pick(HARMLESS), string(bytes(int(40))), u16(int(65_536))),
  ])();
}

const EXEC = 0x42;
const OBSERVE = 0x43;
/** Of all types, and none, but those that run something or have the shim die by a number. */
const HARMLESS = [0x41, 0x44, 0x45, 0x46, 0x48, 0x49, 0x4a, 0x4b, 0x4d, 0x4e, 0x00, 0x01, 0x0c, 0x50, 0xff];

function withU32(made: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(made);
  changed.writeUInt32LE(value, at);
  return changed;
}

/** Signals that a shim may have been told to die by, or an original that took its place. */
export const mayDieBy = (signal: NodeJS.Signals): boolean => SIGNALS.includes(constants.signals[signal]);
