import { describe, expect, it } from 'vitest';
import type { Slot, TapedEvent } from '../../src/cassette/recording.ts';
import { ruleAsTaped } from '../../src/redact/as-taped.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';

/** What is heard after redaction by the rule alone, secrets as `<class>`, however it is cut in two. */
function redacted(taped: string, heard: string): string {
  const results = new Set(
    Array.from(heard, (_, cut) => redactedIn(taped, [heard.slice(0, cut), heard.slice(cut)])),
  );
  expect([...results]).toHaveLength(1);
  return [...results].join();
}

function redactedIn(taped: string, chunks: readonly string[]): string {
  const { bytes, slots } = contentOf(taped);
  const rule = ruleAsTaped(bytes, slots);
  let shown = '';
  let last = 0;
  const keep = (event: TapedEvent): void => {
    if (!('bytes' in event)) return;
    let at = 0;
    for (const { offset, length, class: name, id } of event.slots ?? []) {
      shown += Buffer.from(event.bytes).toString('latin1', at, offset);
      if (id !== last || offset > 0) shown += `<${name}>`;
      last = id;
      at = offset + length;
    }
    shown += Buffer.from(event.bytes).toString('latin1', at);
  };
  const timeline = new RedactedTimeline(new Secrets(), keep, { stdout: rule ? [rule] : [] });
  for (const [i, chunk] of chunks.entries())
    timeline.push({ type: 'stdout', bytes: Buffer.from(chunk, 'latin1'), at: i });
  timeline.finish();
  return shown;
}

/** `a {{password}} b`: the token stands where the braces do, and is as long. */
function contentOf(text: string): { bytes: Buffer; slots: Slot[] } {
  const slots = Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ({ 0: { length }, 1: name = '', index }, i) => ({
    offset: index,
    length,
    class: name,
    id: i + 1,
  }));
  return { bytes: Buffer.from(text, 'latin1'), slots };
}

describe('secrets where an earlier output had them', () => {
  it.each([
    ['the word {{token}} opens it\n', 'the word q1w2e3r4 opens it\n', 'the word <token> opens it\n'],
    ['a\n  key is {{token}}\nb\n', 'a\n  key is q1w2e3r4\nb\n', 'a\n  key is <token>\nb\n'],
    ['{{password}} for root\n', 'q1w2e3r4 for root\n', '<password> for root\n'],
    ['at 10:15 {{token}} was seen\n', 'at 23:59 q1w2e3r4 was seen\n', 'at 23:59 <token> was seen\n'],
    ['{{password}}, {{token}}\n', 'q1w2e3r4, t5z6u7i8\n', '<password>, <token>\n'],
    ['root  {{password}}  yes\n', 'root  q1w2e3r4i9o0p1a2s3  yes\n', 'root  <password>  yes\n'],
    ['"{{password}}"', '"q1w2e3r4"', '"<password>"'],
    ['{{password}}\n', 'q1w2e3r4i9o0p1a2s3\n', '<password>\n'],
  ])('are found by what stands around them: %j', (taped, heard, shown) => {
    expect(redacted(taped, heard)).toBe(shown);
  });

  it.each([
    ['another line', 'key is {{token}}\n', 'name is q1w2e3r4\n'],
    ['a line that was there without any', 'key is {{token}}\nkey is none\n', 'key is none\n'],
    ['nothing where one was', 'key is {{token}}\n', 'key is \n'],
    ['a line of words where one stood alone', '{{token}}\n', 'no such file\n'],
    ['one of another length in a long output', '{{token}}\na\nb\nc\n', 'a\nb\nc\nd\n'],
  ])('are not taken for %s', (_, taped, heard) => {
    expect(redacted(taped, heard)).toBe(heard);
  });

  it('are not looked for where there were none', () => {
    expect(ruleAsTaped(Buffer.from('plain\n'), [])).toBeUndefined();
  });
});
