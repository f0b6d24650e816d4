/** A command that is to run in an image. */
export interface Contained {
  /** The image's root file system, which the command may write to. */
  root: string;
  command: readonly [string, ...string[]];
  /** All of its environment, but for what an engine itself adds. */
  variables: Readonly<Record<string, string>>;
  /** The deck's socket on this machine. It is bound to the place where shims look for it. */
  socket: string;
  hostname: string;
}

/** How an engine is started for it. */
export interface EngineStart {
  command: readonly [string, ...string[]];
  env: NodeJS.ProcessEnv;
}

/** Where a shim of an image finds the deck's socket (the image's label io.tapehead.socket). */
export const SOCKET_INSIDE = '/.tapehead/socket';
