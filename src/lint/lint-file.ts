import { ageInDays } from '../cassette/age.ts';
import { CassetteFile } from '../cassette/file.ts';
import { TapeheadError } from '../errors.ts';
import { beside } from './beside.ts';
import { duplicates } from './duplicates.ts';
import { type Finding, finding } from './finding.ts';
import { secretsIn } from './secrets.ts';

export interface LintOptions {
  /** In days, since it was taped or seen to be true still. */
  maxAge?: number | undefined;
  /** Digests of what is no secret. */
  allow: ReadonlySet<string>;
  /** ms since the epoch. */
  now: number;
}

/** Everything that is wrong with one cassette, and beside it. */
export function lintFile(path: string, options: LintOptions): Finding[] {
  const found = beside(path, options.now);
  try {
    using file = CassetteFile.open(path);
    found.push(...ofFile(file, options), ...ofRecordings(file, options));
  } catch (error) {
    found.push(undecodable(path, error));
  }
  return found;
}

function ofFile({ path, header, count }: CassetteFile, { maxAge, now }: LintOptions): Finding[] {
  const found: Finding[] = [];
  const age = ageInDays(header, now);
  if (maxAge !== undefined && age > maxAge)
    found.push(finding('expired', { cassette: path }, `it is ${age} days old, and may be ${maxAge}`, VERIFY));
  if (count === 0)
    found.push(finding('orphaned', { cassette: path }, 'there is no recording in it', 'remove it'));
  return found;
}

const VERIFY = 'run `tapehead verify` against the host, or record it again';

function ofRecordings(file: CassetteFile, options: LintOptions): Finding[] {
  const found: Finding[] = [];
  const origins = new Set<string>();
  const damaged = new Set<number>();
  for (let index = 0; index < file.count; index++) {
    try {
      origins.add(file.head(index).origin);
      found.push(...secretsIn(file, index, options.allow));
    } catch (error) {
      damaged.add(index);
      found.push(undecodable(file.path, error, index));
    }
  }
  for (const origin of file.header.hosts?.keys() ?? []) {
    if (damaged.size > 0 || origins.has(origin)) continue;
    const message = `the header has a host for ${JSON.stringify(origin)}, of which there is no recording`;
    found.push(finding('orphaned', { cassette: file.path }, message, 'record it again'));
  }
  return [...found, ...duplicates(file, damaged)];
}

function undecodable(path: string, error: unknown, index?: number): Finding {
  if (!(error instanceof TapeheadError)) throw error;
  const of = { cassette: path, ...(index !== undefined && { recording: index + 1 }) };
  return finding('undecodable', of, error.message, error.remedy);
}
