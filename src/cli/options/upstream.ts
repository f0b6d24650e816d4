import type { Command } from 'commander';
import { TapeheadError } from '../../errors.ts';
import { passwordVariable } from '../../upstreams/passwords.ts';
import { withoutPassword } from '../../upstreams/without-password.ts';
import { parseOrigin } from './origin.ts';

/** Where invocations are executed: those of one origin, or of all that have no upstream of their own. */
export interface UpstreamChoice {
  origin: string | undefined;
  /** What it says is for the upstream to judge. */
  url: string;
}

/** Of a command that goes to the hosts of cassettes. */
export const addUpstreamOption = (command: Command): Command =>
  command.option(
    '--upstream <[origin=]url>',
    'ssh://[user@]host[:port] or local:; with an origin for that one alone; may be given again',
    parseUpstream,
  );

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

/**
 * Names that differ only in what no variable has would give two hosts the password of one.
 *
 * @throws TapeheadError USAGE for two origins whose password is in the same variable
 */
export function checkPasswords(choices: readonly UpstreamChoice[], env: NodeJS.ProcessEnv): void {
  const byVariable = new Map<string, string>();
  for (const { origin } of choices) {
    const variable = passwordVariable(origin);
    const other = byVariable.get(variable);
    if (origin !== undefined && other !== undefined && env[variable]) {
      throw new TapeheadError(
        'USAGE',
        `${variable} would be the password of origin ${other} and of origin ${origin}`,
        `other names for them, such as ${other}-a and ${origin}-b`,
      );
    }
    if (origin !== undefined) byVariable.set(variable, origin);
  }
}
