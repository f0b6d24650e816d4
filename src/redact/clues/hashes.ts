import { type Clue, matchAt, one, startsWord } from '../clue.ts';

/** Of passwords, as crypt(5) lists them, and Argon2's; `$` may be escaped for a shell. */
export const hashes: Clue = {
  words: ['1', '5', '6', '7', 'y', 'gy', '2a', '2b', '2x', '2y', 'sha1', 'apr1', 'argon2'].flatMap((id) =>
    id === 'argon2' ? ['$argon2', '\\$argon2'] : [`$${id}$`, `$${id}\\$`],
  ),
  secretsAt: (line, at) => one('password-hash', at, matchAt(CRYPT, line, at)?.[0] ?? ''),
};

const CRYPT = new RegExp(
  [
    /\$1D[./0-9A-Za-z]{1,8}D[./0-9A-Za-z]{22}/,
    /\$apr1D[./0-9A-Za-z]{1,8}D[./0-9A-Za-z]{22}/,
    /\$2[abxy]D\d\dD[./0-9A-Za-z]{53}/,
    /\$[56]D(?:rounds=\d{1,9}D)?[^\s$:"'\\]{1,16}D[./0-9A-Za-z]{43,86}/,
    /\$(?:g?y|7|sha1)D[./0-9A-Za-z]{1,80}D?[./0-9A-Za-z]{0,80}D[./0-9A-Za-z]{20,100}/,
    /\\?\$argon2[a-z]{1,2}D(?:v=\d{1,4}D)?[\w=,]{1,60}D[\w+/-]{1,120}D[\w+/-]{16,200}/,
  ]
    .map(({ source }) => source.replaceAll('D', String.raw`\\?\$`))
    .join('|'),
  'y',
);

/** The root password of a kickstart file: `rootpw [--iscrypted] PASSWORD`. */
export const kickstart: Clue = {
  words: ['rootpw'],
  secretsAt(line, at) {
    const [all = '', value = ''] = startsWord(line, at) ? (matchAt(ROOTPW, line, at) ?? []) : [];
    const isName = value === '' || value.startsWith('-');
    return isName
      ? []
      : one(value.startsWith('$') ? 'password-hash' : 'password', at + all.length - value.length, value);
  },
};

const ROOTPW = /rootpw(?:[\t ]{1,8}--\w{1,20}(?:=\S{1,20})?){0,4}[\t ]{1,8}([^\s"']{1,200})/iy;
