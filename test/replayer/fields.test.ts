import { describe, expect, it } from 'vitest';
import { askedFields, differingField, fieldNormalisers } from '../../replayer/fields.ts';
import { matchingRules } from '../../src/normalise/in-matching.ts';
import { replayRules } from '../../replayer/options.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import type { MatchingOptions, MatchField } from '../../src/deck-options.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { redactValue } from '../../src/redact/value.ts';
import { caller } from '../hooks/a-hook.ts';
import { invocation, string } from '../support/tape.ts';

const KEY = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE';
const OTHER_KEY = 'ABCDE-BBBBB-CCCCC-DDDDD-EEEEE';

const head = (more: Partial<RecordingHead>): RecordingHead => ({
  asked: string('ls'),
  tty: undefined,
  env: [],
  origin: 'default',
  user: undefined,
  start: 0,
  slots: [],
  ...more,
});

const inFolder = (path: string): Partial<RecordingHead> => ({
  cwd: redactValue(Buffer.from(path, 'latin1'), new Secrets()),
});

/** The field by which a recording differs from `ls` in that folder. */
function differing(
  taped: Partial<RecordingHead>,
  live: string | undefined,
  { match = ['cwd'], ...more }: MatchingOptions = {},
): MatchField | undefined {
  const rules = replayRules({ match, ...more });
  const asked = invocation('ls', {
    env: new Map(live === undefined ? [] : [['A', Buffer.from(live, 'latin1')]]),
    caller: caller({ cwd: live === undefined ? undefined : Buffer.from(live, 'latin1') }),
  });
  return differingField(askedFields(asked, rules, new Secrets()), head(taped), rules);
}

describe('a field that is compared', () => {
  it('is the folder of whoever asks, byte for byte', () => {
    expect(differing(inFolder('/srv/\xff'), '/srv/\xff')).toBeUndefined();
    expect(differing(inFolder('/srv/\xff'), '/srv/\xfe')).toBe('cwd');
    expect(differing(inFolder('/srv'), '/srv/')).toBe('cwd');
  });

  it('is no folder where the door has none, and so the same as on a tape without one', () => {
    expect(differing({}, undefined)).toBeUndefined();
    expect(differing(inFolder('/srv'), undefined)).toBe('cwd');
    expect(differing({}, '/srv')).toBe('cwd');
  });

  it('is a folder of which volatile parts count as equal', () => {
    const volatile = ['pytest-[0-9]+'];
    expect(differing(inFolder('/tmp/pytest-1/x'), '/tmp/pytest-22/x', { volatile })).toBeUndefined();
    expect(differing(inFolder('/tmp/pytest-1/x'), '/tmp/pytest-22/y', { volatile })).toBe('cwd');
  });

  it('is a folder of which normalisers hide a part, that are for any command', () => {
    const names = (command?: string): string[] => {
      const normaliser = { name: 'run', pattern: 'pytest-[0-9]+', ...(command && { command }) };
      const rules = replayRules({ match: ['cwd'], normalise: matchingRules(['run'], [normaliser]) });
      const asked = invocation('ls', { caller: caller({ cwd: Buffer.from('/tmp/pytest-2') }) });
      const fields = askedFields(asked, rules, new Secrets());
      const taped = head(inFolder('/tmp/pytest-1'));
      return differingField(fields, taped, rules) ? [] : fieldNormalisers(fields, taped, rules.volatile);
    };
    expect(names()).toEqual(['run']);
    expect(names('ls')).toEqual([]);
  });

  it.each(['cwd', 'env:A'] as const)('has any value where the tape has a secret: %s', (field) => {
    const env = redactValue(Buffer.from(`/srv/${KEY}`), new Secrets());
    const slots = env.slots.map((slot) => ({ field: 'env' as const, index: 0, ...slot }));
    const taped = { ...inFolder(`/srv/${KEY}`), env: [['A', env.bytes] as const], slots };
    const match = [field];
    expect(differing(taped, `/srv/${KEY}`, { match })).toBeUndefined();
    expect(differing(taped, `/srv/${OTHER_KEY}`, { match })).toBeUndefined();
    expect(differing(taped, '/srv/no-key', { match })).toBeUndefined();
    expect(differing(taped, `/opt/${KEY}`, { match })).toBe(field);
  });
});
