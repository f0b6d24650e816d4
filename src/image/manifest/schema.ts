import { z } from 'zod';
import { pathGlob } from '../../hooks/match/glob.ts';
import { TapeheadError } from '../../errors.ts';
import type { Says } from '../../manifest/schema/same.ts';
import { variable } from '../../manifest/schema/words.ts';
import { GENERATED } from '../rules.ts';
import type { FileSpec, FilesSpec, InterposeSpec } from './spec.ts';

const checked = (problem: (text: string) => string | undefined) =>
  z
    .string()
    .min(1)
    .check((context) => {
      const message = problem(context.value);
      if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
    });

const isAbsolute = (path: string): boolean =>
  path.startsWith('/') && !/\/(?:\.{0,2}\/|\.{1,2}$)|.\/$|\0/.test(path);

/** Of an image: absolute, without `.`, `..` and `//`. */
const path = () =>
  checked((text) => (isAbsolute(text) ? undefined : `${JSON.stringify(text)} is no absolute path`)).meta({
    examples: ['/etc/hosts'],
  });

const glob = () =>
  checked((text) => {
    if (!isAbsolute(text) && !text.startsWith('**/'))
      return `${JSON.stringify(text)} is no absolute path, and no glob that begins with **/`;
    return ownPlace(text) ?? badGlob(text);
  }).meta({ examples: ['/usr/bin/*', '**/*.sh'] });

const ownPlace = (text: string): string | undefined =>
  /^\/\.(?:tapehead|shadow)(?:\/|$)/.test(text)
    ? `${JSON.stringify(text)} is the image's own: tapehead fills it`
    : undefined;

function badGlob(text: string): string | undefined {
  try {
    pathGlob(text);
    return undefined;
  } catch (error) {
    if (error instanceof TapeheadError) return error.message;
    throw error;
  }
}

const relative = () =>
  checked((text) =>
    text.startsWith('/')
      ? `${JSON.stringify(text)} is absolute: name it from the manifest's folder`
      : undefined,
  );

const mode = () =>
  checked((text) =>
    /^[0-7]{3,4}$/.test(text)
      ? undefined
      : `mode is ${JSON.stringify(text)}, which is not octal, such as '755'`,
  ).meta({ examples: ['755', '4755'] });

const SOURCES = [
  'survey',
  'file',
  'package',
  'image',
  'empty',
  'text',
  'generate',
  'symlink',
  'folder',
  'remove',
] as const;

const file = z
  .strictObject({
    path: glob().describe('A path; or a glob, for those of the listing.'),
    mode: mode().describe('In octal, in quotes.').exactOptional(),
    owner: z.string().min(1).max(64).describe('Name or number.').exactOptional(),
    group: z.string().min(1).max(64).describe('Name or number.').exactOptional(),
    survey: z
      .literal(true)
      .describe('The content that the listing brings along; else an error.')
      .exactOptional(),
    file: relative().describe('A file by its path from here.').exactOptional(),
    package: z
      .string()
      .min(1)
      .describe('NAME/PATH: what lies there in a package; of a folder, all that is in it.')
      .exactOptional(),
    image: path().describe('Another path of the image, of which this is a hard link.').exactOptional(),
    empty: z.literal(true).describe('A stand-in without content.').exactOptional(),
    text: z.string().describe('The content itself.').exactOptional(),
    generate: z.enum(GENERATED).describe('Content made of what the image holds.').exactOptional(),
    symlink: z.string().min(1).describe('Where the link points.').exactOptional(),
    folder: z.literal(true).describe('A folder.').exactOptional(),
    remove: z.literal(true).describe('Not in the image, nor what is in it.').exactOptional(),
  })
  .check(({ value, issues }) => {
    const told = (message: string, at: string[] = []): void =>
      void issues.push({ code: 'custom', message, path: at, input: value });
    const given = SOURCES.filter((key) => key in value);
    const [, second] = given;
    if (second !== undefined)
      told(`${given.join(' and ')} do not go together: a file has one source`, [second]);
    const attributes = (['mode', 'owner', 'group'] as const).filter((key) => key in value);
    if (Object.keys(value).length === 1 && 'path' in value)
      told(`file lacks a source: ${SOURCES.join(', ')}; or mode, owner or group`);
    const [first] = attributes;
    if (value.remove && first !== undefined) told(`${first} does not go together with remove`, [first]);
  })
  .meta({ id: 'file', title: 'file' }) satisfies z.ZodType<FileSpec>;

/** Where what lies in an image comes from. */
export const filesManifest = z
  .strictObject({
    version: z.literal(1).describe('Of the format.'),
    $schema: z.string().exactOptional(),
    packages: z
      .record(packageName(), relative())
      .describe('Folders, tar and tar.gz files by name, by their paths from here.')
      .exactOptional(),
    files: z.array(file).describe('Single paths win over globs; of globs the later wins.').exactOptional(),
  })
  .meta({ title: 'files manifest' }) satisfies z.ZodType<FilesSpec>;

function packageName() {
  return checked((text) =>
    /^[A-Za-z0-9][\w.-]*$/.test(text)
      ? undefined
      : `${JSON.stringify(text)} is no name: letters, digits, _, . and -`,
  );
}

const labelName = () =>
  checked((text) => {
    if (text.startsWith('io.tapehead.')) return `${text} is set by tapehead itself`;
    return /^[\w][\w./-]*$/.test(text) ? undefined : `${JSON.stringify(text)} is no name of a label`;
  });

/** Which executables are interposed, and what the image says of itself. */
export const interposeManifest = z
  .strictObject({
    version: z.literal(1).describe('Of the format.'),
    $schema: z.string().exactOptional(),
    host: z
      .strictObject({
        os: z.string().min(1).exactOptional(),
        version: z.string().min(1).exactOptional(),
        build: z.string().min(1).exactOptional(),
      })
      .describe('What the image stands for; its label io.tapehead.host.')
      .meta({ title: 'host' })
      .exactOptional(),
    labels: z.record(labelName(), z.string()).describe('Further labels of the image.').exactOptional(),
    variables: z
      .record(variable(), z.string())
      .describe('The environment of what runs in the image.')
      .exactOptional(),
    manifest: relative()
      .describe(
        'Hooks, transforms and rules that go into the image, with their files: a manifest by its path from here.',
      )
      .exactOptional(),
    include: z.array(glob()).describe('Interposed beside those that are by default.').exactOptional(),
    exclude: z.array(glob()).describe('Not interposed, whatever else says so.').exactOptional(),
    paths: z
      .array(
        z
          .strictObject({
            path: glob(),
            log: z.literal(false).describe('Its calls are left out of the log.').exactOptional(),
            miss: z
              .enum(['fail', 'passthrough'])
              .describe('passthrough runs the original. Needs --allow-run. Default: as the deck says.')
              .exactOptional(),
          })
          .meta({ title: 'path' }),
      )
      .describe('How calls of interposed paths are treated; the later wins.')
      .exactOptional(),
  })
  .meta({ title: 'interpose manifest' }) satisfies z.ZodType<InterposeSpec>;

true satisfies Says<FilesSpec, z.output<typeof filesManifest>>;
true satisfies Says<InterposeSpec, z.output<typeof interposeManifest>>;
