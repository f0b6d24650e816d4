import { TapeheadError } from '../../errors.ts';
import { nearestWord } from '../../nearest-word.ts';

/** Who may enter by an SSH door, where that is not left to tapehead. */
export type AuthChoice =
  | { kind: 'password'; password: string }
  /** A file of public keys, in the form of authorized_keys (sshd(8)). */
  | { kind: 'keys'; file: string }
  | { kind: 'none' };

/** Reads `password:SECRET`, `keys:FILE` or `none`. The secret is never repeated in a message. @throws TapeheadError USAGE */
export function parseAuth(text: string): AuthChoice {
  const [, kind = text, value = ''] = /^([^:]*):([^]*)$/.exec(text) ?? [];
  if (kind === 'none' && !text.includes(':')) return { kind };
  if (kind === 'password' && value !== '') return { kind, password: value };
  if (kind === 'keys' && value !== '') return { kind, file: value };
  const nearest = nearestWord(kind, ['password', 'keys', 'none']);
  const known = nearest === kind;
  throw new TapeheadError(
    'USAGE',
    known ? `--auth ${kind} is not whole` : '--auth takes password:SECRET, keys:FILE or none',
    { password: '--auth password:SECRET', keys: '--auth keys:FILE', none: '--auth none' }[
      nearest ?? 'password'
    ] + '; without --auth each start makes a password and a key of its own',
  );
}
