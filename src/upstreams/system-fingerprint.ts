import { machine, release, type as system, version as kernelBuild } from 'node:os';
import type { HostFingerprint } from '../cassette/host-fingerprint.ts';

/** What a host says of its system. */
export type SystemFingerprint = Pick<HostFingerprint, 'os' | 'version' | 'build' | 'machine'>;

/** Printed in front, so that what a shell's profile prints is not taken for an answer. */
const MARK = 'tapehead-fingerprint';

/** A line for whatever shell a host has; commands that it has not are passed over. */
export const FINGERPRINT_COMMAND = `echo ${MARK}; uname -srm; uname -v; vmware -v; esxcli system version get`;

/** What the stdout of {@link FINGERPRINT_COMMAND} says. Empty where it says nothing. */
export function systemFingerprintIn(stdout: string): SystemFingerprint {
  const lines = stdout.split(/\r?\n/);
  const [names = '', build = '', ...rest] = lines.slice(lines.indexOf(MARK) + 1);
  if (!lines.includes(MARK)) return {};
  const [, os, kernel, hardware] = /^(\S+) (\S+) (\S+)$/.exec(names) ?? [];
  const known = os !== undefined && kernel !== undefined && hardware !== undefined;
  const ofKernel = known ? { os, version: kernel, build, machine: hardware } : {};
  return { ...ofKernel, ...productIn(known ? rest : [names, build, ...rest]) };
}

/** The product of VMware's, as `vmware -v` has it (`VMware ESXi 8.0.2 build-22380479`), and then `esxcli`, which knows the update. */
function productIn(lines: readonly string[]): SystemFingerprint {
  const [, os, number, build] =
    lines.map((line) => /^(VMware ESXi?) (\S+) build-(\d+)$/.exec(line)).find(Boolean) ?? [];
  const fields = new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^\s+(\w+): (.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  const update = fields.get('Update');
  const version = number ?? fields.get('Version');
  const product = os ?? fields.get('Product');
  const itsBuild = build ?? /\d+$/.exec(fields.get('Build') ?? '')?.[0];
  if (product === undefined || version === undefined) return {};
  return {
    os: product,
    version: update === undefined || update === '0' ? version : `${version} Update ${update}`,
    ...(itsBuild !== undefined && { build: itsBuild }),
  };
}

/** This machine's. */
export const localFingerprint = (): HostFingerprint => ({
  system: `${system()} ${release()}`,
  os: system(),
  version: release(),
  build: kernelBuild(),
  machine: machine(),
});
