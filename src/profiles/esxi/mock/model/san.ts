import { completed, type Given } from './completed.ts';
import { hexOf, uuidOf } from './derived.ts';
import type { Host } from './host.ts';

export type IscsiAdapter = Host['iscsi']['adapters'][number];
export type Chap = IscsiAdapter['chap'];
export type Nvme = Host['nvme'];
export type Vsan = Host['vsan'];

const NO_CHAP: Chap = { level: 'prohibited', name: '', secret: '' };

export const newIscsiAdapter = (
  given: Given<IscsiAdapter> & { name: string },
  hostName: string,
): IscsiAdapter =>
  completed<IscsiAdapter>(
    {
      name: given.name,
      driver: 'iscsi_vmk',
      state: 'online',
      description: 'iSCSI Software Adapter',
      iqn: `iqn.1998-01.com.vmware:${hostName}-${hexOf(`iscsi ${hostName} ${given.name}`, 8)}`,
      alias: '',
      vendor: 'VMware',
      model: 'iSCSI Software Adapter',
      hardwareVersion: '',
      asicVersion: '',
      firmwareVersion: '',
      serialNumber: '',
      isUsingTcpOffload: false,
      chap: { ...NO_CHAP },
      mutualChap: { ...NO_CHAP },
      params: {},
      sendTargets: [],
      staticTargets: [],
      targets: [],
      portals: [],
    },
    given,
  );

export const defaultNvme = (hostName: string): Nvme => ({
  hostNqn: `nqn.2014-08.com.vmware:nvme:${hostName}`,
  adapters: [],
  controllers: [],
  namespaces: [],
});

export const defaultVsan = (hostName: string): Vsan => ({
  enabled: false,
  cluster: '',
  node: uuidOf(`vsan node ${hostName}`),
  members: [],
  faultDomain: '',
  datastore: 'vsanDatastore',
  automode: false,
  vmks: [],
  disks: [],
  policies: Object.fromEntries(
    ['cluster', 'vdisk', 'vmnamespace', 'vmswap', 'vmem'].map((kind) => [
      kind,
      kind === 'vmswap' || kind === 'vmnamespace' || kind === 'vmem'
        ? '(("hostFailuresToTolerate" i1) ("forceProvisioning" i1))'
        : '(("hostFailuresToTolerate" i1))',
    ]),
  ),
  unicast: [],
});
