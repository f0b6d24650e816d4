import { describe, expect, it } from 'vitest';
import type { HostFingerprint } from '../../src/cassette/host-fingerprint.ts';
import type { VerifiedHost } from '../../src/verified.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { aCassette, verified } from './a-verification.ts';

const TAPE = [{ command: 'echo one', stdout: 'one\n' }];
const RECORDED = { os: 'VMware ESXi', version: '8.0.2', build: '1', hostKey: 'SHA256:a' };

/** A host that says what it is when it is asked. */
class AskedHost extends FakeUpstream {
  asked = 0;
  readonly #current: HostFingerprint;

  constructor(current: HostFingerprint) {
    super(() => ({ stdout: 'one\n' }));
    this.#current = current;
  }

  async fingerprint(): Promise<HostFingerprint> {
    this.asked++;
    return this.#current;
  }
}

/** What was told of the host, and how much had been executed there by then. */
async function met(host: AskedHost, options: { fingerprint?: boolean } = {}) {
  const told: { differs: VerifiedHost['differs']; executed: number }[] = [];
  const report = await verified(aCassette(TAPE, { host: RECORDED }), host, {
    ...options,
    onHost: ({ differs }) => told.push({ differs, executed: host.executed.length }),
  });
  return { told, hosts: report.hosts };
}

describe('a host that is another than the one recorded', () => {
  const differs = 'VMware ESXi 8.0.2 build 1, now VMware ESXi 8.0.2 build 2';

  it('is told of before anything is run there, and in the report', async () => {
    const current = { ...RECORDED, build: '2' };
    const { told, hosts } = await met(new AskedHost(current));
    expect(told).toEqual([{ differs, executed: 0 }]);
    expect(hosts).toMatchObject([{ origin: 'default', recorded: RECORDED, current, differs }]);
  });

  it('is not asked where nobody wants it to be', async () => {
    const host = new AskedHost({ ...RECORDED, build: '2' });
    const { told } = await met(host, { fingerprint: false });
    expect(told).toEqual([{ differs: undefined, executed: 0 }]);
    expect(host.asked).toBe(0);
  });
});

it('A host of which nothing is known, or nothing else than before, does not differ', async () => {
  for (const current of [{}, RECORDED]) {
    const { hosts } = await met(new AskedHost(current));
    expect(hosts[0]).not.toHaveProperty('differs');
  }
});
