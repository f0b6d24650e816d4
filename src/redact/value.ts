import type { Slot } from '../cassette/recording.ts';
import { redactAsk } from './head.ts';
import type { Secrets } from './secrets.ts';

/** Bytes that stand alone, as a variable's or a folder's, with tokens where secrets were. */
export function redactValue(
  value: Uint8Array,
  secrets: Secrets,
): { bytes: Uint8Array; slots: readonly Slot[] } {
  const { env, slots } = redactAsk({ asked: { kind: 'session' } }, [['', value]], secrets);
  return {
    bytes: env[0]?.[1] ?? value,
    slots: slots.map(({ offset, length, class: name, id }) => ({ offset, length, class: name, id })),
  };
}
