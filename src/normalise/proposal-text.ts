import { plural } from '../plural.ts';
import { visible } from '../visible.ts';
import type { Proposal, Unhidden } from './propose.ts';

/** All that was learnt of some commands. */
export interface Learnt {
  /** How many times each was run. */
  runs: number;
  /** How many recordings were run. */
  recordings: number;
  proposals: readonly Proposal[];
  unhidden: readonly Unhidden[];
  /** Normalisers that are there, by how many recordings they were needed for. */
  covered: ReadonlyMap<string, number>;
  /** What could not be learnt, and why. */
  unlearnt: readonly string[];
}

/** A manifest with the proposed normalisers, the evidence beside each as comments. */
export function proposalText({ runs, recordings, proposals, unhidden, covered, unlearnt }: Learnt): string {
  const lines = [
    `# ${recordings} ${plural(recordings, 'command')}, run ${runs} times each.`,
    ...Array.from(
      covered,
      ([name, count]) => `# Hidden already by ${name}: of ${count} ${plural(count, 'command')}.`,
    ),
    ...unhidden.map(unhiddenText),
    ...unlearnt.map((why) => `# Not learnt: ${visible(why)}`),
  ];
  return `${lines.join('\n')}\n${normalisersText(proposals)}`;
}

/** A manifest with these normalisers alone, and with their evidence. */
export function normalisersText(proposals: readonly Proposal[]): string {
  const lines = [
    'version: 1',
    ...(proposals.length === 0 ? ['normalisers: []'] : ['normalisers:', ...proposals.flatMap(entry)]),
  ];
  return `${lines.join('\n')}\n`;
}

const unhiddenText = ({ command, difference: { field, kind, path }, count }: Unhidden): string =>
  `# No normaliser can hide: ${visible(`${command}, ${field} ${path}`.trim())} ${kind}, ${count} times.`;

function entry({ spec, values, count }: Proposal): string[] {
  const seen = values.map((value) => visible(value).slice(0, LONGEST_SHOWN));
  return [
    `  # ${count} times another value; seen: ${seen.join(' | ')}`,
    ...Object.entries(spec).map(
      ([key, value], i) =>
        `  ${i === 0 ? '-' : ' '} ${key}: ${typeof value === 'string' ? quoted(value) : value}`,
    ),
  ];
}

const LONGEST_SHOWN = 60;

/** Between single quotes nothing but they means anything to YAML. */
const quoted = (text: string): string => `'${visible(text).replaceAll("'", "''")}'`;
