import type { Command } from 'commander';
import type { BuildOptions } from '../../image/build.ts';
import type { CommandLine } from '../command-line.ts';
import { buildSummary, inspectedText } from '../image-text.ts';
import { given } from '../options/given.ts';
import { imageTag, label } from '../options/image.ts';
import { required } from '../options/required.ts';
import { each, nonEmpty, oneOf } from '../options/values.ts';
import { addImageRun } from './image-run.ts';

interface BuildFlags {
  listing?: string;
  files?: string;
  interpose?: string;
  out?: string;
  tag?: string;
  label?: readonly (readonly [string, string])[];
  busybox?: string;
  arch?: 'x64' | 'arm64';
  json?: boolean;
}

export function addImage(program: Command, commandLine: CommandLine): void {
  const image = program
    .command('image')
    .summary('a container image that looks like a host')
    .description(
      'Builds a container image with the files of a host, in which every executable is the shim: what runs in it asks ' +
        'a deck, by cassettes and hooks. No container engine is needed, and no root.',
    )
    .addHelpText('after', EXAMPLES);
  addBuild(image, commandLine);
  addInspect(image, commandLine);
  addImageRun(image, commandLine);
}

function addBuild(image: Command, commandLine: CommandLine): void {
  image
    .command('build')
    .summary('from a listing and two manifests')
    .description(
      'Builds the image of a listing: a root file system, or an archive that podman load and docker load take. The same ' +
        'input gives the same bytes.',
    )
    .option(
      '--listing <file>',
      "the host's files, as tapehead survey writes them",
      nonEmpty('--listing', 'FILE'),
    )
    .option('--files <file>', 'where what lies in the image comes from, as YAML', nonEmpty('--files', 'FILE'))
    .option('--interpose <file>', 'which executables are the shim, as YAML', nonEmpty('--interpose', 'FILE'))
    .option(
      '--out <path>',
      'a folder, or FILE.tar, FILE.tar.gz or FILE.tgz',
      nonEmpty('--out', 'DIR|FILE.tar'),
    )
    .option('--tag <name[:tag]>', 'what the image is called (default: tapehead:latest)', imageTag)
    .option('--label <name=value>', 'a label of the image; repeatable', each(label))
    .option(
      '--busybox <file>',
      'a static one, for shell and base tools (default: on PATH)',
      nonEmpty('--busybox', 'FILE'),
    )
    .option('--arch <name>', 'x64 or arm64 (default: of this machine)', oneOf('--arch', ['x64', 'arm64']))
    .option('--json', 'counts and what was left out, as one JSON document on stdout')
    .action((flags: BuildFlags) => build(flags, commandLine));
}

async function build(flags: BuildFlags, { terminal }: CommandLine): Promise<void> {
  const options: BuildOptions = {
    listing: required(flags.listing, '--listing', 'FILE, as tapehead survey --out FILE writes it'),
    out: required(flags.out, '--out', 'DIR, FILE.tar or FILE.tar.gz'),
    tag: flags.tag ?? 'tapehead:latest',
    labels: Object.fromEntries(flags.label ?? []),
    arch: flags.arch ?? (process.arch === 'arm64' ? 'arm64' : 'x64'),
    ...given(flags, ['files', 'interpose', 'busybox']),
  };
  const { buildImage } = await import('../../image/build.ts'); // loads zod, which others need not wait for
  const { counts, notices } = await buildImage(options, terminal.process.env);
  if (flags.json)
    await terminal.data(`${JSON.stringify({ out: options.out, tag: options.tag, counts, notices })}\n`);
  else terminal.say(buildSummary(options.out, counts, notices));
}

function addInspect(image: Command, { terminal }: CommandLine): void {
  image
    .command('inspect')
    .summary('labels, layers and counts of one')
    .description('Tells what an image is that tapehead built.')
    .argument('<path>', 'a folder or an archive')
    .option('--json', 'as one JSON document')
    .action(async (path: string, { json = false }: { json?: boolean }) => {
      const { inspectImage } = await import('../../image/inspect.ts');
      const inspected = await inspectImage(path);
      await terminal.data(json ? `${JSON.stringify(inspected)}\n` : inspectedText(inspected));
    });
}

const EXAMPLES = `
Examples:
  tapehead image build --listing esxi.json --out ./rootfs
  tapehead image build --listing esxi.json --files files.yaml --interpose interpose.yaml --tag esxi:8 --out esxi.tar.gz
  tapehead image inspect esxi.tar.gz
  tapehead image run esxi.tar.gz --cassette esx.cassette -- sh
  podman load -i esxi.tar.gz
`;
