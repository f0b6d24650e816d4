import type { Invoker } from '../../caller.ts';
import { redactAsk } from '../../redact/head.ts';
import type { Secrets } from '../../redact/secrets.ts';
import { argvOf } from './compile.ts';
import type { Looked, LookedInvocation, Matcher } from './matcher.ts';

/** Why an invocation that does not match does not, without its secrets. */
export function whyNotTold(
  matcher: Matcher,
  invocation: LookedInvocation,
  invokers: readonly Invoker[] | undefined,
  secrets: Secrets,
): string {
  const match = matcher.match(lookedWithoutSecrets(invocation, invokers, secrets));
  return 'why' in match ? match.why : 'a secret in it is another one';
}

/** A token may be what a shell would not take as it is, so the words are found before they are redacted. */
function lookedWithoutSecrets(
  invocation: LookedInvocation,
  invokers: readonly Invoker[] | undefined,
  secrets: Secrets,
): Looked {
  const { asked, env } = redactAsk(invocation, [...invocation.env], secrets);
  const argv = argvOf(invocation);
  const words = argv && redactAsk({ asked: { kind: 'argv', argv } }, [], secrets).asked;
  return {
    invocation: { ...invocation, asked, env: new Map(env) },
    argv: words?.kind === 'argv' ? words.argv : undefined,
    invokers,
  };
}
