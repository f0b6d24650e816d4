import { systemClock } from '../../src/clock.ts';
import type { Answer } from '../../src/compare/answer.ts';
import { compare } from '../../src/compare/compare.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import { TapeheadError } from '../../src/errors.ts';
import { chosenNormalisers } from '../../src/normalise/choose.ts';
import { commandPrefix } from '../../src/normalise/command-words.ts';
import { normalisingFor } from '../../src/normalise/normalising-for.ts';
import type { Learnt } from '../../src/normalise/proposal-text.ts';
import { propose, type Varied } from '../../src/normalise/propose.ts';
import { openManifests } from '../../src/open-manifests.ts';
import { ALL, Secrets } from '../../src/redact/secrets.ts';
import { redactorsFor } from '../../src/redact/redactors.ts';
import { Releases } from '../../src/releases.ts';
import { hostsByOrigin } from '../verify/hosts.ts';
import type { Planned } from '../verify/planned.ts';
import type { TapedClient } from '../verify/taped-client.ts';
import { Verification } from '../verify/verification.ts';
import { execute } from './execute.ts';
import type { LearnOptions } from './options.ts';

/**
 * Runs what only reads of cassettes several times, all of it once before any of it again, and proposes normalisers for
 * what varied although nothing was changed.
 *
 * @throws TapeheadError USAGE for fewer than two runs, NOT_TRUSTED, and what opening and reading cassettes and manifests throws
 */
export async function learn(options: LearnOptions): Promise<Learnt> {
  const { runs = 3, clock = systemClock, signal, onProgress, normalise = [], ...verifying } = options;
  if (runs < 2) throw tooFewRuns();
  await using verification = await Verification.open(verifying);
  await using releases = new Releases();
  if (!options.trust && verification.untrusted.length > 0) throw notTrusted(verification.untrusted);
  // What is seen beside a normaliser is written down, and often committed.
  if (verification.unknownSecrets) throw verification.unknownSecrets;
  const { parts: manifest } = await openManifests({ manifests: options.manifests ?? [], allowRun: true });
  const normalisingOf = normalisingFor(
    chosenNormalisers({ specs: manifest.normalisers, switches: normalise }),
  );
  const secrets = new Secrets(0, ALL, redactorsFor(manifest.redactors));
  const running = new Set<TapedClient>();
  const stop = (): void => {
    for (const client of running) client.stop('interrupted');
  };
  signal?.addEventListener('abort', stop);
  releases.use({ [Symbol.dispose]: () => signal?.removeEventListener('abort', stop) });

  const hostOf = hostsByOrigin(options, releases);
  const toRun = verification.toRun.filter(({ mutates }) => !mutates);
  const first = new Map<Planned, Answer>();
  const failed = new Map<Planned, string>();
  const covered = new Map<string, Set<Planned>>();
  const varied: Varied[] = [];
  let done = 0;
  for (let run = 1; run <= runs; run++) {
    // What was paired in the first run stands for something else in each of the others.
    const pairs = new Map<string, Pairs>();
    for (const planned of toRun) {
      if (signal?.aborted) break;
      onProgress?.({ done: done++, of: runs * toRun.length });
      if (failed.has(planned)) continue;
      const answer = await execute(planned, hostOf(planned.head.origin), {
        clock,
        secrets,
        running,
        options,
      });
      const before = first.get(planned);
      if (typeof answer === 'string') failed.set(planned, `${planned.command}: ${answer}`);
      else if (!before) first.set(planned, answer);
      else {
        const { asked, head } = planned;
        const paired = pairs.get(head.origin) ?? new Pairs();
        pairs.set(head.origin, paired);
        const pair = { asked, recorded: before, current: answer };
        const { differences, normalised } = compare(pair, normalisingOf(asked), paired, () => before);
        for (const name of normalised) covered.set(name, (covered.get(name) ?? new Set()).add(planned));
        if (differences.length > 0) varied.push({ command: commandPrefix(asked), differences });
      }
    }
  }
  return {
    runs,
    recordings: toRun.length,
    ...propose(varied),
    covered: new Map(Array.from(covered, ([name, of]) => [name, of.size])),
    unlearnt: [...failed.values()],
  };
}

const tooFewRuns = (): TapeheadError =>
  new TapeheadError('USAGE', 'of one run nothing can be learnt: nothing varies in it', '--runs 2, or more');

const notTrusted = (cassettes: readonly { path: string }[]): TapeheadError =>
  new TapeheadError(
    'NOT_TRUSTED',
    `${cassettes.map(({ path }) => path).join(', ')} ${cassettes.length === 1 ? 'was' : 'were'} not verified here before`,
    'look at what would be run, with tapehead verify --dry-run, then add --trust',
  );
