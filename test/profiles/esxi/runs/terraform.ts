import { expect } from 'vitest';

/** Executes over SSH, merging both streams and trimming, as the provider's client does. */
export type Asks = (command: string) => Promise<{ said: string; code: number }>;

/** A vSwitch, a port group on it, a virtual disk: created, read, updated, deleted, as josenk/terraform-provider-esxi asks. */
export async function terraformRun(ask: Asks): Promise<void> {
  await configure(ask);
  await switches(ask);
  await disks(ask);
}

async function configure(ask: Asks): Promise<void> {
  expect(await ask('vmware --version')).toEqual({ said: 'VMware ESXi 8.0.2 build-22380479', code: 0 });
  expect(await ask('mkdir -p ~')).toEqual(NOTHING);
}

async function switches(ask: Asks): Promise<void> {
  const vss = 'esxcli network vswitch standard';
  expect(await ask(`${vss} add -P 128 -v "th switch"`)).toEqual(NOTHING);
  expect(await ask(`${vss} add -P 128 -v "th switch"`)).toMatchObject({
    said: expect.stringContaining('already exists') as string,
    code: 1,
  });
  expect(await ask(`${vss} set -m 9000 -c "listen" -v "th switch"`)).toEqual(NOTHING);
  expect(await ask(`${vss} policy security set -f true -m false -p true -v "th switch"`)).toEqual(NOTHING);
  expect((await ask(`${vss} list -v "th switch"`)).said).toMatch(/^ {3}Uplinks: ?$/m);
  expect(await ask(`${vss} uplink add -u "vmnic1" -v "th switch"`)).toEqual(NOTHING);
  expect(await ask(`${vss} uplink add -u "vmnic99" -v "th switch"`)).toMatchObject({
    said: expect.stringContaining('Not a valid pnic') as string,
  });
  const { said } = await ask(`${vss} list -v "th switch"`);
  expect(said).toMatch(/^ {3}Uplinks: vmnic1$/m);
  expect(said).toMatch(/^ {3}MTU: 9000$/m);
  expect(said).toMatch(/^ {3}CDP Status: listen$/m);
  expect(
    (await ask(`${vss} policy security get -v "th switch"`)).said.split('\n').map((line) => line.trim()),
  ).toEqual(['Allow Promiscuous: true', 'Allow MAC Address Change: false', 'Allow Forged Transmits: true']);

  const group = `${vss} portgroup`;
  expect(await ask(`${group} add -v "th switch" -p "th group"`)).toEqual(NOTHING);
  expect(await ask(`${group} set -v "7" -p "th group"`)).toEqual(NOTHING);
  const policy = '--allow-promiscuous=true --allow-forged-transmits=true --allow-mac-change=true';
  expect(await ask(`${group} policy security set -p "th group" -u ${policy}`)).toEqual(NOTHING);
  expect((await ask(`${group} list |grep -m 1 "^th group  "`)).said).toMatch(/^th group +th switch +0 +7$/);
  const csv = (
    await ask(`esxcli --formatter=csv network vswitch standard portgroup policy security get -p "th group"`)
  ).said;
  expect(csv.split('\n')).toHaveLength(2);
  expect(csv).toContain('AllowPromiscuous,');
  expect(await ask(`${group} remove -v "th switch" -p "th group"`)).toEqual(NOTHING);
  expect(await ask(`${group} list |grep -m 1 "^th group  "`)).toEqual({ said: '', code: 1 });
  expect(await ask(`${vss} uplink remove -u "vmnic1" -v "th switch"`)).toEqual(NOTHING);
  expect(await ask(`${vss} remove -v "th switch"`)).toEqual(NOTHING);
  expect((await ask(`${vss} list -v "th switch"`)).code).toBe(1);
}

async function disks(ask: Asks): Promise<void> {
  const stores = `esxcli storage filesystem list | grep '/vmfs/volumes/.*[VMFS|NFS]' |awk '{for(i=2;i<=NF-5;++i)printf $i" " ; printf "\\n"}'`;
  expect((await ask(stores)).said.split('\n').map((name) => name.trim())).toContain('datastore1');
  expect(await ask('esxcli storage filesystem rescan')).toEqual(NOTHING);
  const folder = '/vmfs/volumes/datastore1/th disk';
  const disk = `${folder}/th.vmdk`;
  expect((await ask(`ls -d "${folder}"`)).code).toBe(1);
  expect((await ask(`test -s "${disk}"`)).code).toBe(1);
  expect(await ask(`mkdir -p "${folder}"`)).toEqual(NOTHING);
  expect((await ask(`ls -l "${disk}"`)).said).toContain('No such file or directory');
  expect((await ask(`/bin/vmkfstools -c 1G -d zeroedthick "${disk}"`)).code).toBe(0);
  expect(await ask(`test -s "${disk}"`)).toEqual(NOTHING);
  const flat = `ls -l "${folder}/th-flat.vmdk" | awk '{print $5}'`;
  expect(await ask(flat)).toEqual({ said: String(2 ** 30), code: 0 });
  const kinds: string[] = [];
  for (const kind of ['VMFS Z- LVID:', 'VMFS -- LVID:', 'NOMP -- :']) {
    const { said, code } = await ask(`vmkfstools -t0 "${disk}" |grep -q '${kind}' && echo true`);
    kinds.push(`${said}${code}`);
  }
  expect(kinds).toEqual(['true0', '1', '1']);
  expect((await ask(`/bin/vmkfstools -X 2G "${disk}"`)).code).toBe(0);
  expect(await ask(flat)).toEqual({ said: String(2 ** 31), code: 0 });
  expect(await ask(`ls -al "${folder}/" |wc -l`)).toEqual({ said: '5', code: 0 });
  expect(await ask(`/bin/vmkfstools -U "${disk}"`)).toEqual(NOTHING);
  expect(await ask(`ls -al "${folder}/" |wc -l`)).toEqual({ said: '3', code: 0 });
  expect(await ask(`rmdir "${folder}"`)).toEqual(NOTHING);
}

const NOTHING = { said: '', code: 0 };
