/** What tells one host, and what runs on it, from another without naming it: taped into the header. */
export interface HostFingerprint {
  /** `SHA256:…` of the SSH host key, as OpenSSH prints it. */
  hostKey?: string;
  /** The server's SSH identification, such as `SSH-2.0-OpenSSH_9.2p1`. */
  server?: string;
  /** `uname -sr` of a local upstream. */
  system?: string;
  /** Its operating system: `VMware ESXi`, `Linux`. */
  os?: string;
  /** Of that: `8.0.2 Update 2`; elsewhere the release of the kernel. */
  version?: string;
  /** Of that: `22380479`; elsewhere `uname -v`. */
  build?: string;
  /** `uname -m`. */
  machine?: string;
}

export const FINGERPRINT_FIELDS = [
  'hostKey',
  'server',
  'system',
  'os',
  'version',
  'build',
  'machine',
] as const satisfies (keyof HostFingerprint)[];

/** A line for people: what is known of a host; empty where nothing is. */
export function hostText(host: HostFingerprint): string {
  const { hostKey, server, system } = host;
  const known = systemText(host);
  return [hostKey, server, known || system].filter((part) => part !== undefined && part !== '').join(' ');
}

/** Says how the host of today is another than the one recorded; undefined where nothing known of both differs. */
export function hostDifference(recorded: HostFingerprint, current: HostFingerprint): string | undefined {
  const parts: string[] = [];
  const both = (name: keyof HostFingerprint): boolean =>
    recorded[name] !== undefined && current[name] !== undefined;
  const differs = (name: keyof HostFingerprint): boolean => both(name) && recorded[name] !== current[name];
  if (SYSTEM_FIELDS.some(differs)) parts.push(`${systemText(recorded)}, now ${systemText(current)}`);
  else if (!both('os') && differs('system')) parts.push(`${recorded.system}, now ${current.system}`);
  if (differs('server')) parts.push(`${recorded.server}, now ${current.server}`);
  if (differs('hostKey')) parts.push('another host key');
  return parts.length > 0 ? parts.join('; ') : undefined;
}

const SYSTEM_FIELDS = ['os', 'version', 'build', 'machine'] as const;

const systemText = ({ os, version, build, machine }: HostFingerprint): string =>
  [os, version, build && `build ${build}`, machine && `(${machine})`].filter(Boolean).join(' ');
