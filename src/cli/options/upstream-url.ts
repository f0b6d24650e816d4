import { TapeheadError } from '../../errors.ts';
import { withoutPassword } from '../../upstreams/without-password.ts';

/**
 * The one `--upstream` of a run. What the URL says is for the upstream to judge.
 *
 * @throws TapeheadError USAGE for a second one, or one bound to an origin.
 */
export function oneUpstream(text: string, before: string | undefined): string {
  if (before !== undefined) {
    throw new TapeheadError(
      'USAGE',
      'more than one --upstream is not there yet',
      'one run of tapehead for each host, a cassette each; replay takes them all: --cassette a.cassette --cassette b.cassette',
    );
  }
  const bound = /^([^=/:]+)=(?=[a-z]+:)/.exec(text);
  if (bound) {
    throw new TapeheadError(
      'USAGE',
      `an --upstream for one origin (${bound[1] ?? ''}=…) is not there yet`,
      `--upstream ${withoutPassword(text.slice(bound[0].length))}, which serves every origin`,
    );
  }
  return text;
}
