import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN } from '../../../../image/node.ts';
import type { Host } from '../model/host.ts';

/** What a host has outside of /vmfs that may be written to, and places for what is bound there. */
export function layOutSystem(root: string, host: Host): void {
  chmodSync(root, 0o755);
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const [path, target] of LINKS) symlinkSync(target, join(root, path));
  for (const [path, text] of Object.entries(filesOf(host))) writeFileSync(join(root, path), text);
}

const FOLDERS = [
  ...['bin', 'usr', 'etc/init.d', OWN, 'dev', 'proc'],
  ...[
    'etc/vmware',
    'lib',
    'lib64',
    'opt',
    'bootbank',
    'altbootbank',
    'tmp',
    'var/log',
    'var/run',
    'var/tmp',
    'vmfs',
  ],
];
const LINKS = [
  ['sbin', 'bin'],
  ['scratch', 'var/tmp'],
] as const;

const filesOf = ({ identity: { hostName, domain } }: Host): Record<string, string> => ({
  'etc/profile': PROFILE,
  'etc/motd': MOTD,
  'etc/passwd': 'root:x:0:0:Administrator:/:/bin/sh\ndcui:x:100:100:DCUI User:/:/bin/sh\n',
  'etc/group': 'root:x:0:root\n',
  'etc/shells': '/bin/sh\n',
  'etc/hosts': `127.0.0.1\tlocalhost.localdomain localhost\n::1\tlocalhost\n127.0.1.1\t${hostName}${domain && `.${domain} ${hostName}`}\n`,
});

/** Of login shells. */
const PROFILE = `export PATH=/bin:/sbin
umask 0022
export VI_USERNAME=$USER
readonly TMOUT=$(esxcfg-advcfg -q -g /UserVars/ESXiShellInteractiveTimeOut)
PS1='[\\u@\\h:\\w] '
`;

const MOTD = `The time and date of this login have been sent to the system logs.

WARNING:
   This host is a mock. What is run in this shell is answered by tapehead,
   and kept until the host is reset.

`;
