import { CHANNEL, encodeMessage, encodeRequest } from '../../src/ssh/message.ts';
import { encodeFields } from '../../src/ssh/wire.ts';
import type { Random } from '../support/random.ts';
import { kexinit } from './clear-packets.ts';
import { commandOf } from './loaded-deck.ts';
import { mutateMessage, oddNumber } from './mutate-message.ts';

/** What a client sends that was let in. The door numbers its channels from 0 on. */
export function sessionMessages(random: Random): Buffer[] {
  const opens = Array.from({ length: random.int(4) }, (_, id) => open(random, 'session', id));
  // What breaks the protocol ends the connection, and what follows is not heard: half of the clients are only odd.
  const breaks = random.pick([2 ** 31, 10, 3]);
  const rest = Array.from({ length: 1 + random.int(40) }, () => {
    if (random.int(breaks) > 0) return random.pick(KINDS)(random);
    return random.int(2) === 0
      ? random.pick(BREAKING)(random)
      : mutateMessage(random.pick(KINDS)(random), random);
  });
  return [...opens, ...rest];
}

const KINDS: readonly ((random: Random) => Buffer)[] = [
  (random) => open(random, 'session', random.int(5)),
  (random) => open(random, random.pick(TYPES), oddNumber(random)),
  (random) => encodeMessage(CHANNEL.OPEN_CONFIRMATION, channel(random), oddNumber(random), 9, 9),
  (random) => encodeMessage(CHANNEL.OPEN_FAILURE, channel(random), 1, random.text(9), ''),
  (random) => encodeMessage(CHANNEL.WINDOW_ADJUST, channel(random), random.int(1000)),
  (random) => encodeMessage(CHANNEL.DATA, channel(random), random.bytes(random.int(3000))),
  (random) => encodeMessage(CHANNEL.DATA, channel(random), Buffer.alloc(random.int(200_000))),
  (random) => encodeMessage(CHANNEL.EXTENDED_DATA, channel(random), oddNumber(random), random.bytes(9)),
  (random) => encodeMessage(random.pick([CHANNEL.EOF, CHANNEL.CLOSE]), channel(random)),
  (random) => encodeMessage(random.pick([CHANNEL.SUCCESS, CHANNEL.FAILURE]), channel(random)),
  (random) =>
    request(
      random,
      'exec',
      encodeFields(random.pick([commandOf(random.int(9)), random.text(20), random.bytes(50)])),
    ),
  (random) => request(random, 'exec', encodeFields(commandOf(random.int(9)))),
  (random) => request(random, 'exec', encodeFields('x'.repeat(random.int(250_000)))),
  (random) => request(random, 'shell', Buffer.alloc(0)),
  (random) => request(random, 'subsystem', encodeFields(random.pick(['sftp', 'x', random.bytes(20)]))),
  (random) =>
    request(random, 'env', encodeFields(random.bytes(random.int(30)), random.bytes(random.int(300)))),
  (random) =>
    request(
      random,
      'env',
      encodeFields(random.pick(['__proto__', 'PATH', '']), 'x'.repeat(random.int(99_999))),
    ),
  (random) => request(random, 'pty-req', encodeFields(random.text(9), ...size(random), modes(random))),
  (random) => request(random, 'window-change', encodeFields(...size(random))),
  (random) =>
    request(random, 'signal', encodeFields(random.pick(['INT', 'KILL', 'USR1', '', random.bytes(9)]))),
  (random) => request(random, random.pick(REQUESTS), random.bytes(random.int(60))),
  (random) => globalRequest(random),
  (random) => globalRequest(random),
];

const BREAKING: readonly ((random: Random) => Buffer)[] = [
  (random) => encodeMessage(CHANNEL.OPEN, 'session', oddNumber(random), oddNumber(random), oddNumber(random)),
  (random) => encodeMessage(CHANNEL.WINDOW_ADJUST, channel(random), oddNumber(random)),
  (random) => Buffer.of(random.int(256), ...random.bytes(random.int(60))),
  (random) => Buffer.of(CHANNEL.OPEN + random.int(11), ...random.bytes(random.int(60))),
  (random) => Buffer.of(random.pick([2, 3, 4, 81, 82]), ...random.bytes(random.int(40))),
  (random) => kexinit(random),
  (random) =>
    Buffer.concat([Buffer.of(random.pick([1, 5, 50, 61, 80])), encodeFields(random.text(9), 'a', 'none')]),
];

const TYPES = [
  'x11',
  'direct-tcpip',
  'forwarded-tcpip',
  'direct-streamlocal@openssh.com',
  'tun@openssh.com',
  '',
  '\0',
];

const REQUESTS = [
  'x11-req',
  'auth-agent-req@openssh.com',
  'break',
  'xon-xoff',
  'exit-status',
  'eow@openssh.com',
  '',
  '\xff',
];

const GLOBALS = [
  'tcpip-forward',
  'cancel-tcpip-forward',
  'streamlocal-forward@openssh.com',
  'cancel-streamlocal-forward@openssh.com',
  'no-more-sessions@openssh.com',
  'hostkeys-00@openssh.com',
  'hostkeys-prove-00@openssh.com',
  'keepalive@openssh.com',
  'nobody@example.com',
];

/** One that may be open, more often than not. */
const channel = (random: Random): number => (random.int(8) === 0 ? oddNumber(random) : random.int(4));

const open = (random: Random, type: string, sender: number): Buffer =>
  encodeMessage(
    CHANNEL.OPEN,
    type,
    sender,
    random.pick([0, 1, 2 ** 21, 2 ** 32 - 1]),
    random.pick([1, 9, 32_768, 2 ** 32 - 1]),
  );

const request = (random: Random, name: string, payload: Uint8Array): Buffer =>
  encodeRequest(channel(random), name, random.int(2) === 0, payload);

const globalRequest = (random: Random): Buffer =>
  Buffer.concat([
    Buffer.of(80),
    encodeFields(random.pick(GLOBALS), random.int(2) === 0),
    random.pick([
      encodeFields('127.0.0.1', oddNumber(random)),
      encodeFields(random.bytes(30)),
      random.bytes(9),
    ]),
  ]);

const size = (random: Random): number[] => Array.from({ length: 4 }, () => oddNumber(random));

const modes = (random: Random): Buffer =>
  random.pick([
    Buffer.alloc(0),
    Buffer.of(0),
    random.bytes(random.int(100)),
    Buffer.alloc(random.int(200_000), 1),
  ]);
