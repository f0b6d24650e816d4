/** A kind of secrets that is looked for in every recording, unless a manifest switches it off. */
export interface SecretClass {
  name: string;
  /** What it is, and where it is looked for; a sentence for docs/redaction.md. */
  doc: string;
}

/** Sorted by name, as a cassette's header lists them. */
export const SECRET_CLASSES: readonly SecretClass[] = [
  {
    name: 'community',
    doc: 'SNMP v1 and v2c communities but `public`: `esxcli system snmp set -c -t`, what `snmp get` lists, snmp.xml, `rocommunity`, `snmpwalk -c`',
  },
  { name: 'licence-key', doc: 'VMware licence keys, `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`, wherever they stand' },
  {
    name: 'password',
    doc: 'values of options that are for passwords (`esxcli system account -p -c`, `esxcli -p`, `iscsi … chap --secret`, `snmp hash`, `sshpass -p`, `curl -u`, `domainjoin-cli join`, `--password` of anything), of variables and settings with the name of one (`GOVC_PASSWORD`, `RemoteDisplay.vnc.password`, JSON, XML, YAML), in URLs, after `rootpw`, before `| chpasswd`, and what is typed at a prompt for one',
  },
  {
    name: 'password-hash',
    doc: 'hashes of passwords, as crypt(5) and Argon2 write them: /etc/shadow, kickstart files, `useradd -p`',
  },
  {
    name: 'private-key',
    doc: 'PEM private keys: all between BEGIN and END, such as rui.key and SSH host keys',
  },
  {
    name: 'recovery-key',
    doc: 'keys of `esxcli system settings encryption recovery list`: sixteen groups of six digits',
  },
  {
    name: 'session-ticket',
    doc: 'tickets and ids of sessions: `cst-VCT-…`, `vmware_soap_session`, `vmware-api-session-id`, `ticket = "…"`',
  },
  {
    name: 'snmp-key',
    doc: 'SNMP v3 keys: what `esxcli system snmp hash` prints, and those in `--users`, `Users:` and snmp.xml',
  },
  {
    name: 'thumbprint',
    doc: 'fingerprints of certificates, SHA-1 or SHA-256 in hexadecimal digits, behind that word on their line or after `--thumbprint`; SSH host keys stay',
  },
  {
    name: 'token',
    doc: 'JWTs, tokens and keys of GitHub, GitLab, AWS, Google, Slack, npm, Docker and Vault by their look, those of `Authorization:`, and of variables, options and settings with the name of one (`…TOKEN`, `…_KEY`, `api_key`)',
  },
];
