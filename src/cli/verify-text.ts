import { VERDICTS, type VerifiedRecording, type VerifyReport } from '../verified.ts';
import { visible } from '../visible.ts';

/** The report for a terminal, as short as can be: what is not the same, and a sum. */
export function verifyText({ recordings }: VerifyReport): string {
  const shown = recordings.filter(({ verdict }) => !verdict.startsWith('same')).map(lineOf);
  const counts = VERDICTS.map((verdict) => [
    verdict,
    recordings.filter((one) => one.verdict === verdict).length,
  ]);
  const sum = counts.flatMap(([verdict, count]) => (count === 0 ? [] : [`${count} ${verdict}`])).join(', ');
  return `${[...shown, sum || 'nothing to verify'].join('\n')}\n`;
}

function lineOf({ verdict, cassette, index, command, reason, differences }: VerifiedRecording): string {
  const why = reason ?? differences.map(({ field, kind }) => `${field} ${kind}`).join(', ');
  return `${verdict.padEnd(15)}  ${visible(cassette)}#${index + 1}  ${command}  (${visible(why)})`;
}

/** One that has drifted, with all that is known of it, for whoever has to decide. */
export function driftText(one: VerifiedRecording): string {
  const values = one.differences.map(({ field, path, kind, recorded, current }) =>
    [`  ${field} ${path} ${kind}`, recorded && `    - ${recorded}`, current && `    + ${current}`]
      .filter(Boolean)
      .join('\n'),
  );
  return [`${one.cassette}#${one.index + 1}  ${one.command}`, ...values].join('\n');
}
