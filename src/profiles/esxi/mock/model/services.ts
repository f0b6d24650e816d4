import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

export type Service = Host['services'][number];
export type Ruleset = Host['firewall']['rulesets'][number];

export const newService = (given: Given<Service> & { name: string }): Service =>
  completed<Service>({ name: given.name, label: given.name, running: false, policy: 'off' }, given);

export const newRuleset = (given: Given<Ruleset> & { name: string }): Ruleset =>
  completed<Ruleset>(
    {
      name: given.name,
      enabled: true,
      allowedAll: true,
      allowedIps: [],
      enableConfigurable: true,
      ipsConfigurable: true,
      rules: [],
    },
    given,
  );

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

const rule = (
  direction: 'Inbound' | 'Outbound',
  protocol: string,
  portType: 'Dst' | 'Src',
  begin: number,
  end = begin,
): Ruleset['rules'][number] => ({ direction, protocol, portType, begin, end });

export const defaultFirewall = (): Host['firewall'] => ({
  enabled: true,
  loaded: true,
  defaultPass: false,
  rulesets: [
    newRuleset({ name: 'sshServer', rules: [rule('Inbound', 'TCP', 'Dst', 22)] }),
    newRuleset({ name: 'sshClient', enabled: false, rules: [rule('Outbound', 'TCP', 'Dst', 22)] }),
    newRuleset({ name: 'nfsClient', enabled: false, rules: [rule('Outbound', 'TCP', 'Dst', 0, 65_535)] }),
    newRuleset({
      name: 'dhcp',
      rules: [rule('Inbound', 'UDP', 'Dst', 68), rule('Outbound', 'UDP', 'Src', 68)],
    }),
    newRuleset({
      name: 'dns',
      rules: [rule('Inbound', 'UDP', 'Src', 53), rule('Outbound', 'UDP', 'Dst', 53)],
    }),
    newRuleset({ name: 'snmp', rules: [rule('Inbound', 'UDP', 'Dst', 161)] }),
    newRuleset({ name: 'ntpClient', enabled: false, rules: [rule('Outbound', 'UDP', 'Dst', 123)] }),
    newRuleset({
      name: 'vMotion',
      rules: [rule('Inbound', 'TCP', 'Dst', 8000), rule('Outbound', 'TCP', 'Dst', 8000)],
    }),
    newRuleset({
      name: 'syslog',
      enabled: false,
      rules: [rule('Outbound', 'TCP', 'Dst', 514), rule('Outbound', 'UDP', 'Dst', 514)],
    }),
    newRuleset({
      name: 'remoteSerialPort',
      enabled: false,
      rules: [rule('Outbound', 'TCP', 'Dst', 1024, 65_535)],
    }),
    newRuleset({ name: 'webAccess', rules: [rule('Inbound', 'TCP', 'Dst', 80)] }),
    newRuleset({
      name: 'vSphereClient',
      rules: [rule('Inbound', 'TCP', 'Dst', 443), rule('Inbound', 'TCP', 'Dst', 902)],
    }),
    newRuleset({ name: 'gdbserver', enabled: false, rules: [rule('Inbound', 'TCP', 'Dst', 1000, 9999)] }),
  ],
});

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
