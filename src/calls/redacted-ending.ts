import { type AnsweredCall, type Provenance, type Trouble } from '../calls.ts';
import { argvOf } from '../hooks/match/compile.ts';
import type { Invocation } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import { redactAsk } from '../redact/head.ts';
import { redactMessage } from '../redact/message.ts';
import type { Secrets } from '../redact/secrets.ts';

type HowEnded = Pick<AnsweredCall, 'provenance' | 'outcome'>;

/**
 * How a call ended, with tokens where secrets were: why it went wrong is told by errors of handlers and programs too,
 * which may repeat what was asked. A miss is told without secrets already.
 */
export function redactedEnding(
  { provenance, outcome }: HowEnded,
  invocation: Invocation,
  secrets: Secrets,
): HowEnded {
  if (!hasReason(provenance) && !isUnanswered(outcome)) return { provenance, outcome };
  redactAsk(invocation, [...invocation.env], secrets); // for its secrets to be known
  const values = [...(argvOf(invocation) ?? []), ...invocation.env.values()];
  const redact = (message: string): string => redactMessage(message, values, secrets);
  return {
    provenance: redactedProvenance(provenance, redact),
    outcome: isUnanswered(outcome) ? { ...outcome, reason: redact(outcome.reason) } : outcome,
  };
}

const isUnanswered = (outcome: Outcome | undefined): outcome is Extract<Outcome, { reason: string }> =>
  outcome !== undefined && 'reason' in outcome;

const hasReason = (provenance: Provenance): boolean =>
  provenance.from === 'trouble' ||
  'trouble' in provenance ||
  'failure' in provenance ||
  'notImplemented' in provenance;

function redactedProvenance(provenance: Provenance, redact: (message: string) => string): Provenance {
  if (provenance.from === 'trouble') return { ...provenance, ...redactedTrouble(provenance, redact) };
  if ('trouble' in provenance && provenance.trouble)
    return { ...provenance, trouble: redactedTrouble(provenance.trouble, redact) };
  if ('failure' in provenance && provenance.failure !== undefined)
    return { ...provenance, failure: redact(provenance.failure) };
  if ('notImplemented' in provenance && provenance.notImplemented !== undefined)
    return { ...provenance, notImplemented: redact(provenance.notImplemented) };
  return provenance;
}

const redactedTrouble = (
  { code, reason, remedy }: Trouble,
  redact: (message: string) => string,
): Trouble => ({
  code,
  reason: redact(reason),
  remedy: remedy === undefined ? undefined : redact(remedy),
});
