import type { MatchingOptions, MissOptions, PlayingOptions } from '../deck-options.ts';
import type { HookSpec } from '../hooks/spec.ts';

/** A manifest as data. `image`, `suite` and `test` have the same keys. */
export interface ManifestSpec extends Omit<PlayingOptions, 'stdinTimeout'>, MissOptions {
  version: 1;
  /** For editors that look here, and for nothing else. */
  $schema?: string;
  /** Manifests one layer below this one, by their paths from its folder; of several the later is the nearer. */
  extends?: string | readonly string[];
  /** The only variables that leave a shim; they are forwarded, and may be taped. */
  env?: readonly string[];
  matching?: MatchingSpec;
  /** What faults draw from that name no seed of their own. */
  seed?: number;
  /** How answers of this image differ from those taped: hooks that are always `after`. */
  transforms?: readonly TransformSpec[];
  hooks?: readonly HookSpec[];
  /** Has a model of a host answer what no recording does. */
  profile?: string | ProfileSpec;
  normalisers?: readonly NormaliserSpec[];
  redactors?: readonly RedactorSpec[];
}

/** Which model of a host, and which host. */
export interface ProfileSpec {
  name: string;
  /** A file that describes the host, from the folder of the manifest; or the description itself. */
  host?: string | Record<string, unknown>;
}

/** How recordings are found. */
export interface MatchingSpec extends MatchingOptions {
  /** How long output waits for the stdin it was taped after: `30s`. */
  stdinTimeout?: string;
  /** Names of normalisers whose patterns count as volatile, too. */
  normalise?: readonly string[];
}

export type TransformSpec = Omit<HookSpec, 'when'> & { when?: 'after' };

/**
 * Hides a volatile part of what a command says from diffing; recordings keep it. One that is built in, or of a farther manifest,
 * is replaced, or without a pattern switched.
 */
export interface NormaliserSpec {
  name: string;
  /** Absent: it is there already. A group `volatile` limits what is hidden. */
  pattern?: string;
  off?: boolean;
  /** The command it is for, by name, or the first words of it: `esxcli network nic list`. Default: all. */
  command?: string;
  /** Default: all of them, and args too. */
  stream?: 'stdin' | 'stdout' | 'stderr';
  /** The header of the column, or the key, whose values it is for. */
  column?: string;
  /** Of the values in JSON and XML that it is for: `$.nics[].mtu`. */
  path?: string;
  /** Whether equal values must stay equal, such as ids. Default: false, such as times. */
  identity?: boolean;
  /** What is shown for a hidden part: `<label>`. Default: the name. */
  label?: string;
}

/** Replaces a secret before it reaches the disk, the log or the screen; or switches what does. */
export type RedactorSpec =
  | RedactorSwitch
  | (RedactorRule &
      (
        | {
            /** Looked for in each line. A group named `secret` is what is replaced; without one, all that is matched. */
            pattern: string;
          }
        | { lines: RedactedLines }
      ));

/** A class that is built in, or a redactor of a farther manifest, is not looked for, or is again. */
export interface RedactorSwitch {
  name: string;
  off: boolean;
}

/** A secret of several lines: those between one in which `from` is found and the next in which `until` is. */
export interface RedactedLines {
  from: string;
  until: string;
}

interface RedactorRule {
  name: string;
  /** Default: everywhere. `argv` is a shell string too. */
  in?: readonly RedactedField[];
  /** What recordings call it: values of one class stand for one another in matching. Default: the name. */
  class?: string;
}

export type RedactedField = 'argv' | 'env' | 'stdin' | 'stdout' | 'stderr';
