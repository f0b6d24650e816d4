import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';

/** An output of a real host that was published, with the command that it is of. */
export interface Published {
  /** The folder that it is in. */
  slug: string;
  /** Whole: a pipeline, perhaps. */
  command: string;
  stdout: string;
  /** Its source says what was lost in copying, and it is there again. */
  isRestored: boolean;
}

/** How a host is described that says what was published: a function from the text. */
export interface Seed {
  /** What the command begins with: `esxcli network nic list`. */
  command: string;
  host(published: Published): Description;
  /** The folder of the host that it was called in. Default: the top. */
  cwd?: string;
}
