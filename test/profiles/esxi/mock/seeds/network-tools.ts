import type { Seed } from './seed.ts';

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Of `\w+` after a word: `refCount: 4`. */
const after = (word: string, text: string): string => new RegExp(`${word}: ([^,\n]*)`).exec(text)?.[1] ?? '';

export const NETWORK_TOOL_SEEDS: readonly Seed[] = [
  {
    command: 'lspci -n',
    host: ({ stdout }) => ({
      pci: lines(stdout).map((line) => {
        const [, address = '', classId, vendorId, deviceId, vmkernelName = ''] =
          /^(\S+) Class (\w+): (\w+):(\w+)(?: \[(.*)\])?$/.exec(line) ?? [];
        return {
          address,
          vmkernelName,
          classId: hex(classId),
          vendorId: hex(vendorId),
          deviceId: hex(deviceId),
        };
      }),
    }),
  },
  {
    command: 'lspci -p',
    host: ({ stdout }) => ({
      identity: { version: stdout.includes('.0   ') ? '8.0.2' : '7.0.3' },
      pci: lines(stdout).map((line) => {
        const [, address = '', vendor, device, subVendor, sub, irq, pin = '', owner, module, name = ''] =
          /^(\S+) +(\w+):(\w+) (\w+):(\w+) +(\d+)\/ +\/ +(.) (.) (\S+) *(.*)$/.exec(line) ?? [];
        return {
          address,
          vendorId: hex(vendor),
          deviceId: hex(device),
          subVendorId: hex(subVendor),
          subDeviceId: hex(sub),
          irq: Number(irq),
          pin: '@ABCD'.indexOf(pin),
          passthrough: owner === 'P',
          module,
          vmkernelName: name,
        };
      }),
    }),
  },
  {
    command: 'summarize-dvfilter',
    host({ stdout }) {
      const [fastpaths = '', filters = ''] = stdout.split('\nSlowpaths:\n\nFilters:\n');
      const agents = lines(fastpaths)
        .slice(1)
        .map((line) => ({
          name: after('agent', line),
          refCount: Number(after('refCount', line)),
          module: after(' module', line),
        }));
      const ports = filters.split(/^(?=world )/m).flatMap((world) => {
        const [, worldId, vm = '', vcUuid = ''] =
          /^world (\d+) (?:vmm0:(.*) vcUuid:'(.*)')?/.exec(world) ?? [];
        return world
          .split(/^(?= port )/m)
          .slice(1)
          .map((port) => {
            const [, id, client = ''] = /^ port (\d+) (.*)/.exec(port) ?? [];
            const all = port.split(/^(?= {2}(?:vNic|dvPort) slot )/m).slice(1);
            return {
              worldId: Number(worldId),
              vm,
              vcUuid,
              port: Number(id),
              client,
              filters: all.map((filter) => ({
                hook: filter.startsWith('  vNic') ? ('vNic' as const) : ('dvPort' as const),
                slot: Number(/slot (\d+)/.exec(filter)?.[1]),
                name: after('name', filter),
                agent: after('agentName', filter),
                failurePolicy:
                  after('failurePolicy', filter) === 'failOpen'
                    ? ('failOpen' as const)
                    : ('failClosed' as const),
                source: after('filter source', filter),
              })),
            };
          });
      });
      return { vmks: [], dvfilter: { agents, ports } };
    },
  },
  ...['getrules', 'getfwrules', 'getaddrsets'].map((verb): Seed => ({
    command: `vsipioctl ${verb}`,
    host: ({ stdout, command }) => ({
      dvfilter: {
        firewalls: [
          {
            filter: /-f +(\S+)/.exec(command)?.[1] ?? '',
            ruleset: /^ruleset (\S+)/.exec(stdout)?.[1] ?? '',
            generation: /generation number: (\S+)/.exec(stdout)?.[1] ?? '',
            realized: /realization time : (\S+)/.exec(stdout)?.[1] ?? '',
            rules: lines(stdout).flatMap((line) => ruleOf(line) ?? []),
            addrsets: Array.from(
              stdout.matchAll(/^addrset (\S+) \{\n([^}]*)\}/gm),
              ([, name = '', body = '']) => ({
                name,
                members: lines(body).map((member) => member.replace(/,$/, '')),
              }),
            ),
          },
        ],
      },
    }),
  })),
];

const hex = (text = '0'): number => Number.parseInt(text, 16);

function ruleOf(line: string) {
  const counted = /rule +(\d+): (\d+) evals, in (\d+) out (\d+) pkts, in (\d+) out (\d+) bytes/.exec(line);
  if (counted) {
    const [id = 0, evaluations = 0, packetsIn = 0, packetsOut = 0, bytesIn = 0, bytesOut = 0] = counted
      .slice(1)
      .map(Number);
    return { id, text: '', evaluations, packetsIn, packetsOut, bytesIn, bytesOut };
  }
  const [, internal, id, text = ''] = /^ *(# internal # )?rule (\d+) at \d+ (.*);$/.exec(line) ?? [];
  return id === undefined ? undefined : { id: Number(id), text, internal: internal !== undefined };
}
