import type { Lane, Planned, VerifiedFile } from '../../recorder/verify/planned.ts';
import { plural } from '../plural.ts';
import { visible } from '../visible.ts';

/** What knows which commands only read: one line for all origins that have it in common. */
export function profileLines(lanes: readonly Lane[]): string[] {
  return [...new Set(lanes.map(({ profile }) => profile))].map((profile) => {
    const origins = [
      ...new Set(lanes.filter((lane) => lane.profile === profile).map(({ origin }) => origin)),
    ];
    const who = origins.length > 3 ? `${origins.length} origins` : origins.join(', ');
    return profile === undefined
      ? `tapehead: no profile knows the host of ${who}: nothing is known to be read-only; try: --profile esxi`
      : `tapehead: the profile ${profile} says what is read-only on the host of ${who}`;
  });
}

/** What would be run and what not, a line each. */
export function planText(lanes: readonly Lane[]): string {
  const all = lanes.flatMap(({ recordings }) => recordings);
  const run = all.filter(({ skipped }) => skipped === undefined).length;
  const lines = [
    ...all.map((planned) => line(planned)),
    `${run} of ${all.length} ${plural(all.length, 'recording')} would be run`,
  ];
  if (all.some(({ mutates, skipped }) => mutates && skipped?.startsWith('mutating')))
    lines.push(
      'try: --allow-mutating PATTERN, for all of a command that may change the host and is to be run',
    );
  return `${lines.join('\n')}\n`;
}

/** The same of what is about to be run from cassettes that nobody has looked at yet. */
export function toBeTrusted(toRun: readonly Planned[], untrusted: readonly VerifiedFile[]): string {
  const lines = toRun.filter(({ cassette }) => untrusted.includes(cassette)).map((planned) => line(planned));
  return ['tapehead: this would be run on the host:', ...lines].join('\n');
}

function line({ cassette, index, head, command, skipped }: Planned): string {
  const what = skipped === undefined ? 'run' : 'not run';
  const why = skipped === undefined ? '' : `  (${visible(skipped)})`;
  return `  ${what.padEnd(7)}  ${visible(cassette.path)}#${index + 1}  ${visible(head.origin)}  ${command}${why}`;
}
