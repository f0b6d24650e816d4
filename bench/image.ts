import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspectImage } from '../src/image/inspect.ts';
import { inventedListing } from '../test/image/invented-listing.ts';
import { type Figure, ms, printFigures } from './figure.ts';
import { p50, timed } from './samples.ts';

const ENTRIES = 9_500;
const ROUNDS = 5;
const MAIN = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/**
 * How long an image of a hypervisor's listing takes, with the start of the program, beside tar making the archive of the
 * very files. TAPEHEAD_LISTING names another listing.
 */
export async function image(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    const listing = process.env['TAPEHEAD_LISTING'] ?? join(folder, 'listing.json');
    await writeFile(join(folder, 'listing.json'), inventedListing(ENTRIES));
    const interpose = join(folder, 'interpose.yaml');
    let changes = 0;
    const change = async (): Promise<void> =>
      writeFile(interpose, `version: 1\npaths: [{ path: '**/tool-${changes++}', log: false }]\n`);
    const build = (out: string) => (): Promise<unknown> => {
      const args = [MAIN, 'image', 'build', '--listing', listing, '--interpose', interpose, '--out', out];
      return Promise.resolve(execFileSync(process.execPath, args, { stdio: 'ignore' }));
    };
    const [root, archive] = [join(folder, 'root'), join(folder, 'image.tar.gz')];
    await change();
    const first = { archive: await timed(build(archive)), folder: await timed(build(root)) };
    const tar = (): Promise<unknown> =>
      Promise.resolve(execFileSync('tar', ['-czf', join(folder, 'tar.tar.gz'), '-C', root, '.']));
    const copy = async (): Promise<unknown> => {
      execFileSync('cp', ['-a', root, `${root}.copy`]);
      return rm(`${root}.copy`, { recursive: true });
    };
    const times = {
      archive: [] as number[],
      folder: [] as number[],
      tar: [] as number[],
      copy: [] as number[],
    };
    for (let i = 0; i < ROUNDS; i++) {
      await change();
      times.archive.push(await timed(build(archive)));
      times.tar.push(await timed(tar));
      times.folder.push(await timed(build(root)));
      times.copy.push(await timed(copy));
    }
    const { size } = await stat(archive);
    const shims = (await inspectImage(archive)).layers.map(({ hardlink }) => hardlink);
    printFigures(`the image of a listing of ${ENTRIES} entries`, [
      built('archive, compressed', first.archive, 5000),
      built('folder', first.folder, 5000),
      again('archive again, a manifest changed', times.archive, 'tar -cz of the same', times.tar),
      again('folder again, a manifest changed', times.folder, 'cp -a and rm of the same', times.copy),
      {
        name: 'size of the archive',
        measured: `${(size / 1e6).toFixed(2)} MB, hard links by layer ${shims.join(', ')}`,
        wanted: '≤ 5 MB',
        met: size <= 5e6,
      },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const built = (name: string, took: number, limit: number): Figure => ({
  ...{ name, measured: ms(took), wanted: `≤ ${limit} ms`, met: took <= limit },
});

function again(name: string, ours: readonly number[], other: string, others: readonly number[]): Figure {
  const [took, beside] = [p50(ours), p50(others)];
  return {
    name,
    measured: `${ms(took)}; ${other} ${ms(beside)}, ${(took / beside).toFixed(2)} times`,
    wanted: '≤ 1000 ms',
    met: took <= 1000,
  };
}
