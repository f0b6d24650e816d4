import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';

type Syslog = Host['syslog'];
type Logger = Syslog['loggers'][number];

const DEFAULT_DIR = '/scratch/log';

export const SYSLOG_LEAVES = [
  leaf({
    path: 'system syslog config get',
    about: 'Tells where logs are, how many, and who gets them.',
    read: ({ syslog }) => syslog,
    prints: record<Syslog>('SyslogConfig', {
      'Allow Vsan Backing': { value: ({ vsanBacking }) => vsanBacking, since: '7.0.1' },
      'Check Certificate Revocation': { value: ({ crlCheck }) => crlCheck, since: '7.0' },
      'Default Network Retry Timeout': { value: ({ timeout }) => timeout, before: '8.0' },
      'Dropped Log File Rotation Size': ({ dropLogKB }) => dropLogKB,
      'Dropped Log File Rotations': ({ dropLogRotations }) => dropLogRotations,
      'Enforce SSLCertificates': { value: (one) => one.enforceSslCertificates, since: '6.5' },
      'Local Log Output': ({ outputDir }) => outputDir,
      'Local Log Output Is Configured': ({ outputDir }) => outputDir !== DEFAULT_DIR,
      'Local Log Output Is Persistent': () => true,
      'Local Logging Default Rotation Size': ({ rotationKB }) => rotationKB,
      'Local Logging Default Rotations': ({ rotations }) => rotations,
      'Log Level': { value: ({ level }) => level, since: '7.0.1' },
      'Log To Unique Subdirectory': ({ uniqueSubdir }) => uniqueSubdir,
      'Message Queue Drop Mark': ({ queueDropMark }) => queueDropMark,
      'Remote Host': ({ remoteHosts }) => (remoteHosts.length === 0 ? '<none>' : remoteHosts.join(',')),
      'Remote Host Connect Retry Delay': { value: ({ timeout }) => timeout, since: '8.0' },
      'Remote Host Maximum Message Length': { value: ({ maxMessage }) => maxMessage, since: '7.0.1' },
      'Strict X509Compliance': { value: ({ strictX509 }) => strictX509, since: '7.0' },
    }),
  }),
  leaf({
    path: 'system syslog config set',
    about: 'Sets where logs are, how many, and who gets them.',
    options: {
      ssl: bool('--check-ssl-certs', 'Whether certificates of remote hosts are enforced.'),
      crlCheck: bool('--crl-check', 'Whether lists of revoked certificates are asked.'),
      timeout: long('--default-timeout', 'Seconds until a remote host is tried again.'),
      remoteTimeout: long('--remote-host-connect-retry-delay', 'Seconds until a remote host is tried again.'),
      rotations: long('--default-rotate', 'Logs that are kept, from 0 to 100.'),
      rotationKB: long('--default-size', 'Size of a log in KiB, from 1 to 10240.'),
      dropLogRotations: long('--drop-log-rotate', 'Logs of what was dropped that are kept.'),
      dropLogKB: long('--drop-log-size', 'Size of a log of what was dropped, in KiB.'),
      outputDir: str('--logdir', 'The folder.'),
      uniqueSubdir: bool('--logdir-unique', 'Whether it is in a folder named by the host.'),
      hosts: str('--loghost', 'Such as ssl://logs.example.test:1514, with commas between; empty: none.'),
      level: str('--log-level', 'Of syslog’s own log.'),
      queueDropMark: long('--queue-drop-mark', 'Percent of the queue from which on messages are dropped.'),
      maxMessage: long('--remote-host-max-msg-len', 'Longest message to remote hosts, in bytes.'),
      reset: str('--reset', 'What is set to what it is at first, with commas between.'),
      vsanBacking: bool('--vsan-backing', 'Whether logs may be on vSAN.'),
      strictX509: bool('--x509-strict', 'Whether certificates are checked strictly.'),
    },
    change({ syslog }, { hosts, ssl, reset, remoteTimeout, ...given }) {
      inRange('default-rotate', given.rotations, 0, 100);
      inRange('default-size', given.rotationKB, 1, 10_240);
      inRange('queue-drop-mark', given.queueDropMark, 0, 100);
      const remoteHosts = hosts === undefined ? undefined : hosts === '<none>' ? [] : listOf(hosts);
      for (const one of remoteHosts ?? []) checkRemoteHost(one);
      assignGiven(syslog, {
        ...given,
        timeout: remoteTimeout ?? given.timeout,
        enforceSslCertificates: ssl,
        checkSslCertificates: ssl,
        remoteHosts,
      });
      for (const one of listOf(reset ?? '')) resetOf(syslog, one);
    },
  }),
  leaf({
    path: 'system syslog config logger list',
    about: 'Lists the logs of the host.',
    read: ({ syslog }) => syslog.loggers,
    prints: records<Logger>('Logger', undefined, {
      Description: ({ description }) => description,
      Destination: ({ destination }) => destination,
      ID: ({ id }) => id,
      'Rotation Size': ({ rotationKB }) => rotationKB,
      Rotations: ({ rotations }) => rotations,
    }),
  }),
  leaf({
    path: 'system syslog config logger set',
    about: 'Sets how a log of the host is kept.',
    options: {
      id: required(str('--id', 'The log.')),
      reset: str('--reset', 'What is set to what it is at first: rotate, size.'),
      rotate: long('--rotate', 'Logs that are kept, from 1 to 100.'),
      size: long('--size', 'Size of a log in KiB, from 1 to 10240.'),
    },
    change({ syslog }, { id, reset, rotate, size }) {
      const logger = syslog.loggers.find((one) => one.id === id);
      if (!logger) throw new Failure(`Invalid logger id: ${id}`);
      inRange('rotate', rotate, 1, 100);
      inRange('size', size, 1, 10_240);
      if (rotate !== undefined) logger.rotations = rotate;
      if (size !== undefined) logger.rotationKB = size;
      const back = listOf(reset ?? '');
      if (back.includes('rotate')) logger.rotations = syslog.rotations;
      if (back.includes('size')) logger.rotationKB = syslog.rotationKB;
    },
  }),
  leaf({
    path: 'system syslog config logfilter get',
    about: 'Tells whether messages are left out of logs.',
    read: ({ syslog }) => syslog.filtering,
    prints: record<boolean>('LogFilter', { 'Log Filtering Enabled': (enabled) => enabled }),
  }),
  leaf({
    path: 'system syslog config logfilter set',
    about: 'Sets whether messages are left out of logs.',
    options: { enabled: required(bool('--log-filtering-enabled', 'Whether they are.')) },
    change({ syslog }, { enabled }) {
      syslog.filtering = enabled;
    },
  }),
  leaf({
    path: 'system syslog config logfilter list',
    about: 'Lists which messages are left out of logs.',
    read: ({ syslog }) => syslog.filters,
    prints: table<string>('LogFilter', { Filter: (filter) => filter }),
  }),
  leaf({
    path: 'system syslog config logfilter add',
    about: 'Has messages left out of logs.',
    options: { filter: required(str('--filter', 'numLogs | ident | logRegexp')) },
    change({ syslog }, { filter }) {
      if (!/^\d+\|[^|]+\|.+$/.test(filter.replaceAll(/ *\| */g, '|')))
        throw new Failure(`Invalid log filter: ${filter}`);
      if (syslog.filters.includes(filter)) throw new Failure(`Log filter already exists: ${filter}`);
      syslog.filters.push(filter);
    },
  }),
  leaf({
    path: 'system syslog config logfilter remove',
    about: 'Has messages no longer left out of logs.',
    options: { filter: str('--filter', 'One of the list.'), all: flag('--remove-all', 'All of them.') },
    change({ syslog }, { filter, all }) {
      if (!all && !syslog.filters.includes(filter ?? ''))
        throw new Failure(`Unable to find log filter: ${filter ?? ''}`);
      syslog.filters = all ? [] : syslog.filters.filter((one) => one !== filter);
    },
  }),
  leaf({
    path: 'system syslog mark',
    about: 'Puts a message into all logs.',
    options: { message: required(str('-s|--message', 'The message.')) },
    change() {
      // No log is read back.
    },
  }),
  leaf({
    path: 'system syslog reload',
    about: 'Has syslog read its configuration again.',
    change() {
      // What is set holds at once.
    },
  }),
];

function inRange(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && (value < min || value > max))
    throw new Failure(`Invalid value for ${name}: ${value} is not between ${min} and ${max}`);
}

function checkRemoteHost(remote: string): void {
  if (!/^((udp|tcp|ssl):\/\/)?(\[[0-9a-f:]+\]|[^:/\s]+)(:\d{1,5})?(\?.*)?$/i.test(remote))
    throw new Failure(`Invalid remote host: ${remote}`);
}

type Given = { readonly [K in keyof Syslog]?: Syslog[K] | undefined };

function assignGiven(syslog: Syslog, given: Given): void {
  for (const [key, value] of Object.entries(given))
    if (value !== undefined) Object.assign(syslog, { [key]: value });
}

function resetOf(syslog: Syslog, name: string): void {
  const value = FIRST[name];
  if (!value) throw new Failure(`Invalid parameter to reset: ${name}`);
  Object.assign(syslog, structuredClone(value));
}

const FIRST: Readonly<Record<string, Partial<Syslog>>> = {
  'default-rotate': { rotations: 8 },
  'default-size': { rotationKB: 1024 },
  'default-timeout': { timeout: 180 },
  logdir: { outputDir: DEFAULT_DIR },
  'logdir-unique': { uniqueSubdir: false },
  loghost: { remoteHosts: [] },
  'x509-strict': { strictX509: false },
};

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
