import type { VerifyReport } from '../verified.ts';
import { visible } from '../visible.ts';

/** A line for each cassette that is older than it may be, of those that were not stamped just now. */
export const expiredLines = ({ cassettes }: VerifyReport, stamped: ReadonlySet<string>): string[] =>
  cassettes
    .filter(({ path, expired = false }) => expired && !stamped.has(path))
    .map(
      ({ path, age }) =>
        `tapehead: ${visible(path)} is ${age} days old, more than it may be; try: record it again, or --stamp where all of it is the same`,
    );
