import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { IscsiAdapter } from '../../model/san.ts';
import { adapter, iscsiAdapterNamed, iscsiAdaptersOf, maybeAdapter } from './adapter.ts';

const address = required(str('-a|--address', 'Where it is: 192.0.2.10:3260.'));
const targetName = required(str('-n|--name', 'The qualified name of the target.'));

export const DISCOVERY_LEAVES = [
  leaf({
    path: 'iscsi adapter discovery sendtarget list',
    about: 'Lists the addresses that are asked for targets.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter).flatMap((one) => one.sendTargets.map((at) => ({ one, at }))),
    prints: table<{ one: IscsiAdapter; at: string }>('IscsiSendTarget', {
      Adapter: ({ one }) => one.name,
      Sendtarget: ({ at }) => at,
    }),
  }),
  leaf({
    path: 'iscsi adapter discovery sendtarget add',
    about: 'Asks an address for targets.',
    options: { adapter, address },
    change(host, given) {
      const { sendTargets } = iscsiAdapterNamed(host, given.adapter);
      const at = withPort(given.address);
      if (sendTargets.includes(at)) throw new Failure(`Send target ${at} already exists`);
      sendTargets.push(at);
    },
  }),
  leaf({
    path: 'iscsi adapter discovery sendtarget remove',
    about: 'Asks an address for targets no more.',
    options: { adapter, address },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      const at = withPort(given.address);
      if (!one.sendTargets.includes(at)) throw new Failure(`Send target ${at} not found`);
      one.sendTargets = one.sendTargets.filter((other) => other !== at);
    },
  }),
  leaf({
    path: 'iscsi adapter discovery statictarget list',
    about: 'Lists the targets that are known by name.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter).flatMap((one) =>
        one.staticTargets.map((target) => ({ one, target })),
      ),
    prints: table<{ one: IscsiAdapter; target: IscsiAdapter['staticTargets'][number] }>('IscsiStaticTarget', {
      Adapter: ({ one }) => one.name,
      'Target Name': ({ target }) => target.name,
      'Target Address': ({ target }) => target.address,
    }),
  }),
  leaf({
    path: 'iscsi adapter discovery statictarget add',
    about: 'Makes a target known by its name.',
    options: { adapter, address, name: targetName },
    change(host, given) {
      const { staticTargets } = iscsiAdapterNamed(host, given.adapter);
      const target = { address: withPort(given.address), name: given.name };
      if (staticTargets.some(({ address: at, name }) => at === target.address && name === target.name)) {
        throw new Failure(`Static target ${given.name} already exists`);
      }
      staticTargets.push(target);
    },
  }),
  leaf({
    path: 'iscsi adapter discovery statictarget remove',
    about: 'Forgets a target that is known by its name.',
    options: { adapter, address, name: targetName },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      const at = withPort(given.address);
      const left = one.staticTargets.filter((target) => target.address !== at || target.name !== given.name);
      if (left.length === one.staticTargets.length)
        throw new Failure(`Static target ${given.name} not found`);
      one.staticTargets = left;
    },
  }),
  leaf({
    path: 'iscsi adapter discovery rediscover',
    about: 'Asks all addresses for targets again.',
    options: { adapter: maybeAdapter },
    read(host, given) {
      iscsiAdaptersOf(host, given.adapter);
    },
  }),
  leaf({
    path: 'iscsi adapter discovery status get',
    about: 'Tells whether targets are being looked for.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter)
        .map(({ name }) => `${name}: discovery is complete\n`)
        .join(''),
  }),
];

const withPort = (at: string): string =>
  /:\d+$/.test(at) && !/^[0-9a-f:]*:[0-9a-f]*:[0-9a-f:]*$/i.test(at) ? at : `${at}:3260`;
