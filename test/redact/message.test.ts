import { describe, expect, it } from 'vitest';
import { redactMessage } from '../../src/redact/message.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import { redactorsFor } from '../../src/redact/redactors.ts';

describe('what a hook says is shown', () => {
  it('as it is, where it has no secret', () => {
    expect(redactMessage('somebody looks at /sürv “now”', [Buffer.from('/sürv')], new Secrets())).toBe(
      'somebody looks at /sürv “now”',
    );
  });

  it('without a command line’s passwords', () => {
    const told = redactMessage('they ran esxcli --password hunter2hunter2 vm list', [], new Secrets());
    expect(told).toBe('they ran esxcli --password password-1**** vm list');
  });

  it('without a secret that the call was asked with, of those filled in however short', () => {
    const secrets = new Secrets();
    secrets.learn('password', Buffer.from('hunter2hunter2'));
    secrets.learn('password', Buffer.from('pw1'));
    expect(redactMessage('hunter2hunter2 came', [], secrets)).toBe('password-1**** came');
    expect(redactMessage('by pw1, again pw1', [Buffer.from('pw1')], secrets)).toBe('by ***, again ***');
  });

  it.each(['argv', 'env'] as const)('without what people call a secret in %s', (where) => {
    const rules = redactorsFor([{ name: 'pin', pattern: 'pin=(?<secret>\\d+)', in: [where] }]);
    expect(redactMessage('it has pin=123456', [], new Secrets(0, undefined, rules))).toBe(
      'it has pin=pin-1*',
    );
  });
});
