import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Chap } from '../../model/san.ts';
import { adapter, iscsiAdapterNamed } from './adapter.ts';

const direction = str('-d|--direction', 'uni: the target knows the adapter; mutual: both do.');

export const AUTH_LEAVES = [
  leaf({
    path: 'iscsi adapter auth chap get',
    about: 'Tells how an adapter says who it is. Secrets are not told.',
    options: { adapter, direction },
    read(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      const way = directionOf(given.direction ?? 'uni');
      return { way, chap: way === 'uni' ? one.chap : one.mutualChap };
    },
    prints: record<{ way: string; chap: Chap }>('IscsiChap', {
      Direction: ({ way }) => way,
      Name: ({ chap }) => chap.name,
      Level: ({ chap }) => chap.level,
    }),
  }),
  leaf({
    path: 'iscsi adapter auth chap set',
    about: 'Changes how an adapter says who it is.',
    options: {
      adapter,
      authname: str('-N|--authname', 'Its name; default its qualified name.'),
      default: flag('-D|--default', 'As at first.'),
      direction,
      level: str('-l|--level', 'prohibited, discouraged, preferred or required.'),
      secret: str('-S|--secret', 'The secret.'),
    },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      const way = directionOf(given.direction ?? 'uni');
      const chap = way === 'uni' ? one.chap : one.mutualChap;
      if (given.default) {
        Object.assign(chap, { level: 'prohibited', name: '', secret: '' } satisfies Chap);
        return;
      }
      if (way === 'mutual' && one.chap.level !== 'required') {
        throw new Failure('Mutual CHAP needs the level of uni-directional CHAP to be required');
      }
      if (given.secret !== undefined && one[way === 'uni' ? 'mutualChap' : 'chap'].secret === given.secret) {
        throw new Failure('The secrets of both directions must differ');
      }
      if (given.level !== undefined) chap.level = levelOf(given.level);
      chap.name = given.authname ?? (chap.name || one.iqn);
      chap.secret = given.secret ?? chap.secret;
    },
  }),
  leaf({
    path: 'iscsi adapter param get',
    about: 'Tells the parameters of an adapter.',
    options: { adapter },
    read(host, given) {
      const { params } = iscsiAdapterNamed(host, given.adapter);
      return PARAMS.map((param) => ({ ...param, current: params[param.name] ?? param.default }));
    },
    prints: table<Param & { current: string }>('IscsiParam', {
      Name: ({ name }) => name,
      Current: ({ current }) => current,
      Default: (param) => param.default,
      Min: ({ min }) => min,
      Max: ({ max }) => max,
      Settable: { value: ({ settable }) => settable, of: 'boolean' },
      Inherit: { value: () => false, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'iscsi adapter param set',
    about: 'Changes a parameter of an adapter.',
    options: {
      adapter,
      default: flag('-D|--default', 'As at first.'),
      key: required(str('-k|--key', 'Its name: DelayedAck.')),
      value: str('-v|--value', 'Its value.'),
    },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      const param = PARAMS.find(({ name }) => name === given.key);
      if (!param) throw new Failure(`Invalid parameter key: ${given.key}`);
      if (!param.settable) throw new Failure(`Parameter ${given.key} cannot be set`);
      const value = given.default ? param.default : given.value;
      if (value === undefined) throw new Failure('Error: Either --default or --value must be specified');
      if (!isWithin(param, value)) throw new Failure(`Invalid value for parameter ${given.key}: ${value}`);
      one.params[param.name] = value;
    },
  }),
];

interface Param {
  name: string;
  default: string;
  min: string;
  max: string;
  settable: boolean;
}

const param = (name: string, value: string, min = 'na', max = 'na', settable = true): Param => ({
  name,
  default: value,
  min,
  max,
  settable,
});

const PARAMS: readonly Param[] = [
  param('ARPRedirect', 'false', 'na', 'na', false),
  param('DataDigest', 'prohibited'),
  param('DataPDUInOrder', 'true', 'na', 'na', false),
  param('DataSequenceInOrder', 'true', 'na', 'na', false),
  param('DefaultTimeToRetain', '0', '0', '60', false),
  param('DefaultTimeToWait', '2', '2', '10', false),
  param('DelayedAck', 'true'),
  param('ErrorRecoveryLevel', '0', '0', '2', false),
  param('FirstBurstLength', '262144', '8192', '16777215'),
  param('HeaderDigest', 'prohibited'),
  param('ImmediateData', 'true', 'na', 'na', false),
  param('InitialR2T', 'false'),
  param('LoginRetryMax', '4', '1', '64'),
  param('LoginTimeout', '5', '1', '60'),
  param('MaxBurstLength', '262144', '8192', '16777215'),
  param('MaxCommands', '128', '2', '2048', false),
  param('MaxConnections', '1', '1', '1', false),
  param('MaxOutstandingR2T', '1', '1', '8'),
  param('MaxRecvDataSegment', '131072', '8192', '16777215'),
  param('NoopOutInterval', '15', '1', '60'),
  param('NoopOutTimeout', '10', '10', '30'),
  param('RecoveryTimeout', '10', '1', '120'),
];

/** A number within its bounds, or a word. */
function isWithin({ min, max, default: at }: Param, value: string): boolean {
  if (at === 'true' || at === 'false') return value === 'true' || value === 'false';
  return min === 'na'
    ? LEVELS.some((level) => level === value)
    : /^\d+$/.test(value) && Number(value) >= Number(min) && Number(value) <= Number(max);
}

const LEVELS = ['prohibited', 'discouraged', 'preferred', 'required'] as const;

/** @throws Failure */
function levelOf(name: string): Chap['level'] {
  const level = LEVELS.find((one) => one === name);
  if (level !== undefined) return level;
  throw new Failure(`Invalid CHAP level: ${name}`);
}

/** @throws Failure */
function directionOf(name: string): 'uni' | 'mutual' {
  if (name === 'uni' || name === 'mutual') return name;
  throw new Failure(`Invalid direction: ${name}`);
}
