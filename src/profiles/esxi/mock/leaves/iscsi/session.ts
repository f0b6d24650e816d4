import { leaf } from '../../esxcli/leaf.ts';
import { str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';
import type { Vmk } from '../../model/ip.ts';
import type { IscsiAdapter } from '../../model/san.ts';
import { iscsiAdaptersOf, maybeAdapter } from './adapter.ts';

export const SESSION_LEAVES = [
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
];

/** A target that answers at an address that is asked. */
interface Reached {
  one: IscsiAdapter;
  target: IscsiAdapter['targets'][number];
  how: string;
  isid: string;
}

function reached(host: Host, name: string | undefined): Reached[] {
  return iscsiAdaptersOf(host, name).flatMap((one) =>
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
