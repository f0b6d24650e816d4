/** What the names of guests' systems are in full: of ids as the API has them (VirtualMachineGuestOsIdentifier). */
const NAMES: Readonly<Record<string, string>> = {
  almalinux_64Guest: 'AlmaLinux (64-bit)',
  asianux3_64Guest: 'Asianux 3 (64-bit)',
  centos64Guest: 'CentOS 4/5 (64-bit)',
  centosGuest: 'CentOS 4/5 (32-bit)',
  centos7_64Guest: 'CentOS 7 (64-bit)',
  centos8_64Guest: 'CentOS 8 (64-bit)',
  centos9_64Guest: 'CentOS 9 (64-bit)',
  coreos64Guest: 'CoreOS Linux (64-bit)',
  crxSys1Guest: 'CRX Pod 1 (64-bit)',
  debian9_64Guest: 'Debian GNU/Linux 9 (64-bit)',
  debian10_64Guest: 'Debian GNU/Linux 10 (64-bit)',
  debian11_64Guest: 'Debian GNU/Linux 11 (64-bit)',
  debian12_64Guest: 'Debian GNU/Linux 12 (64-bit)',
  fedora64Guest: 'Red Hat Fedora (64-bit)',
  freebsd12_64Guest: 'FreeBSD 12 (64-bit)',
  freebsd13_64Guest: 'FreeBSD 13 (64-bit)',
  oracleLinux8_64Guest: 'Oracle Linux 8 (64-bit)',
  otherGuest: 'Other (32-bit)',
  otherGuest64: 'Other (64-bit)',
  other3xLinux64Guest: 'Other 3.x Linux (64-bit)',
  other4xLinux64Guest: 'Other 4.x Linux (64-bit)',
  other5xLinux64Guest: 'Other 5.x Linux (64-bit)',
  otherLinuxGuest: 'Other Linux (32-bit)',
  otherLinux64Guest: 'Other Linux (64-bit)',
  rhel7_64Guest: 'Red Hat Enterprise Linux 7 (64-bit)',
  rhel8_64Guest: 'Red Hat Enterprise Linux 8 (64-bit)',
  rhel9_64Guest: 'Red Hat Enterprise Linux 9 (64-bit)',
  rockylinux_64Guest: 'Rocky Linux (64-bit)',
  sles12_64Guest: 'SUSE Linux Enterprise 12 (64-bit)',
  sles15_64Guest: 'SUSE Linux Enterprise 15 (64-bit)',
  ubuntuGuest: 'Ubuntu Linux (32-bit)',
  ubuntu64Guest: 'Ubuntu Linux (64-bit)',
  vmkernel65Guest: 'VMware ESXi 6.5 or later',
  vmkernel7Guest: 'VMware ESXi 7.0 or later',
  vmkernel8Guest: 'VMware ESXi 8.0 or later',
  vmwarePhoton64Guest: 'VMware Photon OS (64-bit)',
  windows7_64Guest: 'Microsoft Windows 7 (64-bit)',
  windows9_64Guest: 'Microsoft Windows 10 (64-bit)',
  windows11_64Guest: 'Microsoft Windows 11 (64-bit)',
  windows9Server64Guest: 'Microsoft Windows Server 2016 or later (64-bit)',
  windows2019srv_64Guest: 'Microsoft Windows Server 2019 (64-bit)',
  windows2019srvNext_64Guest: 'Microsoft Windows Server 2022 (64-bit)',
  winXPProGuest: 'Microsoft Windows XP Professional (32-bit)',
};

/** A host calls a system that it does not know by how many bits it has. */
export const guestNameOf = (guestId: string): string =>
  NAMES[guestId] ?? (guestId.includes('64') ? 'Other (64-bit)' : 'Other (32-bit)');

/** Of the name in a configuration file, `ubuntu-64`, the id of the API, `ubuntu64Guest`. */
export function guestIdOf(guestOs: string): string {
  if (guestOs === 'other-64') return 'otherGuest64';
  const name = guestOs
    .replace(/^(other(?:\dx)?)linux/, '$1Linux')
    .replace(/^(windows[789])srv/, '$1Server')
    .replace(/^vmware-photon/, 'vmwarePhoton')
    .replace(/^oraclelinux/, 'oracleLinux');
  const isSpaced = /(?:\d|srv|srvNext|rockylinux|almalinux)-64$/.test(name) && !name.endsWith('Server-64');
  return `${name.replace(/-64$/, isSpaced ? '_64' : '64')}Guest`;
}

/** And back. */
export function guestOsOf(guestId: string): string {
  if (guestId === 'otherGuest64') return 'other-64';
  return guestId
    .replace(/Guest$/, '')
    .replace(/_?64$/, '-64')
    .replace(/^(other(?:\dx)?)Linux/, '$1linux')
    .replace(/^(windows[789])Server/, '$1srv')
    .replace(/^vmwarePhoton/, 'vmware-photon')
    .replace(/^oracleLinux/, 'oraclelinux');
}
