import { ssh2 } from '../../src/ssh/ssh2.ts';
import { encodeFields, type WireField } from '../../src/ssh/wire.ts';
import type { Random } from '../support/random.ts';
import { kexinit } from './clear-packets.ts';
import { mutateMessage, oddNumber } from './mutate-message.ts';

/** What a client sends that has keys, and is not let in yet. `privateKey`: of a client who would be. */
export function loginMessages(random: Random, privateKey: Buffer): Buffer[] {
  const user = random.pick(['root', 'root', 'a+b', '', 'x'.repeat(random.int(200_000)), random.text(20)]);
  // What breaks the protocol ends the connection, and what follows is not heard: half of the clients are only odd.
  const breaks = random.pick([2 ** 31, 10, 2]);
  return Array.from({ length: 1 + random.int(25) }, () => {
    if (random.int(breaks) > 0) return random.pick(KINDS)(random, user, privateKey);
    if (random.int(3) === 0) return random.pick(BREAKING)(random, user, privateKey);
    return mutateMessage(random.pick(KINDS)(random, user, privateKey), random);
  });
}

type Kind = (random: Random, user: string, privateKey: Buffer) => Buffer;

const KINDS: readonly Kind[] = [
  (_random, user) => login(user, 'none'),
  (random, user) => login(user, 'password', random.int(2) === 0, random.text(random.int(30)), 'new'),
  (random, user) => login(user, 'keyboard-interactive', '', random.pick(['', 'a,b,c', ','.repeat(999)])),
  (random, user) => login(user, 'keyboard-interactive', '', random.text(5)),
  (random) => answers(random.pick([0, 1, 2, 9, oddNumber(random)]), random),
  (random) => answers(1, random),
  (random, user, key) => byKey(random, user, publicKeyOf(key)),
  (random, user, key) => byKey(random, user, mutateMessage(publicKeyOf(key), random)),
  (random, user) => byKey(random, user, random.bytes(random.int(200))),
  (random, user) => {
    const key = random.bytes(random.int(90));
    return login(user, 'hostbased', random.pick(ALGORITHMS), key, 'host', 'me', signature(random));
  },
  (random) =>
    Buffer.concat([Buffer.of(7), encodeFields(oddNumber(random), 'server-sig-algs', random.text(9))]),
  (random) => Buffer.of(random.pick([2, 3, 4]), ...random.bytes(random.int(40))),
];

const BREAKING: readonly Kind[] = [
  (random, user) => login(user, random.pick(['none', 'gssapi-with-mic', '', random.text(9), 'hostbased'])),
  (random) =>
    Buffer.concat([Buffer.of(50), encodeFields(random.text(3), random.pick(['', 'ssh-userauth']), 'none')]),
  (random) =>
    Buffer.concat([Buffer.of(5), encodeFields(random.pick(['ssh-userauth', 'ssh-connection', 'x']))]),
  (random) => kexinit(random),
  (random) => Buffer.of(random.int(256), ...random.bytes(random.int(60))),
  (random) => Buffer.of(51 + random.int(29), ...random.bytes(random.int(60))),
];

const ALGORITHMS = [
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp521',
  'ssh-ed25519',
  'ssh-rsa',
  'rsa-sha2-256',
  'rsa-sha2-512',
  'ssh-dss',
  'toString',
  '',
];

const login = (user: string, method: string, ...fields: WireField[]): Buffer =>
  Buffer.concat([Buffer.of(50), encodeFields(user, 'ssh-connection', method, ...fields)]);

/** SSH_MSG_USERAUTH_INFO_RESPONSE, RFC 4256 §3.4. */
const answers = (count: number, random: Random): Buffer =>
  Buffer.concat([
    Buffer.of(61),
    encodeFields(count, ...Array.from({ length: Math.min(count, 9) }, () => random.text(8))),
  ]);

function byKey(random: Random, user: string, key: Buffer): Buffer {
  const algorithm = random.int(2) === 0 ? 'ecdsa-sha2-nistp256' : random.pick(ALGORITHMS);
  if (random.int(4) === 0) return login(user, 'publickey', false, algorithm, key);
  return login(user, 'publickey', true, algorithm, key, encodeSignature(algorithm, random));
}

const encodeSignature = (algorithm: string, random: Random): Buffer =>
  random.int(4) === 0 ? random.bytes(random.int(100)) : encodeFields(algorithm, signature(random));

/** Two mpints, as of ECDSA and DSA, or anything. */
const signature = (random: Random): Buffer =>
  random.pick([
    () => encodeFields(random.bytes(random.int(40)), random.bytes(random.int(40))),
    () => encodeFields(Buffer.alloc(0), Buffer.alloc(0)),
    () => Buffer.concat([Buffer.of(0x30, random.int(256), 2, random.int(256)), random.bytes(random.int(70))]),
    () => mutateMessage(encodeFields(random.bytes(32), random.bytes(32)), random),
    () => random.bytes(random.int(50)),
  ])();

function publicKeyOf(privateKey: Buffer): Buffer {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}
