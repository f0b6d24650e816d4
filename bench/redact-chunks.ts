import { randomBytes } from 'node:crypto';

const SIZE = 64 * 1024;

/** What an ESXi host lists, invented: tables, blocks, settings, XML, with words of secrets where they have them. */
const HOST = `Name    PCI Device    Driver  Admin Status  Link Status  Speed  Duplex  MAC Address         MTU  Description
------  ------------  ------  ------------  -----------  -----  ------  -----------------  ----  -----------
vmnic0  0000:02:00.0  ixgben  Up            Up           10000  Full    00:25:b5:00:00:1f  9000  Intel(R) 82599 10 Gigabit
vmnic1  0000:02:00.1  ixgben  Up            Down             0  Half    00:25:b5:00:00:2f  1500  Intel(R) 82599 10 Gigabit
   Product: VMware ESXi
   Version: 8.0.2
   Acceptance Level: CommunitySupported
   Host Bundles: 12
naa.60003ff44dc75adc0000000000000001
   Display Name: Invented iSCSI Disk (naa.60003ff44dc75adc0000000000000001)
   Has Settable Display Name: true
   Size: 102400
   Device Type: Direct-Access
   Multipath Plugin: NMP
   Devfs Path: /vmfs/devices/disks/naa.60003ff44dc75adc0000000000000001
   Vendor: INVENTED
   Model: Virtual Disk
   Is Pseudo: false
   Status: on
   VAAI Status: supported
   Is Shared Clusterwide: true
   Queue Full Sample Size: 0
   Path: /Security/PasswordHistory
   Type: integer
   Int Value: 0
   Description: Number of passwords to remember for each user, which prevents duplicate or similar passwords
   Path: /Net/TcpipHeapMax
   Default Int Value: 1536
   Min Value: 32
   Max Value: 4096
   Description: Maximum megabytes the TCP/IP heap may grow to. (REQUIRES REBOOT!)
<?xml version="1.0" encoding="utf-8"?>
 <list type="structure"><structure typeName="NetworkInterface"><field name="AdminStatus"><string>Up</string></field>
 <field name="MACAddress"><string>00:25:b5:00:00:1f</string></field><field name="MTU"><integer>9000</integer></field></structure></list>
tcp         0       0  127.0.0.1:8307        127.0.0.1:30152       ESTABLISHED   2099563  newreno  hostd-worker
tcp         0       0  0.0.0.0:443           0.0.0.0:0             LISTEN        2100011  newreno  rhttpproxy
vmkernel                 2  true      1024  CommunitySupported
net-community            7.0.3-0.0.1        VMW     VMwareCertified   2024-01-01
`;

/** What hostd and the kernel write, invented. */
const LOG = `2026-01-02T03:04:05.678Z info hostd[2099563] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 1234 : User root@127.0.0.1 logged in as pyvmomi
2026-01-02T03:04:05.679Z verbose hostd[2099564] [Originator@6876 sub=PropertyProvider opID=5f2a-11] RecordOp ASSIGN: latestEvent, ha-eventmgr. Applied change to temp map.
2026-01-02T03:04:06.001Z cpu3:2097654)NMP: nmp_ThrottleLogForDevice:3856: Cmd 0x1a (0x45b9c0e4, 0) to dev "mpx.vmhba0:C0:T0:L0" on path "vmhba0:C0:T0:L0" Failed: H:0x0 D:0x2 P:0x0
2026-01-02T03:04:06.120Z info hostd[2099570] [Originator@6876 sub=Default opID=esxcli-4c-12 user=root] Accepted password for user root from 127.0.0.1
2026-01-02T03:04:06.220Z warning hostd[2099570] [Originator@6876 sub=VigorStatsProvider(0000001b)] AddVirtualMachine: VM '7' already registered
2026-01-02T03:04:07.340Z cpu0:2097187)ScsiDeviceIO: 4176: Cmd(0x45d9) 0x9e, CmdSN 0x1 from world 0 to dev "naa.60003ff44dc75adc0000000000000001" failed
2026-01-02T03:04:08.000Z In(14) vobd[2097800]:  [netCorrelator] 1234567us: [vob.net.vmnic.linkstate.up] vmnic vmnic0 linkstate up
`;

const repeated = (text: string): Buffer =>
  Buffer.from(text.repeat(Math.ceil(SIZE / text.length)), 'latin1').subarray(0, SIZE);

/** A chunk as a pipe brings it, again and again. */
export const CHUNKS: Readonly<Record<string, Buffer>> = {
  'host text': repeated(HOST),
  'log lines': repeated(LOG),
  binary: randomBytes(SIZE),
};
