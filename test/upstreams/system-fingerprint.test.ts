import { describe, expect, it } from 'vitest';
import { hostDifference, hostText } from '../../src/cassette/host-fingerprint.ts';
import { localFingerprint, systemFingerprintIn } from '../../src/upstreams/system-fingerprint.ts';

const MARK = 'tapehead-fingerprint\n';
const UNAME = 'VMkernel 8.0.9 x86_64\n#1 SMP Release build-12345678 Jan  1 2030 00:00:00\n';
const ESXCLI = `   Product: VMware ESXi
   Version: 8.0.9
   Build: Releasebuild-12345678
   Update: 2
   Patch: 15
`;

describe('the fingerprint of a system', () => {
  it('is the product of VMware with its update, where a host says so', () => {
    const full = { os: 'VMware ESXi', version: '8.0.9 Update 2', build: '12345678', machine: 'x86_64' };
    expect(systemFingerprintIn(`${MARK}${UNAME}VMware ESXi 8.0.9 build-12345678\n${ESXCLI}`)).toEqual(full);
    expect(systemFingerprintIn(`${MARK}${UNAME}${ESXCLI}`)).toEqual(full);
  });

  it('is that of the kernel elsewhere, behind whatever a profile printed', () => {
    const said = `Welcome!\n${MARK}Linux 6.1.0-18-amd64 x86_64\n#1 SMP Debian 6.1.76-1\n`;
    expect(systemFingerprintIn(said)).toEqual({
      os: 'Linux',
      version: '6.1.0-18-amd64',
      build: '#1 SMP Debian 6.1.76-1',
      machine: 'x86_64',
    });
  });

  it.each(['', 'VMware ESXi 8.0.9 build-1\n', MARK, `${MARK}sh: uname: not found\n`, '\0\xff\n\n\n'])(
    'is empty for a host that says %j',
    (said) => expect(systemFingerprintIn(said)).toEqual({}),
  );

  it('is known of this machine without asking', () => {
    expect(Object.keys(localFingerprint())).toEqual(['system', 'os', 'version', 'build', 'machine']);
  });
});

describe('two fingerprints', () => {
  const recorded = { os: 'VMware ESXi', version: '8.0.2', build: '1', hostKey: 'SHA256:a' };

  it('differ by what is known of both', () => {
    expect(hostDifference(recorded, { ...recorded, build: '2' })).toBe(
      'VMware ESXi 8.0.2 build 1, now VMware ESXi 8.0.2 build 2',
    );
    expect(hostDifference(recorded, { ...recorded, hostKey: 'SHA256:b' })).toBe('another host key');
    expect(hostDifference(recorded, {})).toBeUndefined();
    expect(hostDifference({ hostKey: 'SHA256:a' }, recorded)).toBeUndefined();
  });

  it('are a line for people', () => {
    expect(
      hostText({ server: 'SSH-2.0-x', system: 'Linux 6', os: 'Linux', version: '6', machine: 'x86_64' }),
    ).toBe('SSH-2.0-x Linux 6 (x86_64)');
  });
});
