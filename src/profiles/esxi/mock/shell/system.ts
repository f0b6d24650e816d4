import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Arch, readBaseTools } from '../../../../image/base-tools.ts';
import type { BaseTools } from '../../../../image/base.ts';
import { plan } from '../../../../image/plan.ts';
import { IMAGE_DATA_PATH } from '../../../../image/image-data.ts';
import { OWN } from '../../../../image/node.ts';
import { pathsOf } from '../../../../image/rules.ts';
import { writeFolder } from '../../../../image/write-folder.ts';
import type { Entry } from '../../../../listing/entry.ts';
import { shimBinary } from '../../../../shim/binary.ts';
import { contentOf } from '../../../../tar/entry.ts';
import { TOOLS } from '../tools/all.ts';
import { withApplets } from './host-busybox.ts';
import { SCP } from './scp.ts';
import { APPLETS, COMMANDS, SERVICES } from './names.ts';

/**
 * Writes what is bound into the tree of every host below `place`: executables are the shim, or busybox.
 *
 * @throws TapeheadError NO_BASE_TOOLS, NO_SHIM, IMAGE_UNWRITABLE
 */
export async function writeSystem(place: string, PATH: string | undefined): Promise<void> {
  const arch: Arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  const tools = hostTools(arch, PATH);
  const system = plan({
    listing: { entries: entries(tools.applets), told: [] },
    files: [],
    interpose: { include: [], exclude: [{ ...pathsOf('/bin/scp'), place: '' }], perPath: [] },
    shim: contentOf(readFileSync(shimBinary('linux', arch))),
    tools,
    data: new Uint8Array(),
  });
  await writeFolder(system, place);
  rmSync(join(place, IMAGE_DATA_PATH)); // it brings nothing along
  writeFileSync(join(place, OWN, 'socket'), ''); // that of the deck is bound there
  mkdirSync(join(place, 'etc/init.d'), { recursive: true });
}

/** A host's busybox: what the profile answers goes to the shim. */
function hostTools(arch: Arch, PATH: string | undefined): BaseTools {
  const { content, applets } = readBaseTools(undefined, arch, PATH);
  const isKept = (name: string): boolean => APPLETS.has(name) && !TOOLS.has(name);
  const bytes = withApplets(Buffer.concat([...content.read()]), applets, isKept);
  return { content: contentOf(bytes), applets: new Set([...applets].filter(isKept)) };
}

const BUSYBOX = '/usr/lib/vmware/busybox/bin/busybox';

function entries(applets: ReadonlySet<string>): Entry[] {
  // Of those of busybox, which the profile has none of, links; one name may be on both lists.
  const commands = [...COMMANDS, ...SERVICES.map((name) => `/etc/init.d/${name}`), ...TOOLS.keys()];
  const paths = new Set(commands.map((name) => (name.startsWith('/') ? name : `/bin/${name}`)));
  const all = [
    executable(BUSYBOX),
    ...[...applets].map((name) => link(`/bin/${name}`, BUSYBOX)),
    ...[...paths].filter((path) => !applets.has(path.replace('/bin/', ''))).map(executable),
    { ...executable('/bin/scp'), content: Buffer.from(SCP) },
    link('/usr/bin/vmware-vim-cmd', '/bin/vim-cmd'),
  ];
  return all.toSorted((a, b) => Buffer.compare(a.path, b.path));
}

const ROOT = { owner: 'root', group: 'root' };
const executable = (path: string): Entry => ({ path: Buffer.from(path), type: 'file', mode: 0o555, ...ROOT });
const link = (path: string, target: string): Entry => ({
  ...{ path: Buffer.from(path), type: 'symlink', mode: 0o777, ...ROOT },
  target: Buffer.from(target),
});
