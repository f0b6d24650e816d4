/** What is looked for, by the name that reports and `--rule`s of code scanning have for it. */
export const LINT_RULES = {
  secret: { level: 'error', doc: 'A secret of a known class is on the tape.' },
  'random-word': {
    level: 'warning',
    doc: 'A word that looks random stands beside one that speaks of a secret.',
  },
  undecodable: { level: 'error', doc: 'The file, or a recording in it, cannot be read.' },
  orphaned: {
    level: 'warning',
    doc: 'Nothing plays it: no run did, or the header has a host for an origin without recordings.',
  },
  duplicate: {
    level: 'warning',
    doc: 'The last recordings of a command say the same, and the first of them would do.',
  },
  expired: { level: 'error', doc: 'The cassette is older than it may be.' },
  'left-journal': { level: 'error', doc: 'A recorder ended before it was done, and left its journal.' },
  'under-way': { level: 'warning', doc: 'Somebody is recording to the cassette.' },
  'left-file': { level: 'warning', doc: 'A file that a recorder was making when it was killed.' },
  large: { level: 'warning', doc: 'The cassette is larger than git likes: over 10 MB.' },
  'too-large': { level: 'error', doc: 'The cassette is larger than git hosts take: over 95 MB.' },
} as const satisfies Record<string, { level: Level; doc: string }>;

export type Level = 'error' | 'warning';
export type LintRule = keyof typeof LINT_RULES;

export interface Finding {
  rule: LintRule;
  level: Level;
  cassette: string;
  /** From 1; absent where it is about the file. */
  recording?: number;
  /** What is wrong; no secret is in it. */
  message: string;
  remedy: string;
  /** Of a secret: what `--allow` takes where it is none. */
  digest?: string;
}

export const finding = (
  rule: LintRule,
  of: { cassette: string; recording?: number; digest?: string },
  message: string,
  remedy: string,
): Finding => ({ rule, level: LINT_RULES[rule].level, ...of, message, remedy });
