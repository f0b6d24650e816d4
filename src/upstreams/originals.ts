import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import { refuse } from './running.ts';
import { localFingerprint } from './system-fingerprint.ts';
import type { Executed, Upstream } from './upstream.ts';

/** The URL of these. */
export const ORIGINALS = 'original:';

/**
 * The shadowed originals as an upstream: what a shim stands for runs where the shim is, as its child. Clients of
 * other doors are refused, as nothing stands behind them.
 */
export function openOriginals(): Upstream {
  return {
    url: ORIGINALS,
    host: localFingerprint(),
    async execute({ caller }: Invocation, stdio: Stdio): Promise<Executed> {
      if (!caller) return refuse(stdio, 'no original stands behind it: only what a shim stands for has one');
      return caller.original.observe(stdio, await caller.sharesStdin());
    },
    // Each ends with its shim.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
