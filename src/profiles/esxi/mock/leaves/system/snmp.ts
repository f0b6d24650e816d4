import { createHash } from 'node:crypto';
import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { defaultSnmp } from '../../model/services.ts';

type Snmp = Host['snmp'];

export const SNMP_LEAVES = [
  leaf({
    path: 'system snmp get',
    about: 'Tells how the SNMP agent is configured.',
    read: ({ snmp }) => snmp,
    prints: record<Snmp>('SnmpConfig', {
      Authentication: ({ authentication }) => authentication,
      Communities: ({ communities }) => communities,
      Enable: ({ enabled }) => enabled,
      Engineid: ({ engineId }) => engineId,
      Hwsrc: ({ hwsrc }) => hwsrc,
      Largestorage: ({ largeStorage }) => largeStorage,
      Loglevel: ({ logLevel }) => logLevel,
      Notraps: ({ noTraps }) => noTraps,
      Port: ({ port }) => port,
      Privacy: ({ privacy }) => privacy,
      Remoteusers: ({ remoteUsers }) => remoteUsers,
      Syscontact: ({ contact }) => contact,
      Syslocation: ({ location }) => location,
      Targets: ({ targets }) => targets,
      Users: ({ users }) => users,
      V3targets: ({ v3Targets }) => v3Targets,
    }),
  }),
  leaf({
    path: 'system snmp set',
    about: 'Configures the SNMP agent.',
    options: {
      authentication: str('-a|--authentication', 'none, MD5 or SHA1.'),
      communities: str('-c|--communities', 'Up to ten, with commas between.'),
      enabled: bool('-e|--enable', 'Whether it runs.'),
      engineId: str('-E|--engineid', 'Ten to 32 hexadecimal digits.'),
      hwsrc: str('-y|--hwsrc', 'indications or sensors.'),
      largeStorage: bool('-s|--large-storage', 'Whether storage above 2 TB is told as such.'),
      logLevel: str('-l|--loglevel', 'debug, info, warning or error.'),
      noTraps: str('-n|--notraps', 'Traps that are not sent; "reset": none.'),
      port: long('-p|--port', 'Its port. Default 161.'),
      privacy: str('-x|--privacy', 'none or AES128.'),
      remoteUsers: str('-R|--remote-users', 'Users of version 3 that get informs.'),
      reset: flag('-r|--reset', 'All is as at first.'),
      contact: str('-C|--syscontact', 'Who is to be asked.'),
      location: str('-L|--syslocation', 'Where the host is.'),
      targets: str('-t|--targets', 'Such as 192.0.2.9@162/public, with commas between.'),
      users: str('-u|--users', 'Users of version 3.'),
      v3Targets: str('-i|--v3targets', 'Targets of version 3.'),
    },
    change: (host, { reset, ...given }) => setSnmp(host, reset, given),
  }),
  leaf({
    path: 'system snmp test',
    about: 'Sends a trap to each target.',
    options: {
      auth: str('-A|--auth-hash', 'Of a user.'),
      priv: str('-X|--priv-hash', 'Of a user.'),
      raw: flag('-r|--raw-secret', 'They are no hashes, but secrets.'),
      user: str('-u|--user', 'To be tested.'),
    },
    read({ snmp }) {
      const targets = snmp.targets.length + snmp.v3Targets.length;
      if (!snmp.enabled) throw new Failure('Agent not responding, connect uds failed, agent is not running');
      if (targets === 0) throw new Failure('No targets configured');
      const many = targets === 1 ? 'There is 1 target' : `There are ${targets} targets`;
      return `${many} configured, send warmStart requested, test completed normally.`;
    },
    prints: record<string>('SnmpTest', { Comments: (comments) => comments }),
  }),
  leaf({
    path: 'system snmp hash',
    about: 'Tells the hashes of secrets, for the engine of this host.',
    options: {
      auth: str('-A|--auth-hash', 'The secret, or the file that has it.'),
      priv: str('-X|--priv-hash', 'The secret, or the file that has it.'),
      raw: flag('-r|--raw-secret', 'They are no files, but secrets.'),
    },
    read({ snmp }, { auth, priv, raw }) {
      if (auth === undefined && priv === undefined)
        throw new Failure('Must specify --auth-hash or --priv-hash');
      if (!raw) throw new Failure('Unable to read the file of the secret');
      const hashOf = (secret: string | undefined): string =>
        secret === undefined || snmp.authentication === '' || snmp.authentication === 'none'
          ? ''
          : localizedKey(secret, snmp.engineId, snmp.authentication === 'MD5' ? 'md5' : 'sha1');
      return { auth: hashOf(auth), priv: hashOf(priv) };
    },
    prints: record<{ auth: string; priv: string }>('SnmpHash', {
      Authhash: (hashes) => hashes.auth,
      Privhash: (hashes) => hashes.priv,
    }),
  }),
];

type Given = {
  readonly [K in keyof Snmp]: (Snmp[K] extends string[] ? string : Snmp[K]) | undefined;
};

function setSnmp(host: Host, reset: boolean, given: Partial<Given>): void {
  if (reset) host.snmp = { ...defaultSnmp(), engineId: host.snmp.engineId };
  const { snmp } = host;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const isList = Array.isArray(snmp[key as keyof Snmp]);
    Object.assign(snmp, { [key]: isList ? listOf(String(value)) : value });
  }
  if (snmp.enabled && snmp.communities.length === 0 && snmp.users.length === 0)
    throw new Failure('Invalid operation, agent not configured yet, set communities or users first');
  if (given.communities !== undefined && snmp.communities.length > 10)
    throw new Failure('At most 10 communities can be configured');
  if (given.engineId !== undefined && !/^(0x)?[0-9a-f]{10,32}$/i.test(given.engineId))
    throw new Failure(`Invalid engine id: ${given.engineId}`);
  if (snmp.port < 1 || snmp.port > 65_535) throw new Failure(`Invalid port: ${snmp.port}`);
  const service = host.services.find(({ name }) => name === 'snmpd');
  if (service && given.enabled !== undefined) service.running = given.enabled;
}

const listOf = (text: string): string[] =>
  text === 'reset' ? [] : text.split(',').filter((one) => one !== '');

/** RFC 3414 §A.2: the secret, over a megabyte, and then for this engine alone. */
function localizedKey(secret: string, engineId: string, algorithm: 'md5' | 'sha1'): string {
  if (secret.length < 7) throw new Failure('Secret is too short, it must have 7 characters or more');
  const megabyte = Buffer.alloc(2 ** 20, secret, 'utf8');
  const key = createHash(algorithm).update(megabyte).digest();
  const engine = Buffer.from(engineId.replace(/^0x/i, ''), 'hex');
  return createHash(algorithm).update(key).update(engine).update(key).digest('hex');
}
