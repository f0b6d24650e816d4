/**
 * Who may log in; the user name never matters.
 *
 * - `generated`: a password and a client key made at each start.
 * - `password`: this one.
 * - `keys`: the text of an authorized_keys file. Lines with options are not used, as these are not honoured.
 * - `none`: anyone. Where that is safe, the caller has to judge.
 */
export type SshAuth =
  | { kind: 'generated' }
  | { kind: 'password'; password: string }
  | { kind: 'keys'; authorizedKeys: string }
  | { kind: 'none' };

/** Secrets that let a client in, for whoever hands them on. */
export interface Credentials {
  password: string | undefined;
  /** A private key without a passphrase, in OpenSSH's format. */
  privateKey: string | undefined;
}
