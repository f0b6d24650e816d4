import type { MaxAge } from '../../cassette/age.ts';
import { TapeheadError } from '../../errors.ts';

/** `90d`, `90d,warn` or `90d,fail`; without a word it fails. @throws TapeheadError USAGE */
export function parseMaxAge(text: string): MaxAge {
  const [, days, expired = 'fail'] = /^(\d{1,6})d(?:,(warn|fail))?$/.exec(text) ?? [];
  if (days !== undefined && (expired === 'warn' || expired === 'fail'))
    return { days: Number(days), expired };
  throw new TapeheadError(
    'USAGE',
    `--max-age takes days, not ${JSON.stringify(text)}`,
    '--max-age 90d, or 90d,warn so that an older cassette does not fail',
  );
}
