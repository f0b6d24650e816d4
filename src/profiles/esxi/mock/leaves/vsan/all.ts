import type { Area } from '../area.ts';
import { CLUSTER_LEAVES } from './cluster.ts';
import { VSAN_STORAGE_LEAVES } from './storage.ts';

export const VSAN: Area = {
  namespaces: {
    vsan: 'vSAN: cluster, network, disks, policies.',
    'vsan cluster': 'The cluster that the host is in.',
    'vsan cluster unicastagent': 'The other nodes of the cluster.',
    'vsan datastore': 'The vSAN datastore.',
    'vsan datastore name': 'Its name.',
    'vsan faultdomain': 'The fault domain of the host.',
    'vsan health': 'How the cluster is.',
    'vsan health cluster': 'How the cluster is.',
    'vsan network': 'The interfaces that vSAN uses.',
    'vsan network ip': 'Those of IP.',
    'vsan policy': 'The policies that objects get.',
    'vsan storage': 'The disks that vSAN has.',
    'vsan storage automode': 'Whether it takes disks by itself.',
  },
  leaves: [...CLUSTER_LEAVES, ...VSAN_STORAGE_LEAVES],
};
