import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSshd, type Sshd } from '../support/sshd.ts';
import { testFolder } from '../cli/run-tapehead.ts';

/** A host `lab`, as the pages have it: an sshd that takes itself for an ESXi, and a home from which ssh finds it. */
export interface Lab extends AsyncDisposable {
  /** What a user has around: home and working directory. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Another build from now on, with a third NIC. */
  patch(): void;
}

export async function startLab(): Promise<Lab> {
  const folder = await testFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(PROGRAMS)) {
    writeFileSync(join(bin, name), `#!/bin/sh\nPATCHED=${join(folder, 'patched')}\n${script}`);
    chmodSync(join(bin, name), 0o755);
  }
  const sshd = await startSshd({ extraOptions: [`SetEnv HOME=${folder} PATH=${bin}:/usr/bin:/bin`] });
  mkdirSync(join(folder, '.ssh'));
  writeFileSync(join(folder, '.ssh', 'config'), sshConfig(sshd));
  return {
    folder,
    env: { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), SSH_AUTH_SOCK: '' },
    patch: () => writeFileSync(join(folder, 'patched'), ''),
    [Symbol.asyncDispose]: () => sshd[Symbol.asyncDispose](),
  };
}

const sshConfig = ({ port, user, identity, knownHosts }: Sshd): string => `Host lab
  HostName 127.0.0.1
  Port ${port}
  User ${user}
  IdentityFile ${identity}
  UserKnownHostsFile ${knownHosts}
`;

/** Programs of the host; what they print is invented. */
const PROGRAMS = {
  uname: `case "$1" in -srm) echo "VMkernel 8.0.2 x86_64" ;; *) echo "#1 SMP Release" ;; esac`,
  vmware: `[ -e "$PATCHED" ] && echo "VMware ESXi 8.0.3 build-24022510" || echo "VMware ESXi 8.0.2 build-22380479"`,
  esxcli: `case "$*" in
'network nic list')
    echo 'Name    PCI Device    Link  Speed'
    echo '------  ------------  ----  -----'
    echo 'vmnic0  0000:02:00.0  Up    10000'
    [ -e "$PATCHED" ] || echo 'vmnic1  0000:02:00.1  Down      0'
    [ -e "$PATCHED" ] && echo 'vmnic1  0000:02:00.1  Up    10000' && echo 'vmnic2  0000:81:00.0  Up    25000'
    exit 0 ;;
'system time get') date -u +%Y-%m-%dT%H:%M:%S.%NZ ;;
'system maintenanceMode get') echo Enabled ;;
'system maintenanceMode set -e true') ;;
*) echo "unknown: $*" >&2; exit 1 ;;
esac`,
};
