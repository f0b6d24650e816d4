import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { MAIN, tapehead, testFolder } from './run-tapehead.ts';

/** As josenk/terraform-provider-esxi says it: a vSwitch, a port group, a virtual disk; made, read, changed, deleted. */
const TERRAFORM = `
vmware --version
esxcli network vswitch standard add -P 128 -v "th switch"
esxcli network vswitch standard set -m 9000 -c "listen" -v "th switch"
esxcli network vswitch standard policy security set -f true -m true -p false -v "th switch"
esxcli network vswitch standard uplink add -u "vmnic1" -v "th switch"
esxcli network vswitch standard list -v "th switch"
esxcli network vswitch standard uplink remove -u "vmnic1" -v "th switch"
esxcli network vswitch standard list -v "th switch"
esxcli network vswitch standard portgroup add -v "th switch" -p "th group"
esxcli network vswitch standard portgroup set -v "7" -p "th group"
esxcli network vswitch standard portgroup policy security set -p "th group" -u --allow-promiscuous=true
esxcli --formatter=csv network vswitch standard portgroup policy security get -p "th group"
esxcli network vswitch standard portgroup list
esxcli network vswitch standard portgroup remove -v "th switch" -p "th group"
esxcli network vswitch standard remove -v "th switch"
esxcli network vswitch standard list -v "th switch"
esxcli storage filesystem rescan
vmkfstools -c 1G -d thin "/vmfs/volumes/datastore1/th.vmdk"
vmkfstools -t0 "/vmfs/volumes/datastore1/th.vmdk"
vmkfstools -X 2G "/vmfs/volumes/datastore1/th.vmdk"
vmkfstools -U "/vmfs/volumes/datastore1/th.vmdk"
vmkfstools -U "/vmfs/volumes/datastore1/th.vmdk"
`;

/** A backup as ghettoVCB makes it: a snapshot, a copy of the disk below it, and nothing else left. */
const BACKUP = `
vim-cmd vmsvc/getallvms
vim-cmd vmsvc/power.getstate 1
vim-cmd vmsvc/snapshot.create 1 backup made false false
vim-cmd vmsvc/snapshot.get 1
vmkfstools -i "/vmfs/volumes/datastore1/vm-1/vm-1.vmdk" "/vmfs/volumes/datastore1/copy.vmdk" -d thin
vim-cmd vmsvc/snapshot.removeall 1
vim-cmd vmsvc/snapshot.get 1
vmkfstools -U "/vmfs/volumes/datastore1/copy.vmdk"
`;

/** As Packer's remote builder: what it looks at, a VM that is started, and taken away. */
const PACKER = `
esxcli --formatter csv system version get
esxcli --formatter csv system settings advanced list -o /Net/GuestIPHack
vim-cmd vmsvc/createdummyvm built "[datastore1]"
vim-cmd vmsvc/power.on 3
vim-cmd vmsvc/power.getstate 3
esxcli --formatter csv network vm list
vim-cmd vmsvc/power.off 3
vim-cmd vmsvc/destroy 3
vim-cmd vmsvc/power.getstate 3
`;

const NAMES = 'esxcli,vim-cmd,vmkfstools,vmware';

/** `over_ssh` and `by_shims` run a list of commands, and show how each ended. */
const SCRIPT = `
tapehead() { '${process.execPath}' '${MAIN}' "$@"; }
over_ssh() {
  while IFS= read -r line <&3; do
    [ -n "$line" ] || continue
    code=0; ssh -n -F "$TAPEHEAD_SSH_CONFIG" tapehead "$line" || code=$?
    echo "exit $code"
  done 3< commands
}
by_shims() {
  while IFS= read -r line <&3; do
    [ -n "$line" ] || continue
    code=0; eval "$line" || code=$?
    echo "exit $code"
  done 3< commands
}
export -f tapehead over_ssh
`;

async function ran(commands: string, script: string): Promise<(name: string) => string> {
  const cwd = await testFolder();
  writeFileSync(join(cwd, 'commands'), commands);
  const deck = ['replay', '--profile', 'esxi', '--control', '--ssh', '0', '--interpose', NAMES];
  const { code, stderr } = await tapehead([...deck, '--', 'bash', '-ec', SCRIPT + script], { cwd });
  expect(code, stderr).toBe(0);
  return (name) => readFileSync(join(cwd, name), 'utf8');
}

/** What of an exported host commands leave behind that change nothing: what was done, and what was counted. */
const lasting = (yaml: string): string =>
  yaml
    .replace(/^tasks:.*/ms, '')
    .replace(/lastSnapshot: \d+/g, '')
    .replace(/free: \d+/g, '');

/** But for when a snapshot was taken. */
const timeless = (text: string): string => text.replace(/(?<=Created On {2}: ).*/g, '');

needs('gcc', 'ssh')('what programs ask a mock host', () => {
  const SEQUENCES = {
    'a Terraform provider': TERRAFORM,
    'a backup script': BACKUP,
    'a Packer build': PACKER,
  };

  test.each(Object.entries(SEQUENCES))(
    'is, of %s, the same over SSH and through shims, and leaves the host as it was',
    { timeout: 120_000 },
    async (_, commands) => {
      const read = await ran(
        commands,
        `
        vmkfstools -P /vmfs/volumes/datastore1 > /dev/null # whose files are made
        tapehead profile export > before
        over_ssh > ssh 2>&1
        tapehead profile export > after
        tapehead profile reset
        by_shims > shims 2>&1`,
      );
      expect(timeless(read('ssh'))).toBe(timeless(read('shims')));
      expect(read('ssh')).toContain('exit 0');
      expect(lasting(read('after'))).toBe(lasting(read('before')));
    },
  );

  test.each(Object.entries(SEQUENCES))(
    'is, of %s, taped like any host, and replays the same',
    { timeout: 120_000 },
    async (_, commands) => {
      const read = await ran(
        commands,
        `
        upstream="ssh://$TAPEHEAD_SSH_USER@$TAPEHEAD_SSH_HOST:$TAPEHEAD_SSH_PORT"
        login=(--no-fingerprint --identity "$TAPEHEAD_SSH_IDENTITY_FILE" --known-hosts "$TAPEHEAD_SSH_KNOWN_HOSTS")
        tapehead record --upstream "$upstream" "\${login[@]}" --cassette taped.cassette -- bash -c over_ssh > taped 2>&1
        tapehead profile reset
        tapehead replay --cassette taped.cassette --require-all-played -- bash -c over_ssh > played 2>&1`,
      );
      const answers = (name: string): string => read(name).replace(/^tapehead: .*\n/gm, '');
      expect(read('taped')).toMatch(/^tapehead: \d+ recorded$/m);
      expect(read('taped')).toContain('exit 0');
      expect(answers('played')).toBe(answers('taped'));
    },
  );
});
