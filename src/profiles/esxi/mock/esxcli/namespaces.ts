/** What help says of namespaces; those that are not here have a plain line. */
export const NAMESPACES: Readonly<Record<string, string>> = {
  network: 'What concerns the network of the host: NICs, virtual switches, interfaces, firewall.',
  'network nic': 'Physical NICs: their list, their state and their settings.',
  'network vswitch': 'Virtual switches.',
  'network vswitch standard': 'Standard virtual switches.',
  system: 'What concerns the system as a whole.',
  'system hostname': 'The name of the host.',
  'system version': 'The version of the host.',
  vm: 'Virtual machines.',
  'vm process': 'Virtual machines that run.',
};
