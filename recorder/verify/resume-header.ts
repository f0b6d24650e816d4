import type { DeckUpstream } from '../../src/deck-options.ts';
import type { ManifestParts } from '../../src/open-manifests.ts';
import { withoutPassword } from '../../src/upstreams/without-password.ts';
import type { VerifyOptions } from './options.ts';
import type { VerifiedFile } from './planned.ts';
import type { ResumeHeader } from './resume.ts';

/** What another run must have in common with this one to go on behind it. */
export function resumeHeader(
  cassettes: readonly VerifiedFile[],
  options: VerifyOptions,
  { normalisers, redactors }: ManifestParts,
): ResumeHeader {
  const { upstream, upstreams = {}, profile, allowMutating, timeout, maxOutput, shard, normalise } = options;
  const own = Object.entries(upstreams).map(([origin, one]) => [origin, urlOf(one)]);
  return {
    cassettes: Object.fromEntries(cassettes.map(({ path, digest }) => [path, digest])),
    options: {
      '--upstream': { ...(upstream && { '': urlOf(upstream) }), ...Object.fromEntries(own) },
      '--profile': typeof profile === 'object' ? profile.name : profile,
      '--allow-mutating': allowMutating,
      '--timeout': timeout,
      '--max-output': maxOutput,
      '--normalise': normalise,
      '--shard': shard && `${shard.index}/${shard.of}`,
      'what --manifest says': { normalisers, redactors },
    },
  };
}

const urlOf = ({ url }: DeckUpstream): string => withoutPassword(url);
