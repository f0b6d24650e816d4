/** What an ESXi host's own busybox answers to; what of it the one of this machine lacks is not there. */
export const APPLETS: ReadonlySet<string> = new Set(
  (
    '[ [[ ash awk basename cat chgrp chmod chown chvt cksum clear cp crond cut date dd diff dirname dnsdomainname du ' +
    'echo egrep env expr false fgrep find getty grep groups gunzip gzip head hexdump hostname kill ln logger login ls ' +
    'lzop md5sum mkdir mkfifo mktemp more mv nohup od passwd printf readlink reset resize rm rmdir sed seq setsid sh ' +
    'sha1sum sha256sum sha512sum sleep sort stat stty sum sync tail tar tee test time timeout touch true uname uniq ' +
    'unzip usleep vi watch wc which who xargs zcat'
  ).split(' '),
);

/**
 * Commands that such a host has besides: what of them the profile does not have goes to the deck all the same, where
 * hooks and cassettes may answer, and it is told if none does.
 */
export const COMMANDS: readonly string[] = (
  'chkconfig configstorecli df dmesg esxcfg-advcfg esxcfg-dumppart esxcfg-fcoe esxcfg-hwiscsi esxcfg-info esxcfg-ipsec ' +
  'esxcfg-module esxcfg-mpath esxcfg-nas esxcfg-nics esxcfg-rescan esxcfg-resgrp esxcfg-route esxcfg-scsidevs ' +
  'esxcfg-swiscsi esxcfg-vmknic esxcfg-volume esxcfg-vswitch esxcli esxtop ethtool halt ip ipcs irqinfo localcli lsof ' +
  'lspci memstats nc net-dvs net-stats netstat nsxdp-cli ntpq openssl partedUtil pgrep pidof ping ping6 pktcap-uw ' +
  'pkill poweroff ps python reboot services.sh sqlite3 tcpdump-uw traceroute uptime vdf vds-vsipioctl vim-cmd ' +
  'vmdumper vmfsfilelockinfo vmkbacktrace vmkchdev vmkdump_extract vmkerrcode vmkfstools vmkiscsi-tool vmkload_mod ' +
  'vmkmkdev vmkperf vmkping vmkramdisk vmkvsitools vmtar vmware vmware-vim-cmd voma vsanmetrics vsantop vscsiStats ' +
  'vsish xkbcomp'
).split(' ');

/** Scripts of /etc/init.d. */
export const SERVICES: readonly string[] =
  'DCUI ESXShell SSH hostd lbtd lwsmd nfsgssd ntpd rhttpproxy sfcbd-watchdog slpd snmpd vpxa'.split(' ');
