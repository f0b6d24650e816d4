import { createHash } from 'node:crypto';

/** Where a secret can occur. */
type Where = 'argv' | 'command' | 'env' | 'stdin' | 'stdout' | 'stderr' | 'typed';

/** One place of one class: what stands there, and a secret that looks like one. */
interface Planted {
  class: string;
  where: readonly Where[];
  /** `\0` stands for the secret; of argv, blanks are between the words. */
  text: string;
  /** Another one for each number. */
  secret: (nth: number) => string;
}

const STREAMS: readonly Where[] = ['stdin', 'stdout', 'stderr'];
const COMMAND: readonly Where[] = ['argv', 'command', ...STREAMS];
const ANYWHERE: readonly Where[] = [...COMMAND, 'env'];

const digest = (nth: number, what: string): Buffer => createHash('sha512').update(`${what} ${nth}`).digest();
const letters = (nth: number, length: number, what = 'letters'): string =>
  (digest(nth, what).toString('base64') + digest(nth, `${what} more`).toString('base64'))
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
const upper = (nth: number, length: number): string => letters(nth, 99).toUpperCase().slice(0, length);
const hex = (nth: number, bytes: number): string => digest(nth, 'hex').toString('hex', 0, bytes);
const digits = (nth: number, length: number): string =>
  BigInt(`0x${digest(nth, 'digits').toString('hex')}`)
    .toString()
    .slice(0, length);
const groups = (text: string, size: number): string =>
  text.match(new RegExp(`.{${size}}`, 'g'))?.join('-') ?? '';

const password = (nth: number): string => `${letters(nth, 14)}-7`;
const token = (nth: number): string => `${letters(nth, 20)}7x`;
const hash = (nth: number): string => `$6$${letters(nth, 8)}$${letters(nth, 86, 'hash')}`;
const jwt = (nth: number): string =>
  `eyJ${letters(nth, 20)}.${letters(nth, 20, 'b')}.${letters(nth, 30, 'c')}`;
const thumbprint = (nth: number): string => hex(nth, 20).toUpperCase().match(/../g)?.join(':') ?? '';
const pem = (nth: number): string =>
  `\n${letters(nth, 64)}\n${letters(nth, 64, 'b')}\n${letters(nth, 30, 'c')}==\n`;

const of =
  (secretClass: string, secret: (nth: number) => string) =>
  (where: readonly Where[], ...texts: string[]): Planted[] =>
    texts.map((text) => ({ class: secretClass, where, text, secret }));

const PLANTED: readonly Planted[] = [
  ...of('password', password)(['typed'], 'Password: '),
  ...of('password', password)(
    STREAMS,
    'RemoteDisplay.vnc.password = "\0"',
    '{"user": "x", "password": "\0"}',
    '<password>\0</password>',
    'rootpw \0',
  ),
  ...of('password', password)(
    COMMAND,
    'esxcli system account set -i ops -p \0 -c \0',
    'esxcli -u root -p \0 system version get',
    'sshpass -p \0 ssh host',
    'curl -u root:\0 https://host',
    'tool --password=\0',
    'get sftp://root:\0@host/path',
    'domainjoin-cli join example.test admin \0',
  ),
  ...of('password', password)(
    ['command', ...STREAMS],
    `esxcli system account add -p '\0' -i ops`,
    'GOVC_PASSWORD=\0 govc',
  ),
  ...of('password', password)(['env'], 'GOVC_PASSWORD=\0'),
  ...of('token', token)(['env'], 'API_TOKEN=\0'),
  ...of('password-hash', hash)([...STREAMS, 'argv'], 'root:\0:19000:0:99999:7:::'),
  ...of('token', token)(ANYWHERE, 'Authorization: Bearer \0'),
  ...of('token', jwt)(ANYWHERE, '\0'),
  ...of('token', (nth) => `ghp_${letters(nth, 36)}`)(ANYWHERE, 'clone \0 now'),
  ...of('token', (nth) => `AKIA${upper(nth, 16)}`)(ANYWHERE, 'key \0'),
  ...of('token', token)(['command', ...STREAMS], 'VAULT_TOKEN=\0 vault'),
  ...of('thumbprint', thumbprint)(STREAMS, 'SHA1 Fingerprint=\0', '   thumbprint = "\0",'),
  ...of('thumbprint', thumbprint)(COMMAND, 'esxcli --thumbprint \0 system version get'),
  ...of('community', password)(STREAMS, '   Communities: \0', '<communities>\0</communities>'),
  ...of('community', password)(COMMAND, 'esxcli system snmp set -c \0', 'snmpwalk -v 2c -c \0 host'),
  ...of('snmp-key', (nth) => hex(nth, 20))(STREAMS, '   Authhash: \0', 'Users: ops/\0/-/auth'),
  ...of('recovery-key', (nth) => groups(digits(nth, 96), 6))(STREAMS, '{0A0B0C0D}  \0'),
  ...of('session-ticket', (nth) => `cst-VCT-${letters(nth, 32)}`)(ANYWHERE, '"\0"'),
  ...of('session-ticket', (nth) => `${letters(nth, 30)}7`)(STREAMS, 'Cookie: vmware_soap_session="\0"'),
  ...of('licence-key', (nth) => groups(upper(nth, 25), 5))(ANYWHERE, 'serial: \0'),
  ...of('private-key', pem)(STREAMS, '-----BEGIN RSA PRIVATE KEY-----\0-----END RSA PRIVATE KEY-----'),
];

/** What of a secret must be nowhere: a half of it would be as bad, or a line. */
export function piecesOf(secret: string): string[] {
  const half = secret.length >> 1;
  const pieces = secret.includes('\n') ? secret.split('\n') : [secret.slice(0, half), secret.slice(half)];
  return pieces.filter((piece) => piece.length >= 6);
}

/** One call. Of what comes in chunks each stream has the same with a secret of its own, cut at the same byte. */
export interface Case {
  class: string;
  where: Where | 'streams';
  /** With the secret in it. */
  text: string;
  /** Its argv where the text is a command, else a word. */
  words: readonly string[];
  /** What stdin and stderr have, where the text is that of stdout. */
  others: readonly [stdin: string, stderr: string];
  secrets: readonly string[];
  cut: number;
}

/** Each class in each place where it can occur, cut at each byte; every one with a secret of its own. */
export function cases(from = 0): Case[] {
  const all: Case[] = [];
  let last = from;
  for (const { class: secretClass, where: places, text, secret } of PLANTED) {
    const isCommand = places === COMMAND;
    const whole = text.replaceAll('\0', secret(0)) + (places.includes('typed') ? secret(0) : '');
    for (const where of new Set(places.map((one) => (isStream(one) ? 'streams' : one)))) {
      const behindLastCut = where === 'streams' || where === 'typed' ? whole.length : 2;
      for (let cut = 1; cut < behindLastCut; cut++) {
        const secrets = Array.from({ length: where === 'streams' ? 3 : 1 }, () => secret(++last));
        const [filled = '', stdin = '', stderr = ''] = secrets.map((one) => text.replaceAll('\0', one));
        const words = isCommand ? filled.split(' ') : ['tool', filled];
        all.push({ class: secretClass, where, text: filled, words, others: [stdin, stderr], secrets, cut });
      }
    }
  }
  return all;
}

const isStream = (where: Where): boolean => STREAMS.some((one) => one === where);
