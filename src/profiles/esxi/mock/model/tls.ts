/** What a profile of TLS means. */
export interface TlsProfile {
  cipherList: string;
  cipherSuites: string;
  groups: string;
  versions: string;
}

const NIST_CIPHERS = 'ECDHE+AESGCM';
const TLS13 = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256';

/** By their names. */
export const TLS: Readonly<Record<string, TlsProfile>> = {
  COMPATIBLE: {
    cipherList: 'ECDHE+AESGCM:ECDHE+AES',
    cipherSuites: TLS13,
    groups: 'prime256v1:secp384r1:secp521r1',
    versions: 'tls1.2,tls1.3',
  },
  COMPATIBLE_NON_FIPS: {
    cipherList: 'ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES',
    cipherSuites: TLS13,
    groups: 'x25519:prime256v1:secp384r1:secp521r1',
    versions: 'tls1.2,tls1.3',
  },
  NIST_2024: {
    cipherList: NIST_CIPHERS,
    cipherSuites: TLS13,
    groups: 'prime256v1:secp384r1:secp521r1',
    versions: 'tls1.2,tls1.3',
  },
  NIST_2024_TLS_13_ONLY: {
    cipherList: '',
    cipherSuites: TLS13,
    groups: 'prime256v1:secp384r1:secp521r1',
    versions: 'tls1.3',
  },
  MANUAL: {
    cipherList: 'ECDHE+AESGCM:ECDHE+AES',
    cipherSuites: TLS13,
    groups: 'prime256v1:secp384r1:secp521r1',
    versions: 'tls1.2,tls1.3',
  },
};
