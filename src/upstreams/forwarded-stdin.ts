import type { TapingOptions } from '../deck-options.ts';
import type { StdinEvent } from '../event.ts';
import type { Invocation } from '../invocation.ts';
import { OtherInput } from '../other-input.ts';
import type { Stdio } from '../stdio.ts';
import { ORIGINALS } from './originals.ts';
import type { Upstream } from './upstream.ts';

/** The upstream, which gets the client's stdin only as the policy has it; otherwise it finds it at its end. */
export function withStdinForwarding(
  upstream: Upstream,
  policy: NonNullable<TapingOptions['stdinForwarding']>,
): Upstream {
  // An original has its shim's own stdin.
  if (upstream.url === ORIGINALS) return upstream;
  return {
    url: upstream.url,
    host: upstream.host,
    async execute(invocation, stdio) {
      return upstream.execute(invocation, (await forwards(policy, invocation)) ? stdio : withoutStdin(stdio));
    },
    fingerprint: async (stop) => (await upstream.fingerprint?.(stop)) ?? upstream.host,
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}

/** A terminal has a person at it, who types to what runs there. */
async function forwards(
  policy: NonNullable<TapingOptions['stdinForwarding']>,
  { caller, tty }: Invocation,
): Promise<boolean> {
  if (policy !== 'auto' || !caller || tty) return policy !== 'none';
  return !(await caller.sharesStdin());
}

const withoutStdin = (stdio: Stdio): Stdio => new OtherInput(stdio, atItsEnd(), stdio.controls);

async function* atItsEnd(): AsyncGenerator<StdinEvent> {
  yield { type: 'eof', stream: 'stdin' };
}
