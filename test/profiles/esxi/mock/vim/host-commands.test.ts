import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceProblems } from '../../../../../src/profiles/esxi/mock/model/references.ts';
import { host as wholeHost } from '../../../../../src/profiles/esxi/mock/model/schema/host.ts';
import { randomOf } from '../../../../../src/profiles/esxi/mock/random.ts';
import { COMMANDS } from '../../../../../src/profiles/esxi/mock/vim/commands/all.ts';
import { aHost } from '../a-host.ts';

describe('resource pools', () => {
  it('are made, set, renamed, and gone, and their VMs with the one above', () => {
    const host = aHost({ vms: [{ name: 'a' }] });
    const make =
      'vim-cmd hostsvc/rsrc/create --cpu-min=100 --cpu-shares=high --mem-max=512 ha-root-pool "my pool"';
    expect(host.say(make)).toBe("'vim.ResourcePool:pool0'\n");
    expect(host.run(make)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('DuplicateName') as string,
    });
    host.say('vim-cmd hostsvc/rsrc/pool_config_set --mem-shares=123 --cpu-min-expandable=false pool0');
    expect(host.say('vim-cmd hostsvc/rsrc/pool_config_get pool0')).toBe(
      [
        '(vim.ResourceConfigSpec) {',
        "   entity = 'vim.ResourcePool:pool0', ",
        '   changeVersion = <unset>, ',
        '   lastModified = <unset>, ',
        '   cpuAllocation = (vim.ResourceAllocationInfo) {',
        '      reservation = 100, ',
        '      expandableReservation = false, ',
        '      limit = -1, ',
        '      shares = (vim.SharesInfo) {',
        '         shares = 8000, ',
        '         level = "high"',
        '      }, ',
        '      overheadLimit = <unset>',
        '   }, ',
        '   memoryAllocation = (vim.ResourceAllocationInfo) {',
        '      reservation = 0, ',
        '      expandableReservation = true, ',
        '      limit = 512, ',
        '      shares = (vim.SharesInfo) {',
        '         shares = 123, ',
        '         level = "custom"',
        '      }, ',
        '      overheadLimit = <unset>',
        '   }',
        '}\n',
      ].join('\n'),
    );
    host.say('vim-cmd hostsvc/rsrc/rename pool0 other');
    expect(host.host.resourcePools.map(({ name }) => name)).toEqual(['Resources', 'other']);
    expect(host.run('vim-cmd hostsvc/rsrc/destroy pool0')).toMatchObject({ exit: 0, stdout: '' });
    expect(host.run('vim-cmd hostsvc/rsrc/pool_config_get pool0')).toMatchObject({
      exit: 1,
      stdout: expect.stringMatching(/ManagedObjectNotFound[\s\S]*has already been deleted/) as string,
    });
    expect(host.run('vim-cmd hostsvc/rsrc/destroy ha-root-pool')).toMatchObject({ exit: 1 });
  });
});

describe('what starts with the host', () => {
  it('is listed as it was set, until the VM is gone', () => {
    const host = aHost();
    const get = 'vim-cmd hostsvc/autostartmanager/get_autostartseq';
    expect(host.say(get)).toBe('(vim.host.AutoStartManager.AutoPowerInfo) []\n');
    const update = 'vim-cmd hostsvc/autostartmanager/update_autostartentry';
    expect(host.say(`${update} 2 PowerOn 120 1 systemDefault 60 systemDefault`)).toBe(
      'Updated AutoStart Order\n',
    );
    expect(host.say(get)).toBe(
      [
        '(vim.host.AutoStartManager.AutoPowerInfo) [',
        '   (vim.host.AutoStartManager.AutoPowerInfo) {',
        "      key = 'vim.VirtualMachine:2', ",
        '      startOrder = 1, ',
        '      startDelay = 120, ',
        '      waitForHeartbeat = "systemDefault", ',
        '      startAction = "powerOn", ',
        '      stopDelay = 60, ',
        '      stopAction = "systemDefault"',
        '   }',
        ']\n',
      ].join('\n'),
    );
    host.say('vim-cmd hostsvc/autostartmanager/enable_autostart 1');
    expect(host.say('vim-cmd hostsvc/autostartmanager/get_defaults')).toContain('   enabled = true, \n');
    host.say('vim-cmd vmsvc/unregister 2');
    expect(host.say(get)).toBe('(vim.host.AutoStartManager.AutoPowerInfo) []\n');
  });
});

describe('the host over vim-cmd and esxcli', () => {
  it('is the same: maintenance mode', () => {
    const host = aHost();
    expect(host.run('vim-cmd hostsvc/maintenance_mode_enter')).toMatchObject({
      exit: 1,
      stdout: 'Operation timed out.\n',
    });
    host.say('vim-cmd vmsvc/power.off 1');
    expect(host.run('vim-cmd hostsvc/maintenance_mode_enter')).toMatchObject({ exit: 0, stdout: '' });
    expect(host.say('vim-cmd hostsvc/hostsummary')).toContain('      inMaintenanceMode = true, \n');
    expect(host.say('vim-cmd vmsvc/power.on 1')).toContain('(vim.fault.InvalidState)');
    host.say('vim-cmd hostsvc/maintenance_mode_exit');
    expect(host.host.identity.maintenanceMode).toBe(false);
  });

  it('is the same: switches, port groups and what is on them', () => {
    const host = aHost();
    host.say('esxcli network vswitch standard add -v more');
    host.say('vim-cmd hostsvc/net/portgroup_add more inner');
    expect(host.say('esxcli network vswitch standard portgroup list')).toMatch(/^inner +more /m);
    const told = host.say('vim-cmd hostsvc/net/vswitch_info more');
    expect(told).toContain('   key = "key-vim.host.VirtualSwitch-more", \n');
    expect(told).toContain('      <vim.host.PortGroup:key-vim.host.PortGroup-inner>\n');
    expect(host.run('vim-cmd hostsvc/net/portgroup_remove vSwitch0 "Management Network"')).toMatchObject({
      exit: 1,
    });
    host.say('vim-cmd hostsvc/net/vswitch_remove more');
    expect(host.host.portGroups.map(({ name }) => name)).not.toContain('inner');
  });

  it('is the same: services, rule sets, advanced options', () => {
    const host = aHost();
    const ssh = () => host.host.services.find(({ name }) => name === 'TSM-SSH');
    host.say('vim-cmd hostsvc/disable_ssh');
    host.say('vim-cmd hostsvc/stop_ssh');
    expect(ssh()).toMatchObject({ running: false, policy: 'off' });
    host.say('vim-cmd hostsvc/enable_ssh');
    host.say('vim-cmd hostsvc/start_ssh');
    expect(ssh()).toMatchObject({ running: true, policy: 'on' });
    host.say('vim-cmd hostsvc/firewall_disable_ruleset sshServer');
    expect(host.host.firewall.rulesets[0]).toMatchObject({ name: 'sshServer', enabled: false });
    host.say('vim-cmd hostsvc/advopt/update Net.GuestIPHack long 1');
    expect(host.say('esxcfg-advcfg -q -g /Net/GuestIPHack')).toBe('1\n');
    expect(host.say('vim-cmd hostsvc/advopt/view Net.GuestIPHack')).toBe(
      [
        '(vim.option.OptionValue) [',
        '   (vim.option.OptionValue) {',
        '      key = "Net.GuestIPHack", ',
        '      value = 1',
        '   }',
        ']\n',
      ].join('\n'),
    );
    expect(host.run('vim-cmd hostsvc/advopt/update Net.GuestIPHack long 9')).toMatchObject({ exit: 1 });
    expect(host.say('vim-cmd hostsvc/advopt/view Nothing.AtAll')).toContain(
      "The name 'Nothing.AtAll' is invalid.",
    );
  });

  it('is the same: datastores', () => {
    const host = aHost();
    const { uuid = '' } = host.host.volumes[0] ?? {};
    const told = host.say('vim-cmd hostsvc/datastore/listsummary');
    expect(told).toContain(`      url = "/vmfs/volumes/${uuid}", \n`);
    expect(told).not.toContain('BOOTBANK');
    expect(host.say('vim-cmd hostsvc/datastore/info datastore1')).toMatch(
      /^\(vim\.host\.VmfsDatastoreInfo\) \{/,
    );
    expect(host.run('vim-cmd hostsvc/datastore/info none')).toMatchObject({ exit: 1 });
    expect(host.say('vim-cmd hostsvc/datastore/listvm datastore1')).toContain("'vim.VirtualMachine:2'\n");
  });
});

describe('a datastore', () => {
  it('has another name everywhere when it is renamed', () => {
    const host = aHost();
    expect(existsSync(host.profile.onDisk('default', '/vmfs/volumes/datastore1/vm-1/vm-1.vmx'))).toBe(true);
    expect(host.run('vim-cmd hostsvc/datastore/rename datastore1 fast')).toMatchObject({
      exit: 0,
      stdout: '',
    });
    expect(host.say('vim-cmd vmsvc/getallvms')).toContain(' [fast] vm-1/vm-1.vmx ');
    expect(host.say('esxcli storage filesystem list')).toMatch(/ fast +/);
    expect(existsSync(host.profile.onDisk('default', '/vmfs/volumes/fast/vm-1/vm-1.vmx'))).toBe(true);
    expect(host.run('vim-cmd hostsvc/datastore/rename fast BOOTBANK1')).toMatchObject({ exit: 1 });
  });
});

describe('whatever vim-cmd is asked', () => {
  const VALUES = [
    '1',
    '2',
    '0',
    '-1',
    '',
    'pool0',
    'ha-root-pool',
    'datastore1',
    'vSwitch0',
    'VM Network',
    'vmk0',
  ]
    .concat(['ü"\'\n', '../..', '/vmfs/volumes/datastore1/vm-1/vm-1.vmx', '[datastore1] x/x.vmx', 'TSM-SSH'])
    .concat(['99999999999999999999', 'true', '--cpu-min=5', '--mem-shares=low', 'Net.GuestIPHack', '1.5']);

  it('is answered, and leaves a host that is whole', () => {
    const random = randomOf('vim-cmd');
    const oneOf = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
    const host = aHost();
    for (let i = 0; i < 1500; i++) {
      const args = Array.from({ length: random() * 8 }, () => oneOf(VALUES) ?? '');
      const told = host.run(['vim-cmd', oneOf(COMMANDS)?.path ?? '', ...args]);
      expect([0, 1]).toContain(told?.exit);
    }
    expect(wholeHost.safeParse(host.host).error?.issues ?? []).toEqual([]);
    expect(referenceProblems(host.host)).toEqual([]);
  });

  it('answers to the same with the same, each command reading nothing but the host', () => {
    const told = () => {
      const host = aHost();
      const reading = COMMANDS.filter(({ path }) => /get|info|list|summary|view|getallvms/.test(path));
      return reading.map(({ path }) => host.say(`vim-cmd ${path} 1`));
    };
    expect(told()).toEqual(told());
  });
});
