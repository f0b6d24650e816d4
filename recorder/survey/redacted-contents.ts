import type { Secrets } from '../../src/redact/secrets.ts';
import { StreamScanner } from '../../src/redact/stream-scanner.ts';

/**
 * Contents with tokens of the same length where secrets were. One that only one file gives away is replaced in all of
 * them.
 */
export function redactedContents<Key>(
  contents: ReadonlyMap<Key, Buffer>,
  secrets: Secrets,
): { contents: ReadonlyMap<Key, Buffer>; redacted: number } {
  for (const content of contents.values()) scan(content, secrets);
  let redacted = 0;
  const safe = Array.from(contents, ([key, content]) => {
    const clean = Buffer.from(content);
    for (const { start, token } of scan(content, secrets)) clean.set(token, start);
    if (!clean.equals(content)) redacted++;
    return [key, clean] as const;
  });
  return { contents: new Map(safe), redacted };
}

/** Looked for as in what commands print. */
function scan(content: Buffer, secrets: Secrets): ReturnType<StreamScanner['take']> {
  const scanner = new StreamScanner(secrets, 'stdout');
  scanner.push(content);
  scanner.finish();
  return scanner.take(0, content.length);
}
