import { chmodSync, copyFileSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testFolder } from '../cli/run-tapehead.ts';
import { pathOf } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';

/** A host `lab` with a root of its own, in which busybox and a few programs are all there is. */
export interface WholeHost extends AsyncDisposable {
  /** What a user has around: home and working directory. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function startWholeHost(): Promise<WholeHost> {
  const root = await testFolder();
  furnish(root);
  const shell = join(await testFolder(), 'shell');
  writeFileSync(
    shell,
    `#!/bin/sh\nexec bwrap --bind '${root}' / --proc /proc --dev /dev --unshare-pid --die-with-parent --clearenv --setenv PATH /bin:/sbin ` +
      `/bin/busybox ash -c "$SSH_ORIGINAL_COMMAND"\n`,
  );
  chmodSync(shell, 0o755);
  const sshd = await startSshd({ extraOptions: [`ForceCommand ${shell}`] });
  const folder = await testFolder();
  mkdirSync(join(folder, '.ssh'));
  writeFileSync(
    join(folder, '.ssh', 'config'),
    `Host lab\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${sshd.user}\n  IdentityFile ${sshd.identity}\n  UserKnownHostsFile ${sshd.knownHosts}\n`,
  );
  return {
    folder,
    env: { HOME: folder, SSH_AUTH_SOCK: '' },
    [Symbol.asyncDispose]: () => sshd[Symbol.asyncDispose](),
  };
}

function furnish(root: string): void {
  const at = (path: string): string => join(root, path);
  for (const [path, text, mode] of FILES) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
    chmodSync(at(path), mode);
  }
  for (const folder of ['proc', 'dev', 'tmp', 'sbin', 'vmfs/volumes/datastore 1'])
    mkdirSync(at(folder), { recursive: true });
  copyFileSync(pathOf('busybox'), at('bin/busybox'));
  chmodSync(at('bin/busybox'), 0o555);
  for (const name of ['sh', 'find', 'stat', 'cat', 'grep']) symlinkSync('busybox', at(`bin/${name}`));
  for (const name of ['bin/vmtar', 'sbin/reboot']) linkSync(at('bin/vmkfstools'), at(name));
}

/** Invented. */
const FILES: readonly [path: string, text: string, mode: number][] = [
  ['bin/esxcli', '#!/bin/sh\necho "Usage: esxcli [options] {namespace}+ {cmd} [cmd options]"\n', 0o555],
  ['bin/vmkfstools', '#!/bin/sh\n# --help\necho "usage: vmkfstools OPTIONS FILE" >&2; exit 1\n', 0o555],
  ['bin/hostd', '#!/bin/sh\nexec sleep 1000\n', 0o555],
  ['bin/powerOffVms', '#!/bin/sh\nexec sleep 1000\n', 0o555],
  ['bin/viewlog', '#!/bin/sh\nexec sleep 1000\n', 0o555],
  ['etc/init.d/hostd', '#!/bin/sh\nexec sleep 1000\n', 0o555],
  ['etc/passwd', 'root:x:0:0:Administrator:/:/bin/sh\n', 0o644],
  ['etc/group', 'root:x:0:root\n', 0o644],
  [
    'etc/shadow',
    'root:$6$Kq1bVQ0sZ3yT$8x0Nf3mYpZ4cW7hLq2vB9rT6uJ1kD5gS0aE3iO8nM4wX7yC2zH6f:13358:0:99999:7:::\n',
    0o600,
  ],
  ['etc/vmware/esx.conf', '/system/uuid = "5f3d"\n', 0o1644],
  ['lib64/libz.so.1', 'ELF', 0o555],
];
