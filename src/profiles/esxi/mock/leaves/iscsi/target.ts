import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { IscsiAdapter } from '../../model/san.ts';
import type { Vmk } from '../../model/ip.ts';
import { adapter, iscsiAdapterNamed } from './adapter.ts';

const maybeAdapter = str('-A|--adapter', 'Only this adapter.');
const address = required(str('-a|--address', 'Where it is: 192.0.2.10:3260.'));
const targetName = required(str('-n|--name', 'The qualified name of the target.'));

export const TARGET_LEAVES = [
  leaf({
    path: 'iscsi adapter discovery sendtarget list',
    about: 'Lists the addresses that are asked for targets.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      of(host, given.adapter).flatMap((one) => one.sendTargets.map((at) => ({ one, at }))),
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
      of(host, given.adapter).flatMap((one) => one.staticTargets.map((target) => ({ one, target }))),
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
      of(host, given.adapter);
    },
  }),
  leaf({
    path: 'iscsi adapter discovery status get',
    about: 'Tells whether targets are being looked for.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      of(host, given.adapter)
        .map(({ name }) => `${name}: discovery is complete\n`)
        .join(''),
  }),
  leaf({
    path: 'iscsi adapter target list',
    about: 'Lists the targets that were found.',
    options: { adapter: maybeAdapter, name: str('-n|--name', 'Only this target.') },
    read: (host, given) =>
      reached(host, given.adapter).filter(
        ({ target }) => given.name === undefined || target.name === given.name,
      ),
    prints: table<Reached>('IscsiTarget', {
      Adapter: ({ one }) => one.name,
      Target: ({ target }) => target.name,
      Alias: () => '',
      'Discovery Method': ({ how }) => how,
      'Last Error': () => 'No Error',
    }),
  }),
  leaf({
    path: 'iscsi adapter target portal list',
    about: 'Lists the addresses of targets that were found.',
    options: { adapter: maybeAdapter, name: str('-n|--name', 'Only this target.') },
    read: (host, given) =>
      reached(host, given.adapter).filter(
        ({ target }) => given.name === undefined || target.name === given.name,
      ),
    prints: table<Reached>('IscsiTargetPortal', {
      Adapter: ({ one }) => one.name,
      Target: ({ target }) => target.name,
      IP: ({ target }) => target.address.replace(/:\d+$/, ''),
      Port: { value: ({ target }) => Number(/:(\d+)$/.exec(target.address)?.[1] ?? 3260), of: 'integer' },
      Tpgt: { value: ({ target }) => target.portalGroup, of: 'integer' },
    }),
  }),
  leaf({
    path: 'iscsi session list',
    about: 'Lists the sessions with targets.',
    options: {
      adapter: maybeAdapter,
      isid: str('-s|--isid', 'Only this session.'),
      name: str('-n|--name', 'Only with this target.'),
    },
    read: (host, given) =>
      reached(host, given.adapter).filter(
        ({ target, isid }) =>
          (given.name === undefined || target.name === given.name) &&
          (given.isid === undefined || isid === given.isid),
      ),
    prints: records<Reached>(
      'IscsiSession',
      ({ one, target, isid }) => `${one.name},${target.name},${isid}`,
      {
        Adapter: ({ one }) => one.name,
        Target: ({ target }) => target.name,
        ISID: ({ isid }) => isid,
        TargetPortalGroup: ({ target }) => target.portalGroup,
        AuthenticationMethod: ({ one }) => (one.chap.level === 'required' ? 'chap' : 'none'),
        DataPduInOrder: () => true,
        DataSequenceInOrder: () => true,
        DefaultTime2Retain: () => 0,
        DefaultTime2Wait: () => 2,
        ErrorRecoveryLevel: () => 0,
        FirstBurstLength: () => 262_144,
        ImmediateData: () => true,
        InitialR2T: () => false,
        MaxBurstLength: () => 262_144,
        MaxConnections: () => 1,
        MaxOutstandingR2T: () => 1,
        TSIH: () => 0,
      },
    ),
  }),
  leaf({
    path: 'iscsi session connection list',
    about: 'Lists the connections of sessions.',
    options: { adapter: maybeAdapter },
    read: (host, given) => reached(host, given.adapter).map((one) => ({ ...one, host })),
    prints: records<Reached & { host: Host }>(
      'IscsiConnection',
      ({ one, target, isid }) => `${one.name},${target.name},${isid},0`,
      {
        Adapter: ({ one }) => one.name,
        Target: ({ target }) => target.name,
        ISID: ({ isid }) => isid,
        CID: () => 0,
        DataDigest: () => 'NONE',
        HeaderDigest: () => 'NONE',
        IFMarker: () => false,
        MaxRecvDataSegmentLength: () => 131_072,
        MaxTransmitDataSegmentLength: () => 262_144,
        OFMarker: () => false,
        ConnectionAddress: ({ target }) => target.address.replace(/:\d+$/, ''),
        RemoteAddress: ({ target }) => target.address.replace(/:\d+$/, ''),
        LocalAddress: ({ host, one }) => vmkOf(host, one)?.ipv4.address ?? '',
        SessionCreateTime: ({ host }) => host.identity.booted,
        ConnectionCreateTime: ({ host }) => host.identity.booted,
        ConnectionStartTime: ({ host }) => host.identity.booted,
        State: () => 'logged_in',
      },
    ),
  }),
  leaf({
    path: 'iscsi networkportal list',
    about: 'Lists the interfaces that are bound to adapters.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      of(host, given.adapter).flatMap((one) =>
        one.portals.flatMap((name) =>
          host.vmks.filter((vmk) => vmk.name === name).map((vmk) => ({ one, vmk })),
        ),
      ),
    prints: records<{ one: IscsiAdapter; vmk: Vmk }>('IscsiNetworkPortal', ({ one }) => one.name, {
      Adapter: ({ one }) => one.name,
      Vmknic: ({ vmk }) => vmk.name,
      'MAC Address': ({ vmk }) => vmk.mac,
      'MAC Address Valid': () => true,
      IPv4: ({ vmk }) => vmk.ipv4.address,
      'IPv4 Subnet Mask': ({ vmk }) => vmk.ipv4.netmask,
      IPv6: () => '',
      MTU: ({ vmk }) => vmk.mtu,
      'Vlan Supported': () => true,
      'Compliant Status': () => 'compliant',
      'NonCompliant Message': () => '',
      'NonCompliant Remedy': () => '',
      PortGroup: ({ vmk }) => vmk.portGroup,
      'Path Status': () => 'active',
    }),
  }),
  leaf({
    path: 'iscsi networkportal add',
    about: 'Binds an interface to an adapter.',
    options: { adapter, nic: required(str('-n|--nic', 'The interface: vmk1.')) },
    change(host, given) {
      const { portals } = iscsiAdapterNamed(host, given.adapter);
      if (!host.vmks.some(({ name }) => name === given.nic))
        throw new Failure(`Unable to find vmknic ${given.nic}`);
      if (portals.includes(given.nic)) throw new Failure(`${given.nic} is already bound to ${given.adapter}`);
      portals.push(given.nic);
    },
  }),
  leaf({
    path: 'iscsi networkportal remove',
    about: 'Binds an interface to an adapter no more.',
    options: { adapter, nic: required(str('-n|--nic', 'The interface: vmk1.')) },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      if (!one.portals.includes(given.nic))
        throw new Failure(`${given.nic} is not bound to ${given.adapter}`);
      one.portals = one.portals.filter((name) => name !== given.nic);
    },
  }),
  leaf({
    path: 'iscsi logicalnetworkportal list',
    about: 'Lists the interfaces that may be bound to adapters.',
    options: { adapter: maybeAdapter },
    read: (host, given) => of(host, given.adapter).flatMap((one) => host.vmks.map((vmk) => ({ one, vmk }))),
    prints: table<{ one: IscsiAdapter; vmk: Vmk }>('IscsiLogicalNetworkPortal', {
      Adapter: ({ one }) => one.name,
      Vmknic: ({ vmk }) => vmk.name,
      'MAC Address': ({ vmk }) => vmk.mac,
      'MAC Address Valid': { value: () => true, of: 'boolean' },
      Compliant: { value: () => true, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'iscsi physicalnetworkportal list',
    about: 'Lists the NICs that adapters may use.',
    options: { adapter: maybeAdapter },
    read: (host, given) => of(host, given.adapter).flatMap((one) => host.nics.map((nic) => ({ one, nic }))),
    prints: table<{ one: IscsiAdapter; nic: Host['nics'][number] }>('IscsiPhysicalNetworkPortal', {
      Adapter: ({ one }) => one.name,
      Vmnic: ({ nic }) => nic.name,
      'MAC Address': ({ nic }) => nic.mac,
      'MAC Address Valid': { value: () => true, of: 'boolean' },
      'Current Speed': { value: ({ nic }) => nic.speed, of: 'integer' },
      'Max Speed': { value: ({ nic }) => nic.speed, of: 'integer' },
      'Max Frame Size': { value: ({ nic }) => nic.mtu, of: 'integer' },
    }),
  }),
];

/** A target that answers at an address that is asked. */
interface Reached {
  one: IscsiAdapter;
  target: IscsiAdapter['targets'][number];
  how: string;
  isid: string;
}

/** All, or the one. @throws Failure */
const of = (host: Host, name: string | undefined): IscsiAdapter[] =>
  name === undefined ? host.iscsi.adapters : [iscsiAdapterNamed(host, name)];

function reached(host: Host, name: string | undefined): Reached[] {
  return of(host, name).flatMap((one) =>
    one.targets.flatMap((target, i) => {
      const isStatic = one.staticTargets.some(
        (known) => known.name === target.name && known.address === target.address,
      );
      const isSent = one.sendTargets.includes(target.address);
      if (!isStatic && !isSent) return [];
      const how = isSent ? 'SENDTARGETS' : 'STATIC';
      return [{ one, target, how, isid: `00023d${String(i + 1).padStart(6, '0')}` }];
    }),
  );
}

const vmkOf = ({ vmks }: Host, { portals }: IscsiAdapter): Vmk | undefined =>
  vmks.find(({ name }) => portals.includes(name)) ?? vmks[0];

const withPort = (at: string): string =>
  /:\d+$/.test(at) && !/^[0-9a-f:]*:[0-9a-f]*:[0-9a-f:]*$/i.test(at) ? at : `${at}:3260`;
