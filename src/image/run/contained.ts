/** A command that is to run in an image. */
export interface Contained {
  /** The image's root file system, which the command may write to. */
  root: string;
  command: readonly [string, ...string[]];
  /** All of its environment, but for what an engine itself adds. They are for it alone, and lead no engine. */
  variables: Readonly<Record<string, string>>;
  /** Names of those whose values may be secrets: others see the arguments of an engine. */
  secret: ReadonlySet<string>;
  /** The deck's socket on this machine. It is bound to the place where shims look for it. */
  socket: string;
  hostname: string;
}

/** How an engine is started for it. */
export interface EngineStart {
  command: readonly [string, ...string[]];
  env: NodeJS.ProcessEnv;
}

/**
 * Variables by the way that they go to an engine: by its own environment where they may be secrets, by its arguments where
 * they would lead the engine itself, as all may that an image says.
 */
export function bySecrecy({ variables, secret }: Pick<Contained, 'variables' | 'secret'>) {
  const isInEnvironment = (name: string): boolean => secret.has(name) && !LEADS.test(name);
  const all = Object.entries(variables);
  return {
    environment: all.filter(([name]) => isInEnvironment(name)),
    argued: all.filter(([name]) => !isInEnvironment(name)),
  };
}

/** The loader and the C library (ld.so(8), "Secure-execution mode"), Go's runtime, and podman with all that it starts. */
const LEADS = new RegExp(
  [
    '^(?:LD_|GLIBC_|MALLOC_|GO|_?CONTAINER|STORAGE_|REGISTRY_|PODMAN_|CNI_|BUILDAH_|XDG_|DBUS_)',
    '^(?:GCONV_PATH|LOCPATH|NLSPATH|PATH|HOME|USER|LOGNAME|TMPDIR|NOTIFY_SOCKET|LISTEN_\\w+)$',
  ].join('|'),
);

/** Where a shim of an image finds the deck's socket (the image's label io.tapehead.socket). */
export const SOCKET_INSIDE = '/.tapehead/socket';
