import type { ExecutedCall } from '../calls.ts';
import type { Modified } from '../invocation.ts';
import { redactExecuted } from '../redact/executed.ts';
import type { Secrets } from '../redact/secrets.ts';

/** What hooks have changed of a call, after redaction. Calls may be kept for long: nothing that its bytes came in is held. */
export function executedCall(modified: Modified, secrets: Secrets): ExecutedCall {
  const { argv, env, cwd } = redactExecuted(modified, secrets);
  return {
    ...(argv && { argv: argv.map(own) }),
    env: env.map(([name, value]) => [name, value && own(value)] as const),
    ...(cwd && { cwd: own(cwd) }),
  };
}

const own = (bytes: Uint8Array): Uint8Array => Buffer.from(bytes);
