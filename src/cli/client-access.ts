import type { ControlReady } from '../control/control.ts';
import type { Ready } from '../running-deck.ts';
import type { DoorFile } from './client-files.ts';

/** What a deck is reached by. */
export interface Access {
  doors: readonly DoorFile[];
  /** In the order of `--socket`. */
  sockets?: Ready['shim'];
  control?: ControlReady | undefined;
}

/** How clients get in, by variables: of the first door of each kind, and the origin of those who name none. */
export function commandVariables(
  { doors, sockets = [], control }: Access,
  origin: string,
): Record<string, string> {
  const [door] = doors;
  const [shims] = sockets;
  return {
    TAPEHEAD_ORIGIN: origin,
    ...(shims && { TAPEHEAD_SOCKET: shims.socket, TAPEHEAD_ASK: shims.ask }),
    ...(door && sshVariables(door)),
    ...(control && controlVariables(control)),
  };
}

const controlVariables = (control: ControlReady): Record<string, string> =>
  'socket' in control
    ? { TAPEHEAD_CONTROL_SOCKET: control.socket }
    : { TAPEHEAD_CONTROL_URL: control.url, TAPEHEAD_CONTROL_TOKEN: control.token };

const sshVariables = (door: DoorFile): Record<string, string> => ({
  TAPEHEAD_SSH_CONFIG: door.config,
  TAPEHEAD_SSH_HOST: door.host,
  TAPEHEAD_SSH_PORT: String(door.port),
  TAPEHEAD_SSH_USER: door.user,
  TAPEHEAD_SSH_KNOWN_HOSTS: door.knownHosts,
  ...(door.password !== undefined && { TAPEHEAD_SSH_PASSWORD: door.password }),
  ...(door.identityFile !== undefined && { TAPEHEAD_SSH_IDENTITY_FILE: door.identityFile }),
});

/** The content of the ready file: the first door of each kind; `doors` and `sockets` are all, where there are several. */
export function readyContent({ doors, sockets = [], control }: Access): object {
  return {
    ...(doors[0] && { ssh: withoutAlias(doors[0]) }),
    ...(doors.length > 1 && { doors }),
    ...(sockets[0] && { socket: sockets[0].socket }),
    ...(sockets.length > 1 && { sockets: sockets.map(({ socket }) => socket) }),
    ...(control && { control }),
  };
}

const withoutAlias = ({ alias: _, ...ssh }: DoorFile): object => ssh;

/** What whoever serves is told: where, and how to get in. */
export function servingLines({ doors, sockets = [], control }: Access): string {
  return [
    ...doors.map(servingLine),
    ...sockets.map(socketLine),
    ...(control ? [controlLine(control)] : []),
  ].join('');
}

/** The token is a secret, and stays in the ready file. */
const controlLine = (control: ControlReady): string =>
  `tapehead: controlled at ${'socket' in control ? control.socket : control.url}\n`;

const socketLine = ({ socket, ask }: Ready['shim'][number]): string =>
  `tapehead: serving shims\n  TAPEHEAD_SOCKET=${socket}${ask === '' ? '' : ` TAPEHEAD_ASK=${ask}`}\n`;

const servingLine = ({ host, port, config, alias }: DoorFile): string =>
  `tapehead: serving at ${host.includes(':') ? `[${host}]` : host}:${port}\n  ssh -F ${config} ${alias}\n`;
