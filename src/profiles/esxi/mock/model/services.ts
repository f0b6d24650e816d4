import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

export type Service = Host['services'][number];

export const newService = (given: Given<Service> & { name: string }): Service =>
  completed<Service>({ name: given.name, label: given.name, running: false, policy: 'off' }, given);

export const newAccount = (given: Given<Host['accounts'][number]> & { id: string }) =>
  completed<Host['accounts'][number]>(
    { id: given.id, description: '', shellAccess: true, password: '' },
    given,
  );

export const newPermission = (given: Given<Host['permissions'][number]> & { principal: string }) =>
  completed<Host['permissions'][number]>(
    { principal: given.principal, isGroup: false, role: 'Admin', roleDescription: 'Full access rights' },
    given,
  );

export const defaultServices = (): Service[] => [
  newService({ name: 'DCUI', label: 'Direct Console UI', running: true, policy: 'on' }),
  newService({ name: 'TSM', label: 'ESXi Shell' }),
  newService({ name: 'TSM-SSH', label: 'SSH', running: true, policy: 'on' }),
  newService({ name: 'ntpd', label: 'NTP Daemon' }),
  newService({ name: 'hostd', label: 'hostd', running: true, policy: 'on' }),
  newService({ name: 'vpxa', label: 'VMware vCenter Agent', policy: 'on' }),
  newService({ name: 'snmpd', label: 'SNMP Server', policy: 'on' }),
  newService({ name: 'slpd', label: 'slpd' }),
];

export const defaultAccounts = (): Host['accounts'] => [
  newAccount({ id: 'root', description: 'Administrator' }),
  newAccount({ id: 'dcui', description: 'DCUI User' }),
  newAccount({
    id: 'vpxuser',
    description: 'VMware VirtualCenter administration account',
    shellAccess: false,
  }),
];

export const defaultPermissions = (): Host['permissions'] =>
  ['dcui', 'root', 'vpxuser'].map((principal) => newPermission({ principal }));

export const defaultNtp = (): Host['ntp'] => ({
  enabled: false,
  logLevel: 'warning',
  servers: [],
  pinned: false,
  config: ['restrict default nomodify notrap nopeer noquery', 'driftfile /etc/ntp.drift'],
});

export const defaultSnmp = (): Host['snmp'] => ({
  enabled: false,
  port: 161,
  communities: [],
  targets: [],
  users: [],
  logLevel: 'warning',
  engineId: '00000063000000a100000000',
  contact: '',
  location: '',
  hwsrc: 'indications',
  authentication: '',
  privacy: '',
  largeStorage: true,
  noTraps: [],
  remoteUsers: [],
  v3Targets: [],
});

/** As an 8.0 host has it. */
export const defaultSsh = (): Host['ssh'] => ({
  allowtcpforwarding: 'no',
  banner: '/etc/issue',
  ciphers: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
  clientalivecountmax: '3',
  clientaliveinterval: '200',
  compression: 'no',
  fipsmode: 'yes',
  gatewayports: 'no',
  hostbasedauthentication: 'no',
  ignorerhosts: 'yes',
  loglevel: 'info',
  passwordauthentication: 'no',
  permitrootlogin: 'yes',
  permittunnel: 'no',
  permituserenvironment: 'no',
  port: '22',
  strictmodes: 'yes',
});
