import { statSync } from 'node:fs';
import { join } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import { whyNot } from '../../manifest/read-text.ts';
import { badManifest, type Told } from '../../manifest/told.ts';
import { nearestWord } from '../../nearest-word.ts';
import type { Releases } from '../../releases.ts';
import { contentOf } from '../../tar/entry.ts';
import { type FileRule, type FileSource, type Packed, pathsOf } from '../rules.ts';
import { contentOfFile, openPackage, partOfPackage } from './packages.ts';
import { type Checked, REMEDY } from './read.ts';
import type { FileSpec, FilesSpec } from './spec.ts';

/**
 * The rules of the files manifest with their sources, which are found now and read when the image is written.
 *
 * @param opened releases what is open of packages
 * @throws TapeheadError BAD_MANIFEST for sources that are missing, and paths given twice; BAD_ARCHIVE
 */
export async function fileRules(manifest: Checked<FilesSpec>, opened: Releases): Promise<FileRule[]> {
  const { spec, folder, place } = manifest;
  const told: Told[] = [];
  const packages = new Map<string, Packed | undefined>();
  for (const [name, path] of Object.entries(spec.packages ?? {})) {
    const at = place(['packages', name]);
    packages.set(name, await found(() => openPackage(join(folder, path), opened), path, at, told));
  }
  const rules: FileRule[] = [];
  const seen = new Set<string>();
  for (const [i, file] of (spec.files ?? []).entries()) {
    const at = place(['files', i]);
    if (seen.has(file.path))
      told.push({ place: place(['files', i, 'path']), message: `${file.path} is there already` });
    seen.add(file.path);
    const source = await found(() => sourceOf(file, folder, packages), file.file ?? file.path, at, told);
    if (source) rules.push({ ...attributesOf(file), paths: pathsOf(file.path), source, place: at });
  }
  if (told.length > 0) throw badManifest(told, REMEDY);
  return rules;
}

/** Undefined, and told, where the file system or the manifest has no such thing. */
async function found<T>(
  find: () => T | Promise<T>,
  name: string,
  place: string,
  told: Told[],
): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof NoSource) told.push({ place, message: error.message });
    else if (error instanceof TapeheadError || !(error instanceof Error && 'code' in error)) throw error;
    else told.push({ place, message: `${name} cannot be read: ${whyNot(error as NodeJS.ErrnoException)}` });
    return undefined;
  }
}

class NoSource extends Error {}

const attributesOf = ({ mode, owner, group }: FileSpec) => ({
  ...(mode !== undefined && { mode: Number.parseInt(mode, 8) }),
  ...(owner !== undefined && { owner: Buffer.from(owner).toString('latin1') }),
  ...(group !== undefined && { group: Buffer.from(group).toString('latin1') }),
});

function sourceOf(
  file: FileSpec,
  folder: string,
  packages: ReadonlyMap<string, Packed | undefined>,
): FileSource {
  if (file.file !== undefined) {
    const path = join(folder, file.file);
    const is = statSync(path);
    if (!is.isFile()) throw new NoSource(`${file.file} is no file: a folder goes under packages`);
    return { kind: 'content', content: contentOfFile(path, is.size) };
  }
  if (file.package !== undefined) return { kind: 'tree', packed: inPackage(file.package, packages) };
  if (file.text !== undefined) return { kind: 'content', content: contentOf(Buffer.from(file.text)) };
  if (file.image !== undefined) return { kind: 'image', path: Buffer.from(file.image).toString('latin1') };
  if (file.symlink !== undefined) return { kind: 'symlink', target: file.symlink };
  if (file.generate !== undefined) return { kind: 'generate', what: file.generate };
  const kind = (['survey', 'empty', 'folder', 'remove'] as const).find((key) => file[key]);
  return { kind: kind ?? 'attributes' };
}

/** `NAME/PATH` */
function inPackage(text: string, packages: ReadonlyMap<string, Packed | undefined>): Packed {
  const [name = '', ...rest] = text.split('/');
  const names = rest.filter((one) => one !== '' && one !== '.').join('/');
  if (!packages.has(name)) {
    const meant = nearestWord(name, [...packages.keys()]);
    throw new NoSource(
      `there is no package ${JSON.stringify(name)} under packages${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    );
  }
  const packed = packages.get(name);
  if (!packed) return new Map(); // told already
  const part = partOfPackage(packed, `/${Buffer.from(names).toString('latin1')}`);
  if (part) return part;
  throw new NoSource(`the package ${name} has no ${names}`);
}
