import { createHash } from 'node:crypto';
import type { DigestedContent } from './answer.ts';
import type { OutputStream } from './difference.ts';
import type { Findings } from './findings.ts';

/** Tells two outputs apart that are no text, or too long to be held. */
export function compareDigests(
  stream: OutputStream,
  recorded: Buffer | DigestedContent,
  current: Buffer | DigestedContent,
  findings: Findings,
): boolean {
  const [was, is] = [digested(recorded), digested(current)];
  if (was.length === is.length && was.digest === is.digest) return true;
  findings.add({
    field: stream,
    path: '',
    kind: 'changed',
    severity: 'value',
    recorded: described(was),
    current: described(is),
  });
  return false;
}

/** NUL bytes, or more control bytes than any text has. */
export function isBinary(bytes: Buffer): boolean {
  if (bytes.includes(0)) return true;
  const start = bytes.subarray(0, 64 * 1024);
  let controls = 0;
  for (const byte of start) if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls++;
  return controls * 10 > start.length;
}

/** BEL, BS, HT, LF, VT, FF, CR, SO, SI, ESC. */
const TEXT_CONTROLS = new Set([7, 8, 9, 10, 11, 12, 13, 14, 15, 27]);

const digested = (content: Buffer | DigestedContent): DigestedContent =>
  Buffer.isBuffer(content)
    ? { length: content.length, digest: createHash('sha256').update(content).digest('hex') }
    : content;

const described = ({ length, digest }: DigestedContent): string => `${length} bytes, SHA-256 ${digest}`;
