import { encodeFields } from '../../src/ssh/wire.ts';
import type { Random } from '../support/random.ts';
import { clearPacket, kexinit, KEX_ECDH_INIT, NAME_LISTS, NEWKEYS } from './clear-packets.ts';

/** What a client that has not been let in sends, and how it leaves. */
export interface Attack {
  kind: string;
  chunks: Buffer[];
  /** `stays`: never closes its side, and waits for the door to close the connection. */
  leaves: 'ends' | 'resets' | 'stays';
  /** The reply that must come last, where the protocol says which one it is. */
  reply?: 'disconnect' | 'kexinit';
}

export function makeAttack(random: Random): Attack {
  const attack = random.pick(KINDS)(random);
  const leaves = attack.leaves ?? random.pick(['ends', 'resets']);
  return { ...attack, leaves, chunks: random.int(4) === 0 ? cut(attack.chunks, random) : attack.chunks };
}

type Made = Omit<Attack, 'leaves'> & Partial<Attack>;

const IDENT = Buffer.from('SSH-2.0-fuzz\r\n');

/** Attacks in the order of the protocol, those that break it for sure with how it must answer. */
const KINDS: ((random: Random) => Made)[] = [
  (random) => ({ kind: 'garbage', chunks: [random.bytes(1 + random.int(2000))] }),
  (random) => ({
    kind: 'a line that is no ident',
    leaves: 'stays',
    chunks: [Buffer.from(`${noIdent(random)}\r\n`)],
  }),
  (random) => ({
    kind: 'greetings without end',
    leaves: 'stays',
    chunks: Array.from({ length: 1 + random.int(200) }, () => Buffer.from(`${random.int(1e6)} bottles\r\n`)),
  }),
  (random) => ({
    kind: 'a long ident',
    leaves: random.pick(['stays', 'ends']),
    chunks: [Buffer.from('SSH-2.0-'), Buffer.alloc(10_000 + random.int(1024 * 1024), 'x')],
  }),
  (random) => ({ kind: 'an ident of NULs', chunks: [Buffer.alloc(random.int(5000)), IDENT] }),
  (random) => ({
    kind: 'an ident without CR',
    reply: 'kexinit',
    leaves: 'ends',
    chunks: [Buffer.from(`SSH-2.0-${random.pick(['x', 'y_1.0 comment', 'PuTTY'])}\n`)],
  }),
  (random) => ({
    kind: 'a dribbled ident',
    reply: 'kexinit',
    leaves: 'ends',
    chunks: bytewise(IDENT, random),
  }),
  (random) => ({
    kind: 'an odd ident',
    chunks: [Buffer.from(`SSH-${oddText(random)}\r\n`), opening(random)],
  }),
  (random) => ({ kind: 'truncated', chunks: [truncated(Buffer.concat([IDENT, opening(random)]), random)] }),
  (random) => ({ kind: 'dribbled', chunks: bytewise(Buffer.concat([IDENT, opening(random)]), random) }),
  (random) => ({ kind: 'flipped bits', chunks: [IDENT, flipped(opening(random), random)] }),
  (random) => ({
    kind: 'mutated name lists',
    chunks: [IDENT, clearPacket(kexinit(random, oddLists(random)))],
  }),
  (random) => breaks('no name list in common', clearPacket(kexinit(random, withoutOne(random)))),
  (random) => breaks('a KEXINIT that ends early', clearPacket(earlyKexinit(random))),
  (random) => breaks('a packet too long', clearPacket(random.bytes(20), { length: hugeLength(random) })),
  (random) => breaks('a packet too short', clearPacket(random.bytes(20), { length: random.int(5) })),
  (random) => ({
    kind: 'any padding',
    chunks: [IDENT, clearPacket(kexinit(random), { padding: random.int(256) }), opening(random)],
  }),
  (random) => ({
    kind: 'any packet length',
    chunks: [
      IDENT,
      clearPacket(kexinit(random), { length: random.int(1000) }),
      random.bytes(random.int(1000)),
    ],
  }),
  () => breaks('NEWKEYS first', clearPacket(Buffer.of(NEWKEYS))),
  (random) => breaks('a service before the keys', clearPacket(serviceRequest(random))),
  (random) => breaks('a login before the keys', clearPacket(login(random))),
  (random) =>
    breaks('NEWKEYS before the keys', clearPacket(kexinit(random)), clearPacket(Buffer.of(NEWKEYS))),
  (random) => breaks('two KEXINITs', clearPacket(kexinit(random)), clearPacket(kexinit(random))),
  (random) => ({
    kind: 'a key that is none',
    chunks: [IDENT, clearPacket(kexinit(random)), clearPacket(keyOffer(random.bytes(random.int(70))))],
  }),
  (random) => ({
    kind: 'noise where the cipher begins',
    chunks: [IDENT, opening(random), clearPacket(Buffer.of(NEWKEYS)), random.bytes(1 + random.int(500))],
  }),
  (random) => ({
    kind: 'messages in any order',
    chunks: [IDENT, ...Array.from({ length: 1 + random.int(8) }, () => clearPacket(anyMessage(random)))],
  }),
];

/** An ident, then what breaks the protocol for sure. */
function breaks(kind: string, ...packets: Buffer[]): Made {
  return { kind, reply: 'disconnect', leaves: 'stays', chunks: [IDENT, ...packets] };
}

/** KEXINIT and a key, as any client begins. */
const opening = (random: Random): Buffer =>
  Buffer.concat([clearPacket(kexinit(random)), clearPacket(keyOffer(random.bytes(32)))]);

const keyOffer = (key: Uint8Array): Buffer => Buffer.concat([Buffer.of(KEX_ECDH_INIT), encodeFields(key)]);

const serviceRequest = (random: Random): Buffer =>
  Buffer.concat([
    Buffer.of(5),
    encodeFields(random.pick(['ssh-userauth', 'ssh-connection', '', 'x'.repeat(9000)])),
  ]);

const login = (random: Random): Buffer =>
  Buffer.concat([
    Buffer.of(50),
    encodeFields(random.text(10), 'ssh-connection', random.pick(['none', 'password'])),
  ]);

const anyMessage = (random: Random): Buffer =>
  random.pick([
    () => kexinit(random),
    () => Buffer.concat([Buffer.of(random.int(256)), random.bytes(random.int(100))]),
    () => keyOffer(random.bytes(random.pick([0, 1, 31, 32, 33, 65, 1000]))),
    () => Buffer.of(NEWKEYS),
    () => Buffer.alloc(0),
    () => serviceRequest(random),
  ])();

const noIdent = (random: Random): string =>
  random.pick(['GET / HTTP/1.1', 'SSH-1.5-old', 'SSH-2.0-', 'ssh-2.0-x', '']);

const oddText = (random: Random): string =>
  random.pick(['2.0-', '1.99-', '3.0-']) + random.text(random.int(300)).replaceAll('\n', '');

function oddLists(random: Random): (string | Uint8Array)[] {
  const lists: (string | Uint8Array)[] = [...NAME_LISTS];
  for (let i = random.int(4); i >= 0; i--) {
    lists[random.int(lists.length)] = random.pick([
      () => '',
      () => ','.repeat(random.int(2000)),
      () => random.bytes(random.int(200)),
      () => `${'x'.repeat(random.int(20_000))},${NAME_LISTS.join(',')}`,
      () => random.pick(['__proto__', 'constructor', 'toString', 'kex-strict-c-v00@openssh.com']),
      () => 'diffie-hellman-group-exchange-sha256',
      () => 'kex-strict-c-v00@openssh.com,ext-info-c,curve25519-sha256',
    ])();
  }
  return lists;
}

/** One of the eight lists that must meet has nothing of ours. */
function withoutOne(random: Random): (string | Uint8Array)[] {
  const lists: (string | Uint8Array)[] = [...NAME_LISTS];
  lists[random.int(8)] = random.pick(['', 'rot13', 'toString', random.bytes(20, 128)]);
  return lists;
}

/** Cut inside of the name lists. */
function earlyKexinit(random: Random): Buffer {
  const whole = kexinit(random);
  return whole.subarray(0, 17 + random.int(whole.length - 5 - 17));
}

/** Past what is taken, up to what no uint32 exceeds. */
const hugeLength = (random: Random): number =>
  random.pick([300_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 16, 2 ** 32 - 1]);

function flipped(bytes: Buffer, random: Random): Buffer {
  for (let i = random.int(6); i >= 0; i--) {
    const at = random.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
  }
  return bytes;
}

const truncated = (bytes: Buffer, random: Random): Buffer => bytes.subarray(0, 1 + random.int(bytes.length));

/** At most 300 bytes of it by themselves, so that a case is a matter of milliseconds. */
function bytewise(bytes: Buffer, random: Random): Buffer[] {
  const singly = Math.min(300, 14 + random.int(bytes.length));
  const chunks = Array.from(bytes.subarray(0, singly), (byte) => Buffer.of(byte));
  return [...chunks, bytes.subarray(singly)];
}

function cut(chunks: readonly Buffer[], random: Random): Buffer[] {
  return chunks.flatMap((chunk) => {
    const at = random.int(chunk.length + 1);
    return [chunk.subarray(0, at), chunk.subarray(at)];
  });
}
