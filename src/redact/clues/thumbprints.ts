import { type Clue, one } from '../clue.ts';

/**
 * Fingerprints of certificates: SHA-1 or SHA-256, in hexadecimal digits with colons or without, where the line says
 * so before. Host keys of SSH, `SHA256:…` in base64, are no secrets.
 */
export const thumbprints: Clue = {
  words: ['thumbprint', 'fingerprint', 'sha1', 'sha-1', 'sha256', 'sha-256'],
  secretsAt(line, at) {
    const stretch = line.slice(at, at + LONGEST);
    const pattern = /^(?:thumb|finger)print/i.test(stretch) ? PLAIN_TOO : WITH_COLONS;
    const { 0: text = '', index = 0 } = pattern.exec(stretch) ?? {};
    return one('thumbprint', at + index, text);
  },
};

/** From the word to the end of what is one. */
const LONGEST = 240;

const WITH_COLONS =
  /(?<![0-9A-Fa-f:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19}(?:(?::[0-9A-Fa-f]{2}){12})?(?![0-9A-Fa-f:])/;
const PLAIN_TOO = new RegExp(
  String.raw`${WITH_COLONS.source}|(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40})(?![0-9A-Za-z])`,
);
