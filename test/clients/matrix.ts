import type { SshClient } from './client.ts';
import { ansiblePlaybook, ansibleRaw } from './each/ansible.ts';
import { dbclient } from './each/dbclient.ts';
import { go } from './each/go.ts';
import { netSsh } from './each/net-ssh.ts';
import { opensshControlMaster } from './each/openssh-control-master.ts';
import { openssh } from './each/openssh.ts';
import { paramikoOutputFirst, paramikoStatusFirst } from './each/paramiko.ts';
import { ssh2Client } from './each/ssh2.ts';

/** The clients of the matrix: a new one is a file in each/ and its name here. */
export const CLIENTS: readonly SshClient[] = [
  openssh,
  opensshControlMaster,
  dbclient,
  paramikoOutputFirst,
  paramikoStatusFirst,
  ansibleRaw,
  ansiblePlaybook,
  netSsh,
  go,
  ssh2Client,
];
