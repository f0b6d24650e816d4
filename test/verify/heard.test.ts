import { describe, expect, it } from 'vitest';
import type { Event, Timed } from '../../src/event.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { RedactedTimeline } from '../../src/redact/timeline.ts';
import { Gathered } from '../../recorder/verify/gathered.ts';
import { Heard } from '../../recorder/verify/heard.ts';

const MOST = 64 * 1024 * 1024;

/** What is heard, and how often somebody looked for secrets in it. */
function hearing(...events: Event[]): { heard: Heard; looks: () => number } {
  let looks = 0;
  const heard = new Heard(() => {
    looks++;
    const gathered = new Gathered(MOST);
    const timeline = new RedactedTimeline(new Secrets(), (event) => gathered.add(event));
    return { gathered, timeline };
  });
  for (const [at, event] of events.entries()) heard.push({ ...event, at } satisfies Timed<Event>);
  return { heard, looks: () => looks };
}

const stdout = (text: string): Event => ({ type: 'stdout', bytes: Buffer.from(text) });
const content = (text: string) => ({ bytes: Buffer.from(text), slots: [] });

describe('what a host says', () => {
  it('is the same where its bytes are, whatever its chunks, and nobody looks for secrets', () => {
    const { heard, looks } = hearing(
      stdout('up 3'),
      { type: 'stderr', bytes: Buffer.from('!') },
      stdout(' days\n'),
    );
    expect(heard.isSame('stdout', content('up 3 days\n'))).toBe(true);
    expect(heard.isSame('stderr', content('!'))).toBe(true);
    expect(heard.isSame('stdout', content('up 4 days\n'))).toBe(false);
    expect(heard.isSame('stderr', content(''))).toBe(false);
    expect(looks()).toBe(0);
  });

  it('is not the same where a secret was recorded, as its token is no secret', () => {
    const { heard } = hearing(stdout('key: 0000\n'));
    const slots = [{ offset: 5, length: 4, class: 'password', id: 1 }];
    expect(heard.isSame('stdout', { bytes: Buffer.from('key: 0000\n'), slots })).toBe(false);
  });

  it('is redacted where somebody asks for it', () => {
    const { heard, looks } = hearing(stdout('password: hunter2hunter2\n'));
    const { stdout: shown } = heard
      .gathered()
      .answer({ kind: 'exited', code: 0 }, { stdout: false, stderr: false });
    expect(Buffer.from('bytes' in shown ? shown.bytes : '').toString()).not.toContain('hunter2');
    expect(looks()).toBe(1);
  });

  it('is redacted as it comes where it is long', () => {
    const line = `${'x'.repeat(1023)}\n`;
    const { heard, looks } = hearing(...Array.from({ length: 1025 }, () => stdout(line)));
    expect(looks()).toBe(1);
    expect(heard.isSame('stdout', content(line.repeat(1025)))).toBe(false);
    expect(heard.gathered().isDigested('stdout')).toBe(false);
  });
});
