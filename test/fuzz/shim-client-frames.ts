import { FROM, frame, string, strings, u16, u32, u8 } from '../shim/frames.ts';
import type { Random } from '../support/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

const NUMBERS = [0, 1, 2, 255, 65_536, 0x7fffffff, 0xffffffff];
const SIZES = [0, 1, 7, 8, 100, 4_096, 65_535, 65_536, 200_000];
const WORDS = ['', 'a', '+chain', '+stdin', 'x'.repeat(3_000), 'ü', '\xff'];

/** What a process may say to the door instead of what a shim does. `argv` is what the deck has an answer to. */
export function shimFrames(random: Random, argv: readonly string[]): Buffer {
  const { int } = random;
  const frames = [int(12) ? hello(random, argv) : oneFrame(random)];
  for (let n = int(10); n > 0; n--) frames.push(int(20) ? oneFrame(random) : hello(random, argv));
  const said = Buffer.concat(frames);
  if (int(3) > 0) return int(3) ? said : said.subarray(0, int(said.length + 1));
  return mutateBytes(said, Buffer.concat([oneFrame(random), oneFrame(random)]), random).bytes;
}

function hello(random: Random, argv: readonly string[]): Buffer {
  const { int, pick } = random;
  const numbers = Array.from({ length: 5 }, () => (int(3) ? 1 + int(30_000) : pick(NUMBERS)));
  const size = Array.from({ length: 4 }, () => int(300));
  return frame(
    FROM.hello,
    Buffer.from(int(30) ? 'TPHD' : 'HDPT'),
    u16(int(20) ? 1 : int(65_536), int(4) ? pick([0b1000111, 0b11000111]) : int(65_536)),
    u32(...numbers),
    u16(...size),
    string(int(3) ? '' : pick(['esx-1', 'a b', 'x'.repeat(300), '../x'])),
    string(pick(['/bin/esxcli', '', '/'])),
    string(pick(['/tmp', '', '/none'])),
    string(pick(['', '+stdin', '+chain,+stdin', 'A,B,+stdin', ',,,', 'x'.repeat(3_000)])),
    strings(int(3) ? argv : someWords(random)),
    strings(int(3) ? [] : pick([['A=1'], ['A=1', 'A=2'], ['A'], ['=x'], ['TERM=vt100', 'B=']])),
  );
}

function oneFrame(random: Random): Buffer {
  const { int, pick, bytes } = random;
  const fd = (): Buffer => u8(int(8) ? int(3) : int(256));
  const some = (): Buffer => (int(3) ? Buffer.from('a line\n') : bytes(pick(SIZES)));
  const number = (): Buffer => u32(pick(NUMBERS));
  return pick<() => Buffer>([
    () => frame(FROM.report, u8(2), u8(int(3))),
    () => frame(FROM.report, u8(4), strings(someWords(random).map((word) => `A=${word}`))),
    () => frame(FROM.report, u8(1), number(), number(), string(pick(WORDS)), string(pick(WORDS))),
    () => frame(FROM.report, u8(int(256)), bytes(int(40))),
    () => imageData(random),
    () => frame(FROM.stdin, fd(), some()),
    () => frame(FROM.stdin, u8(0), some()),
    () => frame(FROM.stdinEof),
    () => frame(FROM.signal, u8(int(256))),
    () => frame(FROM.resize, u16(...[0, 0, 0, 0].map(() => int(65_536)))),
    () => frame(FROM.childData, fd(), some()),
    () => frame(FROM.childEof, fd()),
    () => frame(FROM.childOutcome, u8(int(3), int(3)), number()),
    () => frame(FROM.childCredit, number()),
    () => frame(FROM.closed, fd()),
    () => frame(FROM.failed, u8(int(256)), string(pick(WORDS))),
    () => frame(int(256), bytes(int(40))),
    () => Buffer.concat([number(), u8(int(256), 0, 0, 0), bytes(int(40))]),
  ])();
}

function imageData(random: Random): Buffer {
  const { int, pick, bytes } = random;
  const hook = { match: { target: pick(['none', 'a']) }, do: { mock: { stdout: 'x' } } };
  const whole = Buffer.from(
    JSON.stringify({ format: 1, tapehead: '1', name: 'x', manifest: { version: 1, hooks: [hook] } }),
  );
  const data = int(2) ? whole : int(2) ? mutateBytes(whole, bytes(20), random).bytes : bytes(pick(SIZES));
  return frame(FROM.report, u8(8), u32(int(4) ? data.length : pick(NUMBERS)), data);
}

const someWords = ({ int, pick }: Random): string[] => Array.from({ length: int(5) }, () => pick(WORDS));
