import { describe, expect, it } from 'vitest';
import { EsxiProfile } from '../../../../../src/profiles/esxi/mock/profile.ts';
import { aHost, mockHost, STOPPED } from '../a-host.ts';

const NO_SUCH_VM = (id: string): string =>
  [
    '(vim.fault.NotFound) {',
    '   faultCause = (vmodl.MethodFault) null, ',
    '   faultMessage = <unset>',
    `   msg = "Unable to find a VM corresponding to "${id}""`,
    '}\n',
  ].join('\n');

describe('help of vim-cmd', () => {
  const host = () => aHost();

  it('lists what is there, in columns, from top to bottom', () => {
    expect(host().say('vim-cmd')).toBe(
      'Commands available under /:\n' +
        'hbrsvc/       internalsvc/  solo/         vmsvc/        \n' +
        'hostsvc/      proxysvc/     vimsvc/       help\n',
    );
    const vmsvc = host().say('vim-cmd vmsvc/').split('\n');
    expect(vmsvc[1]).toBe(`${'acquiremksticket'.padEnd(33)}${'get.snapshotinfo'.padEnd(33)}`);
    expect(vmsvc.at(-2)).toBe('get.runtime');
    expect(host().say('vim-cmd hostsvc').split('\n')[1]).toMatch(
      /^advopt\/ +enable_ssh +refresh_services +$/,
    );
  });

  it('tells how a command is called, also to who calls it with too little', () => {
    const usage = 'Usage: power.on vmid\n\nPower on the specified virtual machine.\n';
    expect(host().run('vim-cmd help vmsvc/power.on')).toMatchObject({ exit: 0, stdout: usage });
    expect(host().run('vim-cmd vmsvc/power.on')).toMatchObject({
      exit: 1,
      stdout: `Insufficient arguments.\n${usage}`,
    });
  });

  it('has no such command, and says so; what only has a name is not made up', () => {
    expect(host().run('vim-cmd vmsvc/fly 1')).toMatchObject({
      exit: 1,
      stdout: "Invalid command 'vmsvc/fly'\n",
      notImplemented: 'vim-cmd vmsvc/fly',
    });
    expect(host().run('vim-cmd vmsvc/acquireticket 1 mks')).toMatchObject({
      exit: 1,
      notImplemented: 'vim-cmd vmsvc/acquireticket',
    });
  });

  it('has the name that old clients use, and any folder', () => {
    expect(host().say('/bin/vim-cmd vmsvc/power.getstate 1')).toBe('Retrieved runtime info\nPowered on\n');
    expect(host().say('vmware-vim-cmd vmsvc/power.getstate 2')).toBe('Retrieved runtime info\nPowered off\n');
  });

  it('needs the agent of the host', () => {
    const told = aHost({ services: [{ name: 'hostd', running: false }] }).run('vim-cmd vmsvc/getallvms');
    expect(told).toMatchObject({ exit: 1, stdout: 'Connect to localhost failed: Connection failure\n' });
  });
});

describe('the list of VMs', () => {
  it('is as wide as what is in it, titles in the middle, ids as text', () => {
    const vms = [
      { id: 10, name: 'a name of some length', annotation: 'two\nlines here' },
      { id: 9, name: 'b', guestId: 'otherLinux64Guest', hardware: 'vmx-07' },
    ];
    const told = aHost({ vms }).say('vim-cmd vmsvc/getallvms').split('\n');
    expect(told[0]).toBe(
      `Vmid   ${' '.repeat(8)}Name${' '.repeat(9)}   ${' '.repeat(28)}File${' '.repeat(28)}   ` +
        `${' '.repeat(4)}Guest OS${' '.repeat(5)}   Version   ${' '.repeat(2)}Annotation${' '.repeat(2)}`,
    );
    expect(told.slice(1)).toEqual([
      '10     a name of some length   [datastore1] a name of some length/a name of some length.vmx   ubuntu64Guest       vmx-19    two',
      'lines here',
      '9      b                       [datastore1] b/b.vmx                                           otherLinux64Guest   vmx-07                  ',
      '',
    ]);
    expect(aHost({ vms: [] }).say('vim-cmd vmsvc/getallvms')).toBe(
      'Vmid   Name   File   Guest OS   Version   Annotation\n',
    );
  });
});

describe('the power of a VM', () => {
  it('is seen by all commands', () => {
    const host = aHost();
    expect(host.run('vim-cmd vmsvc/power.on 2')).toMatchObject({ exit: 0, stdout: 'Powering on VM:\n' });
    expect(host.say('vim-cmd vmsvc/power.getstate 2')).toBe('Retrieved runtime info\nPowered on\n');
    expect(host.say('vim-cmd vmsvc/get.runtime 2')).toContain('   powerState = "poweredOn", \n');
    const [world = ''] =
      /World ID: \d+/.exec(host.say('esxcli vm process list').split('vm-2\n')[1] ?? '') ?? [];
    expect(host.say(`esxcli vm process kill -t soft -w ${world.slice(10)}`)).toBe('');
    expect(host.say('vim-cmd vmsvc/power.getstate 2')).toBe('Retrieved runtime info\nPowered off\n');
    expect(host.run(`esxcli vm process kill -t soft -w ${world.slice(10)}`)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('Unable to find a virtual machine with the world ID') as string,
    });
    expect(host.say('vim-cmd vmsvc/power.suspend 1')).toBe('Suspending VM:\n');
    expect(host.say('vim-cmd vmsvc/power.getstate 1')).toBe('Retrieved runtime info\nSuspended\n');
    expect(host.say('esxcli vm process list')).toBe('');
  });

  it.each([
    ['power.on 1', 'Powering on VM:\nPower on failed: ', 'poweredOn', 'poweredOn', 'Powered on'],
    ['power.off 2', 'Powering off VM:\nPower off failed: ', 'poweredOff', 'poweredOff', 'Powered off'],
    ['power.reset 2', 'Reset VM:\nReset failed: ', 'poweredOn', 'poweredOff', 'Powered off'],
    ['power.suspend 2', 'Suspending VM:\nSuspend failed: ', 'suspended', 'poweredOff', 'Powered off'],
    ['power.shutdown 2', '', 'poweredOn', 'poweredOff', 'Powered off'],
    ['unregister 1', '', 'poweredOff', 'poweredOn', 'Powered on'],
    ['destroy 1', '', 'poweredOff', 'poweredOn', 'Powered on'],
  ])('%s is refused in the words of the host', (command, says, requested, existing, words) => {
    const host = aHost();
    const before = structuredClone(host.host);
    expect(host.run(`vim-cmd vmsvc/${command}`)).toMatchObject({
      exit: 1,
      stdout: [
        `${says}(vim.fault.InvalidPowerState) {`,
        '   faultCause = (vmodl.MethodFault) null, ',
        '   faultMessage = <unset>, ',
        `   requestedState = "${requested}", `,
        `   existingState = "${existing}"`,
        `   msg = "The attempted operation cannot be performed in the current state (${words})."`,
        '}\n',
      ].join('\n'),
    });
    expect(host.host).toEqual(before);
  });

  it('is told in an older form by older hosts', () => {
    const host = aHost({ identity: { version: '5.5.0' } });
    expect(host.say('vim-cmd vmsvc/power.on 1')).toBe(
      [
        'Powering on VM:',
        '(vim.fault.InvalidPowerState) {',
        '   dynamicType = <unset>, ',
        '   faultCause = (vmodl.MethodFault) null, ',
        '   requestedState = "poweredOn", ',
        '   existingState = "poweredOn", ',
        '   msg = "The attempted operation cannot be performed in the current state (Powered on).", ',
        '}\n',
      ].join('\n'),
    );
  });

  it('is asked of the guest where its tools run', () => {
    expect(aHost().run('vim-cmd vmsvc/power.shutdown 1')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('VMware Tools is not running') as string,
    });
    const host = aHost({ vms: [{ name: 'a', power: 'on', tools: 'toolsOk', ip: '192.0.2.9' }] });
    expect(host.say('vim-cmd vmsvc/get.guest 1')).toContain('   ipAddress = "192.0.2.9", \n');
    expect(host.run('vim-cmd vmsvc/power.shutdown 1')).toMatchObject({ exit: 0, stdout: '' });
    expect(host.say('vim-cmd vmsvc/power.getstate 1')).toContain('Powered off');
    expect(host.say('vim-cmd vmsvc/get.guest 1')).toContain('   ipAddress = <unset>, \n');
  });
});

describe('what is asked of a VM that is not there', () => {
  it.each([
    'get.summary',
    'power.getstate',
    'power.on',
    'snapshot.get',
    'device.getdevices',
    'destroy',
    'reload',
  ])('%s does not find it', (command) => {
    expect(aHost().run(`vim-cmd vmsvc/${command} 77`)).toMatchObject({ exit: 1, stdout: NO_SUCH_VM('77') });
  });
});

describe('tasks', () => {
  it('tell what was done, to which VM', () => {
    const host = aHost();
    host.say('vim-cmd vmsvc/power.on 2');
    const id = 'haTask-2-vim.VirtualMachine.powerOn-1001';
    const refs = `(ManagedObjectReference) [\n   'vim.Task:${id}'\n]\n`;
    expect(host.say('vim-cmd vimsvc/task_list')).toBe(refs);
    expect(host.say('vim-cmd vmsvc/get.tasklist 2')).toBe(refs);
    expect(host.say('vim-cmd vmsvc/get.tasklist 1')).toBe('(ManagedObjectReference) []\n');
    expect(host.say(`vim-cmd vimsvc/task_info ${id}`)).toMatch(
      /entityName = "vm-2", \n {3}state = "success", \n/,
    );
    expect(host.run('vim-cmd vimsvc/task_info haTask-none')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("   obj = 'vim.Task:haTask-none'\n") as string,
    });
  });
});

describe('tasks that are over', () => {
  it('are listed for some seconds, and told for longer', () => {
    let now = STOPPED.wall();
    using profile = new EsxiProfile({}, { ...STOPPED, wall: () => now });
    const host = mockHost(profile);
    host.say('vim-cmd vmsvc/snapshot.create 2 a');
    host.say('vim-cmd vmsvc/snapshot.remove 2 1');
    const id = 'haTask-2-snapshot-1-vim.vm.Snapshot.remove-1002';
    expect(host.say('vim-cmd vmsvc/get.tasklist 2')).toContain(`'vim.Task:${id}'`);
    now += 10_000;
    expect(host.say('vim-cmd vmsvc/get.tasklist 2')).toBe('(ManagedObjectReference) []\n');
    expect(host.say(`vim-cmd vimsvc/task_info ${id}`)).toContain('   state = "success", \n');
  });
});

describe('the license', () => {
  it('is set, and shown', () => {
    const host = aHost();
    expect(host.say('vim-cmd vimsvc/license --show')).toContain('   serial: 00000-00000-00000-00000-00000\n');
    const key = 'AB12C-00000-XXXXX-YYYYY-ZZ999';
    expect(host.run(`vim-cmd vimsvc/license --set ${key}`)).toMatchObject({ exit: 0 });
    expect(host.say('vim-cmd vimsvc/license --show')).toContain(`   serial: ${key}\n`);
    expect(host.host.identity.license).toBe(key);
    expect(host.run('vim-cmd vimsvc/license --set nonsense')).toMatchObject({ exit: 1 });
  });
});
