import { describe, expect, it } from 'vitest';
import { verify } from '../../recorder/verify/verify.ts';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import type { Profile } from '../../src/profiles/profile.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { verdictOf } from '../verify/a-verification.ts';
import { startBrokenHost } from './broken-host.ts';

const READS: Profile = { name: 'reads', effectOf: () => ({ kind: 'read-only' }) };

describe('verify against a host that breaks', () => {
  const verified = async (commands: readonly string[], break_?: (host: Host) => void) => {
    const host = await startBrokenHost();
    using folder = new TempFolder();
    const tape = commands.map((command) => ({ command, stdout: 'all of it', events: [STDIN_EOF] }));
    const { url, identity, knownHosts } = host;
    break_?.(host);
    const { recordings } = await verify({
      cassettes: [writeCassette(folder.file('x.cassette'), tape)],
      upstream: { url, identities: [identity], knownHosts: [knownHosts], sshConfig: '/dev/null' },
      profile: READS,
      trust: true,
      maxOutput: 10_000_000,
      fingerprint: false,
      stateFolder: folder.file('state'),
    });
    return { begun: host.begun, verdicts: recordings.map(verdictOf) };
  };

  it('goes on behind an answer that broke off half-way, and asks nothing twice', async () => {
    const { verdicts, begun } = await verified(['whole', 'half', 'status', 'no-reply', 'whole']);
    expect(verdicts.map((verdict) => verdict.replace(/: .*/, ''))).toEqual([
      'drift',
      ...['could not check', 'could not check', 'could not check'],
      'drift',
    ]);
    expect(begun).toEqual(['whole', 'half', 'status', 'no-reply', 'whole']);
  });

  it('ends output that never ends', async () => {
    const { verdicts } = await verified(['endless', 'whole']);
    expect(verdicts).toEqual(['could not check: more than 10000000 bytes of output', 'drift']);
  });

  it('could not check anything where no connection comes about', async () => {
    const { verdicts, begun } = await verified(['whole', 'whole'], (host) => host.resetsHandshakes(true));
    expect(verdicts).toEqual(['could not check: host unreachable', 'could not check: host unreachable']);
    expect(begun).toEqual([]);
  });
});

/** What the host waits for. */
const STDIN_EOF: TapedEvent = { type: 'eof', stream: 'stdin', at: 1 };

type Host = Awaited<ReturnType<typeof startBrokenHost>>;
