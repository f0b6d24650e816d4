import { TapeheadError } from '../../errors.ts';
import { withoutPassword } from '../../upstreams/without-password.ts';
import { parseOrigin } from './origin.ts';

/** Where invocations are executed: those of one origin, or of all that have no upstream of their own. */
export interface UpstreamChoice {
  origin: string | undefined;
  /** What it says is for the upstream to judge. */
  url: string;
}

/**
 * Reads `[ORIGIN=]URL`. A user name in a URL may hold an `=`; a name of an origin holds no slash.
 *
 * @throws TapeheadError USAGE
 */
export function parseUpstream(
  text: string,
  before: readonly UpstreamChoice[] = [],
): readonly UpstreamChoice[] {
  const [, name, rest] = /^([^=/]*)=(.*)$/s.exec(text) ?? [];
  const origin = name === undefined ? undefined : parseOrigin(name);
  const url = rest ?? text;
  const other = before.find((choice) => choice.origin === origin);
  if (!other) return [...before, { origin, url }];
  throw new TapeheadError(
    'USAGE',
    `--upstream ${origin === undefined ? 'for all origins' : `for origin ${origin}`} is given twice, ` +
      `${withoutPassword(other.url)} and ${withoutPassword(url)}`,
    origin === undefined
      ? '--upstream ORIGIN=URL for one that is an origin\'s own; clients say who they are by their user name: -l "$TAPEHEAD_SSH_USER+ORIGIN"'
      : 'one upstream for each origin',
  );
}

/**
 * Of a command that asks in the name of one origin, which has one upstream.
 *
 * @throws TapeheadError USAGE for an upstream that is an origin's own
 */
export function checkForAll(choices: readonly UpstreamChoice[] = []): void {
  const own = choices.find(({ origin }) => origin !== undefined);
  if (own?.origin === undefined) return;
  throw new TapeheadError(
    'USAGE',
    `all commands are asked in the name of one origin, so --upstream ${own.origin}=… makes no sense`,
    `--upstream ${withoutPassword(own.url)} --origin ${own.origin}`,
  );
}
