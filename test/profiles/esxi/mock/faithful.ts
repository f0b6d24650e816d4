import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDescription } from '../../../../src/profiles/esxi/mock/model/check.ts';
import { EsxiProfile } from '../../../../src/profiles/esxi/mock/profile.ts';
import { mockHost, STOPPED } from './a-host.ts';
import { seedOf } from './seeds/all.ts';
import type { Published, Seed } from './seeds/seed.ts';

/** What a host that was seeded with a published output says in its place. */
export type Compared = { slug: string; command: string; isRestored?: boolean } & (
  | { kind: 'same' }
  /** But for blanks at the beginnings and ends of lines, which are lost where a text is copied by hand. */
  | { kind: 'same but for blanks' }
  /** Both texts, or why there is none. */
  | { kind: 'different'; published: string; said: string }
  /** The profile knows the command, and nobody has written how to seed a host for it. */
  | { kind: 'unseeded' }
);

/** Outputs of real hosts, a folder each with `cmd` and `stdout`; none where the folder is not there. */
export function publishedIn(folder: string): Published[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((slug) => existsSync(join(folder, slug, 'cmd')) && existsSync(join(folder, slug, 'stdout')))
    .map((slug) => ({
      slug,
      command: readFileSync(join(folder, slug, 'cmd'), 'utf8')
        .trim()
        .replace(/ +/g, ' '),
      ...withLost(readFileSync(join(folder, slug, 'stdout'), 'utf8'), sourceIn(join(folder, slug, 'source'))),
    }));
}

const sourceIn = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** With what was lost in copying, where its source says what that was. */
function withLost(stdout: string, source: string): Pick<Published, 'stdout' | 'isRestored'> {
  const [, restored] = LOST.find(([said]) => said.test(source)) ?? [];
  return restored ? { stdout: restored(stdout), isRestored: true } : { stdout, isRestored: false };
}

const LOST: readonly (readonly [said: RegExp, restored: (stdout: string) => string])[] = [
  [/dropped the 2-space rule indentation/, (stdout) => stdout.replace(/^(?=#|rule )/gm, '  ')],
  [/put one extra blank before every line/, (stdout) => stdout.replace(/^ /gm, '')],
  // A terminal shows the last step alone; another output has the bytes of all.
  [
    /progress (is already )?collapsed by (the )?terminal/,
    (stdout) => stdout.replace(/^(\w+): 100% done\.$/m, (_, what: string) => stepsOf(what)),
  ],
];

const stepsOf = (what: string): string =>
  Array.from({ length: 101 }, (_, percent) => `\r${what}: ${percent}% done.`).join('');

/** Undefined of what the profile does not know: a foreign command, a pipeline, a namespace that it has not. */
export function compare(published: Published): Compared | undefined {
  const { slug, command, stdout } = published;
  if (!isKnown(command)) return undefined;
  const seed = seedOf(command.replace(/--formatter=\w+ /, ''));
  if (!seed) return { slug, command, kind: 'unseeded' };
  const said = saidBy(published, seed);
  if (said === stdout) return { slug, command, kind: 'same', isRestored: published.isRestored };
  return withoutBlanks(said) === withoutBlanks(stdout)
    ? { slug, command, kind: 'same but for blanks' }
    : { slug, command, kind: 'different', published: stdout, said };
}

const withoutBlanks = (text: string): string => text.replace(/^ +| +$/gm, '').trimEnd();

function isKnown(command: string): boolean {
  using profile = new EsxiProfile({}, STOPPED);
  const told = mockHost(profile).run(command);
  return told !== undefined && told.notImplemented === undefined;
}

/** Both streams: who pastes from a terminal pastes both. */
function saidBy(published: Published, { host, cwd = '/' }: Seed): string {
  try {
    using profile = new EsxiProfile(checkDescription(withoutUndefined(host(published))), STOPPED);
    const told = mockHost(profile).run(published.command, { cwd });
    return told ? told.stdout + told.stderr : 'no such command';
  } catch (error) {
    return `no host: ${(error as Error).message}`;
  }
}

const withoutUndefined = (description: object): unknown => JSON.parse(JSON.stringify(description));
