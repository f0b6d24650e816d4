import type { Report } from '../report.ts';
import { callJson } from './call-json.ts';

/** The report of a run as one JSON document, ended by a line end. */
export function reportJson(report: Report, exitCode: number): string {
  const { misses, troubles, failures, ...rest } = report;
  const document = {
    exitCode,
    ...rest,
    misses: misses.map(callJson),
    troubles: troubles.map(callJson),
    failures: failures.map(callJson),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
