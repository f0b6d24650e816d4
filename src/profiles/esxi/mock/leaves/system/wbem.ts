import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { System } from '../../model/system.ts';

type Wbem = System['wbem'];

export const WBEM_LEAVES = [
  leaf({
    path: 'system wbem get',
    about: 'Tells how the CIM agent is configured.',
    read: ({ system }) => system.wbem,
    prints: record<Wbem>('WbemConfig', {
      'Authorization Model': ({ authorization }) => authorization,
      'CIMObject Manager PID': () => '0',
      Enabled: ({ enabled }) => enabled,
      'Enabled Running SSLProtocols': () => 'tlsv1.2',
      'Enabled SSLProtocols': () => 'tlsv1.2',
      Loglevel: ({ logLevel }) => logLevel,
      Port: ({ port }) => port,
      'WSManagement PID': () => '0',
      'WSManagement Service': ({ wsManagement }) => wsManagement,
    }),
  }),
  leaf({
    path: 'system wbem set',
    about: 'Configures the CIM agent.',
    options: {
      authorization: str('-a|--auth', 'password or certificate.'),
      enabled: bool('-e|--enable', 'Whether it runs.'),
      logLevel: str('-l|--loglevel', 'debug, info, warning or error.'),
      port: long('-p|--port', 'Its port. Default 5989.'),
      reset: flag('-r|--reset', 'All is as at first.'),
      wsManagement: bool('-W|--ws-man', 'Whether WS-Management runs.'),
    },
    change({ system }, { authorization, reset, ...given }) {
      if (reset)
        system.wbem = {
          enabled: false,
          authorization: 'password',
          logLevel: 'warning',
          port: 5989,
          wsManagement: true,
        };
      if (authorization !== undefined && authorization !== 'password' && authorization !== 'certificate')
        throw new Failure(`Invalid authorization model: ${authorization}`);
      if (authorization !== undefined) system.wbem.authorization = authorization;
      for (const [key, value] of Object.entries(given))
        if (value !== undefined) Object.assign(system.wbem, { [key]: value });
    },
  }),
  leaf({
    path: 'system wbem provider list',
    about: 'Lists the providers of the CIM agent.',
    options: {
      name: str('-n|--name', 'Only this one.'),
      enabled: bool('-e|--enabled', 'Only those that are, or not.'),
    },
    read: () => [],
    prints: table<never>('WbemProvider', { Name: () => '', Enabled: () => false, Loaded: () => false }),
  }),
];
