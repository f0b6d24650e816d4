import { z } from 'zod';
import { TapeheadError } from '../errors.ts';
import { pathText } from '../manifest/problem.ts';
import type { VerifyReport } from '../verified.ts';
import { verifyReport } from './schema.ts';

/**
 * Reads a JSON report, which may come from anywhere.
 *
 * @param name of the file, for messages
 * @throws TapeheadError BAD_REPORT, with the place
 */
export function readReport(bytes: Uint8Array, name: string): VerifyReport {
  const data = parse(bytes, name);
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  if (typeof version === 'number' && version > 1)
    throw bad(name, `is of version ${version}, which this release does not know`, 'a newer tapehead');
  const checked = verifyReport.safeParse(data);
  if (checked.success) return dated(checked.data, name);
  const [issue] = checked.error.issues;
  const place = pathText((issue?.path ?? []).filter((step) => typeof step !== 'symbol'));
  throw bad(
    name,
    `${place === '' ? '' : `at ${place}: `}${issue?.message ?? z.prettifyError(checked.error)}`,
  );
}

function parse(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw bad(name, `is no JSON: ${(cause as Error).message}`, undefined, cause);
  }
}

/** A day that there is none of would only come out when reports are merged. */
function dated(report: VerifyReport, name: string): VerifyReport {
  if (Number.isNaN(Date.parse(report.started))) throw bad(name, 'at started: no date');
  return report;
}

const bad = (
  name: string,
  what: string,
  remedy = 'a file that tapehead verify --report json=FILE wrote',
  cause?: unknown,
): TapeheadError =>
  new TapeheadError(
    'BAD_REPORT',
    `the report ${name} ${what}`,
    remedy,
    cause === undefined ? undefined : { cause },
  );
