import { redactAsk } from './head.ts';
import { latin1, type Secrets } from './secrets.ts';

/**
 * What a hook says of a call, with tokens where secrets were: it may repeat words of what was asked, and variables.
 *
 * @param repeated values that are filled in: one that is a secret is one in the message too, however short
 */
export function redactMessage(message: string, repeated: Iterable<Uint8Array>, secrets: Secrets): string {
  let text = latin1(asVariable(asCommand(Buffer.from(message), secrets), secrets));
  for (const value of repeated) {
    const token = secrets.tokenOf(value);
    if (token) text = text.replaceAll(latin1(value), () => latin1(token));
  }
  return Buffer.from(text, 'latin1').toString();
}

function asCommand(command: Uint8Array, secrets: Secrets): Uint8Array {
  const { asked } = redactAsk({ asked: { kind: 'string', command } }, [], secrets);
  return asked.kind === 'string' ? asked.command : command;
}

function asVariable(value: Uint8Array, secrets: Secrets): Uint8Array {
  const { env } = redactAsk({ asked: { kind: 'session' } }, [['', value]], secrets);
  return env[0]?.[1] ?? value;
}
