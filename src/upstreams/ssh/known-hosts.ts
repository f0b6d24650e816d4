import { createHash, createHmac } from 'node:crypto';

/** One usable line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  /** `file:line`, for messages. */
  where: string;
  marker: 'revoked' | 'cert-authority' | undefined;
  /** Comma list of patterns, or one hashed name (`|1|salt|hash`). */
  hosts: string;
  /** Key type as the file names it, such as ssh-ed25519. */
  type: string;
  /** The key as it goes over the wire. */
  key: Buffer;
}

/**
 * What the files say of a host's key.
 *
 * - `known`: it is listed.
 * - `changed`: another key of the same type is; `where` says in which line.
 * - `revoked`: a @revoked line names it.
 * - `unknown`: nothing is said of it. `others` are lines with keys of other types for this host,
 *   `authorities` the @cert-authority lines for it, which are not made use of.
 */
export type HostKeyVerdict =
  | { kind: 'known' }
  | { kind: 'changed' | 'revoked'; where: string }
  | { kind: 'unknown'; others: readonly string[]; authorities: readonly string[] };

/** Reads known_hosts text. Lines that are no entries are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  const entries: KnownHost[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const fields = line.trim().split(/[ \t]+/);
    const marker = /^@(revoked|cert-authority)$/.exec(fields[0] ?? '')?.[1] as KnownHost['marker'];
    const [hosts, type, base64] = marker === undefined ? fields : fields.slice(1);
    if (hosts === undefined || hosts.startsWith('#') || hosts.startsWith('@')) continue;
    if (type === undefined || base64 === undefined) continue;
    const key = Buffer.from(base64, 'base64');
    if (keyType(key) !== type) continue;
    entries.push({ where: `${file}:${index + 1}`, marker, hosts, type, key });
  }
  return entries;
}

/** What the entries say of `key`, offered by a host looked up as {@link lookupName}. */
export function judgeHostKey(
  entries: readonly KnownHost[],
  host: string,
  port: number,
  key: Buffer,
): HostKeyVerdict {
  const here = entriesFor(entries, host, port);
  const revoked = here.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked) return { kind: 'revoked', where: revoked.where };
  const plain = here.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key.equals(key))) return { kind: 'known' };
  const exact = plain.filter((entry) => names(entry.hosts, lookupName(host, port)));
  const other = exact.find((entry) => entry.type === keyType(key));
  if (other) return { kind: 'changed', where: other.where };
  return {
    kind: 'unknown',
    others: exact.map((entry) => entry.where),
    authorities: here.filter((entry) => entry.marker === 'cert-authority').map((entry) => entry.where),
  };
}

/** Types of the keys listed for a host, so that a client asks for one of these first. */
export function knownKeyTypes(entries: readonly KnownHost[], host: string, port: number): string[] {
  const plain = entriesFor(entries, host, port).filter((entry) => entry.marker === undefined);
  return [...new Set(plain.map((entry) => entry.type))];
}

/** The name a host is listed under: bare on port 22, else `[host]:port`. */
export const lookupName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

/** `SHA256:…`, as OpenSSH prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** The type a public key names itself by (RFC 4253 §6.6), or undefined where it is not one. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  return length > 0 && 4 + length < key.length ? key.toString('latin1', 4, 4 + length) : undefined;
}

/** As OpenSSH: where nothing is listed under `[host]:port`, a key listed under the bare name is known too. */
function entriesFor(entries: readonly KnownHost[], host: string, port: number): KnownHost[] {
  const exact = entries.filter((entry) => names(entry.hosts, lookupName(host, port)));
  if (port === 22 || exact.some((entry) => entry.marker === undefined)) return exact;
  return [...exact, ...entries.filter((entry) => names(entry.hosts, lookupName(host, 22)))];
}

function names(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return isHashOf(hosts, name);
  let found = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matches(pattern.slice(1), name)) return false;
    } else if (matches(pattern, name)) {
      found = true;
    }
  }
  return found;
}

/** HashKnownHosts: `|1|base64 salt|base64 HMAC-SHA1 of the name`. */
function isHashOf(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.equals(Buffer.from(hash, 'base64'));
}

/** `*` any run, `?` any one character; linear but for the one star it last came back to. */
function matches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      retry = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
