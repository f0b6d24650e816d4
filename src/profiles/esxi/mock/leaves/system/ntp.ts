import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, str, strs } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { setRunning } from '../../model/running.ts';
import { defaultNtp } from '../../model/services.ts';

type Ntp = Host['ntp'];

export const NTP_LEAVES = [
  leaf({
    path: 'system ntp get',
    about: 'Tells how the host is told the time.',
    read: ({ ntp }) => ntp,
    prints: record<Ntp>('NtpConfig', {
      Enabled: ({ enabled }) => enabled,
      Loglevel: ({ logLevel }) => logLevel,
      Servers: ({ servers }) => servers,
    }),
  }),
  leaf({
    path: 'system ntp set',
    about: 'Sets how the host is told the time.',
    options: {
      enabled: bool('-e|--enabled', 'Whether it is.'),
      file: str('-f|--file', 'A file with the configuration.'),
      logLevel: str('-l|--loglevel', 'debug, info, warning or error.'),
      reset: flag('-r|--reset', 'All is as at first.'),
      servers: strs('-s|--server', 'One or more servers.'),
    },
    change(host, { enabled, file, logLevel, reset, servers }) {
      if (file !== undefined) throw new Failure(`Unable to read ${file}`);
      if (reset) host.ntp = defaultNtp();
      if (logLevel !== undefined && !LOG_LEVELS.includes(logLevel))
        throw new Failure(`Invalid log level: ${logLevel}`);
      if (logLevel !== undefined) host.ntp.logLevel = logLevel;
      if (servers !== undefined) host.ntp.servers = [...servers];
      if (enabled === true && host.ntp.servers.length === 0)
        throw new Failure('Must specify at least one server before NTP is enabled');
      if (enabled !== undefined || reset) setRunning(host, 'ntpd', enabled ?? false);
    },
  }),
  leaf({
    path: 'system ntp config get',
    about: 'Tells the configuration of ntpd, line by line.',
    read: ({ ntp }) =>
      [
        ...ntp.config.slice(0, 1),
        ...ntp.servers.map((server) => `server ${server}`),
        ...ntp.config.slice(1),
      ].join('\n'),
  }),
  leaf({
    path: 'system ntp config set',
    about: 'Sets lines of the configuration of ntpd.',
    options: {
      append: flag('-a|--append', 'The others stay.'),
      lines: strs('-l|--line', 'One or more lines.'),
      reset: flag('-r|--reset', 'All is as at first.'),
    },
    change({ ntp }, { append, lines = [], reset }) {
      const before = reset ? defaultNtp().config : append ? ntp.config : [];
      ntp.config = [...before, ...lines.filter((line) => !line.startsWith('server '))];
      const servers = lines.filter((line) => line.startsWith('server ')).map((line) => line.slice(7).trim());
      ntp.servers = append || servers.length === 0 ? [...ntp.servers, ...servers] : servers;
    },
  }),
  leaf({
    path: 'system ntp test',
    about: 'Asks the servers for the time, once.',
    read({ ntp }) {
      if (!ntp.enabled) throw new Failure('NTP service is not enabled');
      return ntp.servers;
    },
    prints: record<readonly string[]>('NtpTest', {
      'Working NTPServers': (servers) => servers,
      'Failed NTPServers': () => [],
      'Number Of NTPServers': (servers) => servers.length,
    }),
  }),
];

const LOG_LEVELS = ['debug', 'info', 'warning', 'error'];
