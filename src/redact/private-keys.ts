import type { Found, Rule } from './rule.ts';

/** A block that has not ended by then is waited for no longer: the largest RSA keys in use have 13 KB. */
const LONGEST_PEM = 32 * 1024;

/** A BEGIN line has fewer bytes. */
const LONGEST_BEGIN = 80;

const BEGIN = Buffer.from('-----BEGIN ');
const END = Buffer.from('-----END');
const BEGIN_LINE = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;

/** The body of PEM private keys (RFC 7468 §10, §11, and OpenSSH's own), between the BEGIN and the END line. */
export const privateKeys: Rule = (bytes, final) => {
  const found: Found[] = [];
  for (let at = bytes.indexOf(BEGIN); at !== -1;) {
    const line = BEGIN_LINE.exec(bytes.toString('latin1', at, at + LONGEST_BEGIN));
    if (!line) {
      at = bytes.indexOf(BEGIN, at + 1);
      continue;
    }
    const start = at + line[0].length;
    const end = bytes.indexOf(END, start);
    if (end === -1 && !final && bytes.length - start < LONGEST_PEM) return { found, open: at };
    found.push({ start, end: end === -1 ? bytes.length : end, class: 'private-key' });
    if (end === -1) return { found, open: bytes.length };
    at = bytes.indexOf(BEGIN, end);
  }
  return { found, open: final ? bytes.length : startOfOpenBegin(bytes) };
};

/** Where a BEGIN line that is not whole yet starts. */
function startOfOpenBegin(bytes: Buffer): number {
  const last = bytes.subarray(-LONGEST_BEGIN);
  if (!last.includes(0x2d)) return bytes.length;
  const begun = /-{1,5}(?:BEGIN? ?[A-Z0-9 ]*-{0,5}|BE?G?)?$/.exec(last.toString('latin1'));
  return begun ? bytes.length - last.length + begun.index : bytes.length;
}
