/** A deck's SSH door as an OpenSSH client reaches it. */
export interface ClientHost {
  /** What the client calls it, each as good as the other: `ssh -F CONFIG NAME`. */
  names: readonly string[];
  host: string;
  port: number;
  user: string;
  /** Undefined where the client brings a key or a password of its own. */
  identityFile: string | undefined;
  knownHosts: string;
}

/**
 * An OpenSSH client config (ssh_config(5)) in which each door is a `Host`. Nothing of the user's own
 * configuration, agent or known hosts plays a part, and nothing of it is changed.
 */
export function clientConfig(hosts: readonly ClientHost[]): string {
  return hosts.map(hostBlock).join('\n');
}

function hostBlock({ names, host, port, user, identityFile, knownHosts }: ClientHost): string {
  const lines = [
    `Host ${names.join(' ')}`,
    `HostName ${host}`,
    `Port ${port}`,
    `User ${user}`,
    ...(identityFile === undefined
      ? []
      : [`IdentityFile ${quoted(identityFile)}`, 'IdentitiesOnly yes', 'IdentityAgent none']),
    `UserKnownHostsFile ${quoted(knownHosts)}`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'CheckHostIP no',
    'LogLevel ERROR',
  ];
  return `${lines.join('\n  ')}\n`;
}

/** ssh_config(5) takes arguments in double quotes, and expands `%` tokens in paths. */
const quoted = (path: string): string => `"${path.replaceAll('%', '%%')}"`;
