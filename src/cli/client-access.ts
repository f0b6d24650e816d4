import type { ClientFiles, DoorFile } from './client-files.ts';

/** How clients get in, by variables: of the first door, and the origin of those who name none. */
export function commandVariables({ doors }: ClientFiles, origin: string): Record<string, string> {
  const [door] = doors;
  return {
    TAPEHEAD_ORIGIN: origin,
    TAPEHEAD_SSH_CONFIG: door.config,
    TAPEHEAD_SSH_HOST: door.host,
    TAPEHEAD_SSH_PORT: String(door.port),
    TAPEHEAD_SSH_USER: door.user,
    TAPEHEAD_SSH_KNOWN_HOSTS: door.knownHosts,
    ...(door.password !== undefined && { TAPEHEAD_SSH_PASSWORD: door.password }),
    ...(door.identityFile !== undefined && { TAPEHEAD_SSH_IDENTITY_FILE: door.identityFile }),
  };
}

/** The content of the ready file: `ssh` is the first door; `doors` are all, where there are several. */
export function readyContent({ doors }: ClientFiles): object {
  const { alias: _, ...ssh } = doors[0];
  return doors.length === 1 ? { ssh } : { ssh, doors };
}

/** What whoever serves is told: where, and how to get in. */
export function servingLines({ doors }: ClientFiles): string {
  return doors.map(servingLine).join('');
}

const servingLine = ({ host, port, config, alias }: DoorFile): string =>
  `tapehead: serving at ${host.includes(':') ? `[${host}]` : host}:${port}\n  ssh -F ${config} ${alias}\n`;
