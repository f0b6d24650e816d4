import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuthContext, KeyboardAuthContext, ParsedKey, PublicKeyAuthContext } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import { parseKeyOnce } from '../../ssh/parsed-key.ts';
import { ssh2 } from '../../ssh/ssh2.ts';
import type { Credentials, SshAuth } from './credentials.ts';

/** Decides on logins. */
export interface Gate extends Credentials {
  /** Lines of authorized_keys that are not used, for the log. */
  unused: readonly string[];
  /** How one may log in; empty where anyone may. */
  methods: readonly Method[];
  /** Accepts the attempt or rejects it, with the methods that can succeed; `onRejected` counts the latter. */
  judge(attempt: AuthContext, onRejected: () => void): void;
}

/** @throws TapeheadError USAGE when no key of `authorizedKeys` can be used */
export function makeGate(auth: SshAuth): Gate {
  switch (auth.kind) {
    case 'generated': {
      const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256, comment: 'tapehead' });
      const password = randomBytes(24).toString('base64url');
      const { keys } = readAuthorizedKeys(pair.public);
      return { password, privateKey: pair.private, unused: [], ...judgeBy(password, keys) };
    }
    case 'password': {
      const { password } = auth;
      return { password, privateKey: undefined, unused: [], ...judgeBy(password, []) };
    }
    case 'keys': {
      const { keys, unused } = readAuthorizedKeys(auth.authorizedKeys);
      if (keys.length === 0) {
        throw new TapeheadError(
          'USAGE',
          `no key of the authorized keys can be used${unused.map((line) => `; ${line}`).join('')}`,
          'give a file with lines such as: ecdsa-sha2-nistp256 AAAA…',
        );
      }
      return { password: undefined, privateKey: undefined, unused, ...judgeBy(undefined, keys) };
    }
    case 'none':
      return {
        password: undefined,
        privateKey: undefined,
        unused: [],
        methods: [],
        judge: (attempt) => attempt.accept(),
      };
  }
}

type Method = 'publickey' | 'password' | 'keyboard-interactive';

function judgeBy(password: string | undefined, keys: readonly ParsedKey[]): Pick<Gate, 'methods' | 'judge'> {
  const isPassword = password === undefined ? () => false : equals(password);
  const methods: Method[] = [
    ...(keys.length > 0 ? (['publickey'] as const) : []),
    ...(password === undefined ? [] : (['password', 'keyboard-interactive'] as const)),
  ];
  const judge: Gate['judge'] = (attempt, onRejected) => {
    const decide = (ok: boolean): void => {
      if (ok) return attempt.accept();
      attempt.reject(methods);
      if (attempt.method !== 'none') onRejected(); // 'none' only asks for the methods
    };
    switch (attempt.method) {
      case 'publickey':
        return decide(provesKey(attempt, keys));
      case 'password':
        return decide(isPassword(attempt.password));
      case 'keyboard-interactive':
        return password === undefined ? decide(false) : askPassword(attempt, isPassword, decide);
      case 'none':
      case 'hostbased':
        return decide(false);
    }
  };
  return { methods, judge };
}

/** Without a signature the client only asks whether the key would do (RFC 4252 §7). */
function provesKey(attempt: PublicKeyAuthContext, keys: readonly ParsedKey[]): boolean {
  const key = keys.find((candidate) => candidate.getPublicSSH().equals(attempt.key.data));
  if (key === undefined) return false;
  if (attempt.signature === undefined || attempt.blob === undefined) return true;
  const verified: unknown = key.verify(attempt.blob, attempt.signature, attempt.hashAlgo);
  return verified === true; // else false, or an Error
}

function askPassword(
  attempt: KeyboardAuthContext,
  isPassword: (given: unknown) => boolean,
  decide: (ok: boolean) => void,
): void {
  attempt.prompt([{ prompt: 'Password: ', echo: false }], (answers: unknown) => {
    // ssh2 hands over an Error when the client began another attempt instead; that one is judged by itself.
    if (Array.isArray(answers)) decide(answers.length === 1 && isPassword(answers[0]));
  });
}

/** In constant time, whatever the lengths. What is no string is a change of password, which is not offered. */
function equals(secret: string): (given: unknown) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (given) => typeof given === 'string' && timingSafeEqual(digest(given), expected);
}

function readAuthorizedKeys(text: string): { keys: ParsedKey[]; unused: string[] } {
  const keys: ParsedKey[] = [];
  const unused: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const key = parseKeyOnce(line);
    if (key instanceof Error) unused.push(`line ${index + 1} is no public key of a known type`);
    else keys.push(key);
  }
  return { keys, unused };
}
