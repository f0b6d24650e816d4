import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { aHost, type MockHost } from '../a-host.ts';

const GIB = 2 ** 30;

const description: Description = {
  adapters: [
    { name: 'vmhba1', driver: 'lpfc', linkState: 'link-up', uid: 'fc.2000000000000001:2100000000000001' },
  ],
  devices: [
    {
      name: 'naa.1',
      displayName: 'One Disk (naa.1)',
      plugin: 'NMP',
      sizeMB: 102_400,
      uids: ['vml.01'],
      isBoot: true,
    },
    { name: 'naa.2', plugin: 'HPP', sizeMB: 51_200 },
  ],
  paths: [
    { name: 'vmhba1:C0:T0:L0', device: 'naa.1', uid: 'path-1', transport: 'fc' },
    { name: 'vmhba1:C0:T1:L0', device: 'naa.1', uid: 'path-2', transport: 'fc' },
    { name: 'vmhba1:C0:T0:L1', device: 'naa.2', uid: 'path-3' },
  ],
  volumes: [{ name: 'ds', uuid: '1-2-3-4', device: 'naa.1', partition: 2, size: 50 * GIB, free: 40 * GIB }],
  vms: [{ name: 'web', power: 'off', volume: 'ds' }],
};

const onDisk = (host: MockHost, path: string): boolean => existsSync(host.profile.onDisk('default', path));

describe('file systems', () => {
  it('are listed with what is free now, whoever took it', () => {
    const host = aHost(description);
    const line = (): string => host.say('esxcli storage filesystem list').split('\n')[2] ?? '';
    expect(line()).toMatch(
      /^\/vmfs\/volumes\/1-2-3-4 {2}ds .* true {2}VMFS-6 {2}53687091200 {2}42949672960$/,
    );
    expect(host.run('vmkfstools -c 10G /vmfs/volumes/ds/web/more.vmdk')?.exit).toBe(0);
    expect(line()).toMatch(/ 3221\d+$/);
  });

  it('are gone from /vmfs/volumes where they are unmounted, and there again with all that was on them', () => {
    const host = aHost(description);
    expect(onDisk(host, '/vmfs/volumes/ds/web/web.vmx')).toBe(true);
    expect(host.run('esxcli storage filesystem unmount -l ds')).toMatchObject({ stdout: '', exit: 0 });
    expect(onDisk(host, '/vmfs/volumes/ds')).toBe(false);
    expect(onDisk(host, '/vmfs/volumes/1-2-3-4')).toBe(false);
    expect(host.say('esxcli storage vmfs extent list')).not.toContain('1-2-3-4');
    host.run('esxcli storage filesystem mount -u 1-2-3-4');
    expect(onDisk(host, '/vmfs/volumes/ds/web/web.vmx')).toBe(true);
  });

  it('that a running VM is on stay', () => {
    const host = aHost({ ...description, vms: [{ name: 'web', power: 'on', volume: 'ds' }] });
    const said = host.run('esxcli storage filesystem unmount -l ds');
    expect(said).toMatchObject({ exit: 1 });
    expect(said?.stdout).toContain("Volume 'ds' cannot be unmounted. Reason: Busy");
    expect(onDisk(host, '/vmfs/volumes/ds/web/web.vmx')).toBe(true);
  });

  it('of NFS come and go, and are folders that take disks', () => {
    const host = aHost(description);
    const add = 'esxcli storage nfs add -H nas.example.test -s /backup -v nas';
    expect(host.run(add)).toMatchObject({ stdout: '', exit: 0 });
    expect(host.run(add)).toMatchObject({
      stdout:
        'Unable to create new NAS volume.  nas.example.test:/backup is already exported by a volume with the name nas\n',
      exit: 1,
    });
    expect(host.say('esxcfg-nas -l')).toBe('nas is /backup from nas.example.test mounted available\n');
    expect(host.run('vmkfstools -c 1G /vmfs/volumes/nas/a.vmdk')?.exit).toBe(0);
    expect(host.say('esxcfg-nas -d nas')).toBe('NAS volume nas deleted.\n');
    expect(host.say('esxcli storage nfs list').split('\n')).toHaveLength(3);
    expect(onDisk(host, '/vmfs/volumes/nas')).toBe(false);
  });

  it('that are copies are mounted as they are, or as volumes of their own', () => {
    const copy = { uuid: '5-6-7-8', name: 'copied', device: 'naa.2' };
    const asItIs = aHost({ ...description, unresolvedVolumes: [copy] });
    expect(asItIs.say('esxcli storage vmfs snapshot list')).toMatch(/^5-6-7-8\n {3}Volume Name: copied\n/);
    expect(asItIs.run('esxcfg-volume -M copied')?.exit).toBe(0);
    expect(asItIs.say('esxcli storage vmfs snapshot list')).toBe('');
    expect(onDisk(asItIs, '/vmfs/volumes/copied')).toBe(true);
    const own = aHost({
      ...description,
      unresolvedVolumes: [{ ...copy, reason: 'the original volume is still online' }],
    });
    expect(own.run('esxcli storage vmfs snapshot mount -u 5-6-7-8')?.exit).toBe(1);
    expect(own.run('esxcli storage vmfs snapshot resignature -u 5-6-7-8')?.exit).toBe(0);
    expect(own.say('esxcli storage filesystem list')).toMatch(/ snap-[0-9a-f]{8}-copied /);
  });
});

describe('devices and paths', () => {
  it('are seen by esxcli, esxcfg-scsidevs and esxcfg-mpath alike', () => {
    const host = aHost(description);
    host.run(['esxcli', 'storage', 'core', 'device', 'set', '-d', 'naa.1', '--name=Fast one']);
    expect(host.say('esxcli storage core device list -d vml.01')).toMatch(
      /^naa\.1\n {3}Display Name: Fast one\n/,
    );
    expect(host.say('esxcfg-scsidevs -c')).toMatch(/^naa\.1 .* NMP +Fast one$/m);
    expect(host.say('esxcfg-mpath -b')).toMatch(
      /^naa\.1 : Fast one\n {3}vmhba1:C0:T0:L0 LUN:0 state:active fc /,
    );
    expect(host.say('esxcfg-scsidevs -m')).toMatch(
      /^naa\.1:2 +\/vmfs\/devices\/disks\/naa\.1:2 1-2-3-4 {2}0 {2}ds\n$/,
    );
  });

  it('that are turned off are detached, unless they are in use', () => {
    const host = aHost(description);
    expect(host.run('esxcli storage core device set --state=off -d naa.1')?.stdout).toMatch(
      /^Unable to set device's status/,
    );
    expect(host.run('esxcli storage core device set --state=off -d naa.2')?.exit).toBe(0);
    expect(host.say('esxcli storage core device detached list')).toMatch(/^naa\.2 {7}off$/m);
    expect(host.say('esxcli storage core path list -d naa.2')).toContain('\n   State: off\n');
    host.run('esxcli storage core device detached remove --all');
    expect(host.say('esxcli storage core device detached list').split('\n')).toHaveLength(3);
  });

  it('take the path that a policy chooses', () => {
    const host = aHost(description);
    const told = (): string => host.say('esxcli storage nmp device list -d naa.1');
    expect(told()).toContain(
      '\n   Path Selection Policy Device Config: {preferred=vmhba1:C0:T0:L0;current=vmhba1:C0:T0:L0}\n',
    );
    host.run('esxcli storage nmp psp fixed deviceconfig set -d naa.1 -p vmhba1:C0:T1:L0');
    expect(told()).toContain('{preferred=vmhba1:C0:T1:L0;current=vmhba1:C0:T1:L0}');
    host.run('esxcfg-mpath -s off -P vmhba1:C0:T1:L0');
    expect(told()).toContain('{preferred=vmhba1:C0:T1:L0;current=vmhba1:C0:T0:L0}');
    host.run('esxcli storage nmp device set -d naa.1 -P VMW_PSP_RR');
    host.run('esxcli storage nmp psp roundrobin deviceconfig set -d naa.1 -t iops -I 1');
    expect(told()).toContain('{policy=iops,iops=1,bytes=10485760,useANO=0;');
    expect(host.run('esxcli storage nmp psp fixed deviceconfig get -d naa.1')?.exit).toBe(1);
  });

  it('are claimed by rules, which are kept first, and in force once they are loaded', () => {
    const host = aHost(description);
    host.run('esxcli storage core claimrule add -r 500 -t vendor -V ACME -P MASK_PATH');
    expect(host.say('esxcli storage core claimrule list')).toMatch(
      /^MP +500 {2}file +vendor +MASK_PATH +vendor=ACME model=\*/m,
    );
    host.run('esxcli storage core claimrule load');
    expect(host.say('esxcli storage core claimrule list')).toMatch(/^MP +500 {2}runtime /m);
    expect(host.run('esxcli storage core claimrule add -r 500 -t vendor -V X -P NMP')?.exit).toBe(1);
  });

  it('that there are none of are told of', () => {
    const host = aHost(description);
    expect(host.run('esxcli storage core device list -d naa.9')).toMatchObject({
      stdout: 'Unable to find device with name naa.9\n',
      exit: 1,
    });
  });
});

describe('partedUtil', () => {
  it('shows the partitions of the volumes on a device, and esxcli the same', () => {
    const host = aHost(description);
    expect(host.say('partedUtil getptbl /vmfs/devices/disks/naa.1')).toBe(
      [
        'gpt',
        '13054 255 63 209715200',
        '1 64 204863 C12A7328F81F11D2BA4B00A0C93EC93B systemPartition 128',
        '2 206848 209715166 AA31E02A400F11DB9590000C2911D1B8 vmfs 0\n',
      ].join('\n'),
    );
    expect(host.say('esxcli storage core device partition list -d naa.1')).toMatch(
      /^naa\.1 +2 +206848 +209715167 +fb /m,
    );
  });

  it('tells what it writes, and whether that fits', () => {
    const host = aHost(description);
    const set = (end: number) =>
      host.run([
        'partedUtil',
        'setptbl',
        '/dev/disks/naa.2',
        'gpt',
        `1 2048 ${end} AA31E02A400F11DB9590000C2911D1B8 0`,
      ]);
    expect(host.say('partedUtil getptbl /dev/disks/naa.2')).toBe('unknown\n6527 255 63 104857600\n');
    expect(set(999_999_999)).toMatchObject({
      stdout: 'gpt\n0 0 0 0\n1 2048 999999999 AA31E02A400F11DB9590000C2911D1B8 0\n',
      stderr: 'Error: Unable to satisfy all constraints on the partition.\n',
      exit: 255,
    });
    expect(set(104_857_566)?.exit).toBe(0);
    expect(onDisk(host, '/dev/disks/naa.2:1')).toBe(true);
    expect(host.say('partedUtil getUsableSectors /dev/disks/naa.2')).toBe('34 104857566\n');
    expect(host.run('partedUtil delete /dev/disks/naa.2 1')?.exit).toBe(0);
    expect(host.run('partedUtil delete /vmfs/devices/disks/naa.1 2')).toMatchObject({ exit: 255 });
  });
});

describe('iSCSI, NVMe and vSAN', () => {
  it('have an adapter in software once it is enabled, which storage has too', () => {
    const host = aHost(description);
    expect(host.say('esxcli iscsi software get')).toBe('false\n');
    expect(host.say('esxcli iscsi software set --enabled=true')).toBe('Software iSCSI Enabled\n');
    expect(host.say('esxcli iscsi adapter list')).toMatch(
      /^vmhba64 {2}iscsi_vmk {2}online {2}iscsi\.vmhba64 {2}iSCSI Software Adapter$/m,
    );
    expect(host.say('esxcli storage core adapter list')).toMatch(/^vmhba64 +iscsi_vmk +online /m);
    host.run('esxcli iscsi adapter discovery sendtarget add -A vmhba64 -a 192.0.2.9');
    expect(host.say('esxcli iscsi adapter discovery sendtarget list')).toBe(
      'Adapter  Sendtarget\n-------  ----------\nvmhba64  192.0.2.9:3260\n',
    );
    host.run('esxcli iscsi software set -e false');
    expect(host.say('esxcli storage core adapter list')).not.toContain('vmhba64');
  });

  it('never tell a secret of CHAP', () => {
    const host = aHost(description);
    host.run('esxcli iscsi software set -e true');
    host.run('esxcli iscsi adapter auth chap set -A vmhba64 -d uni -l required -N me -S very-secret-words');
    for (const formatter of ['', '--formatter=json ', '--formatter=xml ', '--formatter=keyvalue ']) {
      const said = host.say(`esxcli ${formatter}iscsi adapter auth chap get -A vmhba64 -d uni`);
      expect(said).toContain('required');
      expect(said).not.toContain('very-secret-words');
    }
  });

  it('join clusters and connect to controllers', () => {
    const host = aHost(description);
    expect(host.run('esxcli vsan cluster get')).toMatchObject({
      stdout: 'vSAN Clustering is not enabled on this host\n',
      exit: 1,
    });
    host.run('esxcli vsan cluster new');
    expect(host.say('esxcli vsan cluster get')).toMatch(/^Cluster Information\n {3}Enabled: true\n/);
    host.run('esxcli nvme fabrics enable -p TCP -d vmnic0');
    host.run('esxcli nvme fabrics connect -a vmhba64 -i 192.0.2.9 -s nqn.2026-01.test:one');
    expect(host.say('esxcli nvme controller list')).toMatch(
      /^nqn\.2026-01\.test:one#vmhba64#192\.0\.2\.9:4420 +256 {2}vmhba64 {2}TCP +true$/m,
    );
  });
});
