import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { definedNormalisers, normaliserProblems } from './check-normalisers.ts';
import { definedRedactors, redactorProblems } from './check-redactors.ts';
import { checkManifest } from './check.ts';
import { type ParsedDocument, parse } from './document.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { type Path, type Problem, valueAt } from './problem.ts';
import { readText, whyNot } from './read-text.ts';
import type { NormaliserSpec } from './spec.ts';
import { badManifest, type Told } from './told.ts';

/** Manifests that extend one another in a row. */
const LONGEST_CHAIN = 16;

/** Manifests in one deck. */
const MOST_FILES = 64;

/**
 * Reads manifests, with all that they extend. One that is extended twice is one, and lies where it is the farthest.
 *
 * @param paths from the image's to the test's: the later is the nearer
 * @param below those that lie below all of them
 * @throws TapeheadError BAD_MANIFEST, with all that is wrong in any of them: a line each, `FILE:LINE:COLUMN: …`
 */
export async function loadManifests(
  paths: readonly string[],
  below: readonly ManifestFile[] = [],
): Promise<Manifest> {
  const loading = new Loading(below);
  for (const path of paths) await loading.load(path, path, []);
  return loading.end();
}

/** A manifest on the way to one that extends it. */
interface Link {
  path: string;
  realPath: string;
}

class Loading {
  readonly #problems: Told[] = [];
  /** By their real paths; undefined where something is wrong with it. */
  readonly #files = new Map<string, ManifestFile | undefined>();
  /** The nearest of each name. */
  readonly #normalisers = new Map<string, NormaliserSpec>();
  readonly #redactors = new Set<string>();

  constructor(below: readonly ManifestFile[]) {
    for (const file of below) {
      this.#files.set(file.realPath, file);
      this.#learn(file.spec);
    }
  }

  /** `place`: where it is asked for; `chain`: those that led to it. */
  async load(path: string, place: string, chain: readonly Link[]): Promise<void> {
    const told = (message: string): void => void this.#problems.push({ place, message });
    let realPath: string;
    try {
      realPath = await realpath(path);
    } catch (cause) {
      return told(
        `${path === place ? 'it' : path} cannot be read: ${whyNot(cause as NodeJS.ErrnoException)}`,
      );
    }
    const link = { path, realPath };
    const cycle = chain.findIndex((one) => one.realPath === realPath);
    if (cycle !== -1) return told(`it extends itself: ${chainText([...chain.slice(cycle), link])}`);
    if (this.#files.has(realPath)) return;
    if (chain.length >= LONGEST_CHAIN) return told(`more than ${LONGEST_CHAIN} extend one another in a row`);
    if (this.#files.size >= MOST_FILES) return told(`these are more than ${MOST_FILES} manifests`);
    const read = await readText(path);
    if ('why' in read) return told(`${path === place ? 'it' : path} cannot be read: ${read.why}`);
    await this.#add(link, parse(read.text), chain);
  }

  /** @throws TapeheadError BAD_MANIFEST */
  end(): Manifest {
    if (this.#problems.length > 0) throw badManifest(this.#problems);
    return { files: [...this.#files.values()].filter((file) => file !== undefined) };
  }

  async #add(link: Link, document: ParsedDocument, chain: readonly Link[]): Promise<void> {
    const { path, realPath } = link;
    for (const { line, column, message } of document.problems) {
      this.#problems.push({ place: `${path}:${line}:${column}`, message });
    }
    if (document.data === undefined) return void this.#files.set(realPath, undefined);
    const place: ManifestFile['place'] = (problem) => {
      const { line, column } = document.place(problem);
      return `${path}:${line}:${column}`;
    };
    for (const [other, at] of extended(document.data)) {
      await this.load(besides(path, other), place({ path: at }), [...chain, link]);
    }
    this.#learn(document.data);
    const { spec, problems } = checkManifest(document.data, dirname(realPath));
    const all = [
      ...problems,
      ...normaliserProblems(document.data, [...this.#normalisers.values()]),
      ...redactorProblems(document.data, [...this.#redactors]),
    ];
    this.#problems.push(
      ...inOrder(all, document).map((one) => ({ place: place(one), message: one.message })),
    );
    this.#files.set(realPath, spec && { path, realPath, spec, place });
  }

  #learn(data: unknown): void {
    for (const one of definedNormalisers(data)) this.#normalisers.set(one.name, one);
    for (const name of definedRedactors(data)) this.#redactors.add(name);
  }
}

const inOrder = (problems: readonly Problem[], { place }: ParsedDocument): Problem[] =>
  problems
    .map((problem) => ({ problem, ...place(problem) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ problem }) => problem);

/** The manifests that data names, right or not otherwise, and where it does. */
function extended(data: unknown): [path: string, at: Path][] {
  const value = valueAt(data, ['extends']);
  if (typeof value === 'string') return [[value, ['extends']]];
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown, i) =>
    typeof one === 'string' ? [[one, ['extends', i]] as [string, Path]] : [],
  );
}

const besides = (path: string, other: string): string =>
  isAbsolute(other) ? other : join(dirname(path), other);

const chainText = (chain: readonly Link[]): string => chain.map(({ path }) => path).join(' → ');
