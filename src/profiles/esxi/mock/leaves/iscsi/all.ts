import type { Area } from '../area.ts';
import { ADAPTER_LEAVES } from './adapter.ts';
import { AUTH_LEAVES } from './auth.ts';
import { DISCOVERY_LEAVES } from './discovery.ts';
import { NETWORK_PORTAL_LEAVES } from './network-portal.ts';
import { SESSION_LEAVES } from './session.ts';

export const ISCSI: Area = {
  namespaces: {
    iscsi: 'iSCSI: adapters, targets, sessions.',
    'iscsi adapter': 'iSCSI adapters.',
    'iscsi adapter auth': 'How adapters say who they are.',
    'iscsi adapter auth chap': 'By CHAP.',
    'iscsi adapter capabilities': 'What adapters can do.',
    'iscsi adapter discovery': 'How targets are found.',
    'iscsi adapter discovery sendtarget': 'Addresses that are asked for targets.',
    'iscsi adapter discovery statictarget': 'Targets that are known by name.',
    'iscsi adapter discovery status': 'Whether targets are being looked for.',
    'iscsi adapter firmware': 'Firmware of adapters.',
    'iscsi adapter param': 'Parameters of adapters.',
    'iscsi adapter target': 'Targets that were found.',
    'iscsi adapter target portal': 'Addresses of targets.',
    'iscsi ibftboot': 'What the firmware says of iSCSI.',
    'iscsi logicalnetworkportal': 'Interfaces that may be bound to adapters.',
    'iscsi networkportal': 'Interfaces that are bound to adapters.',
    'iscsi physicalnetworkportal': 'NICs that adapters may use.',
    'iscsi plugin': 'Plugins of iSCSI.',
    'iscsi session': 'Sessions with targets.',
    'iscsi session connection': 'Connections of sessions.',
    'iscsi software': 'The adapter in software.',
  },
  leaves: [
    ...ADAPTER_LEAVES,
    ...AUTH_LEAVES,
    ...DISCOVERY_LEAVES,
    ...NETWORK_PORTAL_LEAVES,
    ...SESSION_LEAVES,
  ],
};
