import type { Finding } from '../lint/finding.ts';
import { plural } from '../plural.ts';
import { visible } from '../visible.ts';

/** A finding for people: where, what, and what to do. */
export function lintLine({ cassette, recording, level, message, remedy }: Finding): string {
  const place = recording === undefined ? visible(cassette) : `${visible(cassette)}:${recording}`;
  return `${place}: ${level}: ${visible(message)}\n  try: ${visible(remedy)}\n`;
}

export function lintSummary(findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  return `${errors} ${plural(errors, 'error')}, ${warnings} ${plural(warnings, 'warning')}\n`;
}
