import type { Report } from '../report.ts';
import { askedJson, callJson } from '../call-json.ts';

/** The report of a run as one JSON document, ended by a line end. */
export function reportJson(report: Report, exitCode: number): string {
  const { misses, troubles, failures, unplayed, ...rest } = report;
  const document = {
    exitCode,
    ...rest,
    misses: misses.map(callJson),
    troubles: troubles.map(callJson),
    failures: failures.map(callJson),
    unplayed: unplayed.map(({ file, index, asked }) => ({
      file,
      recording: index + 1,
      asked: asked && askedJson(asked),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
