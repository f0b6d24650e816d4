import type { Seed } from './seed.ts';

const product: Seed['host'] = ({ stdout }) => {
  const [, version = '', build = ''] = /ESXi (\S+) build-(\d+)/.exec(stdout) ?? [];
  return {
    identity: { version, build: Number(build), update: Number(/Update (\d+)/.exec(stdout)?.[1] ?? 0) },
  };
};

export const TOOL_SEEDS: readonly Seed[] = [
  { command: 'vmware', host: product },
  {
    command: 'uname -a',
    host({ stdout }) {
      const [, hostName = '', version = '', build = '', date = ''] =
        /^VMkernel (\S+) (\S+) #1 SMP Release build-(\d+) (.* \d+ \d+ [\d:]+) x86_64/.exec(stdout) ?? [];
      const installed = new Date(`${date} UTC`);
      return { identity: { hostName, version, build: Number(build), installed: installed.toISOString() } };
    },
  },
  {
    command: 'esxcfg-nics -l',
    host({ stdout }) {
      const lines = stdout.split('\n').slice(1);
      const nics = lines.flatMap((line) => {
        const [, name, pci, driver, link, speed, duplex, mac, mtu, description] =
          /^(\S+) +(\S+) +(\S+) +(Up|Down) +(\d+)Mbps +(Full|Half) +(\S+) +(\d+) +(.*)$/.exec(line) ?? [];
        if (name === undefined) return [];
        return {
          name,
          pci,
          driver,
          linkUp: link === 'Up',
          speed: Number(speed),
          duplex: duplex === 'Half' ? ('Half' as const) : ('Full' as const),
          mac,
          mtu: Number(mtu),
          description,
        };
      });
      return { nics };
    },
  },
  {
    command: 'esxcfg-advcfg -g',
    host({ stdout, command }) {
      const value = / is (.*)\n$/.exec(stdout)?.[1] ?? '';
      return { advanced: [{ path: command.split(' ').at(-1) ?? '', value: Number(value) }] };
    },
  },
  { command: 'esxcfg-advcfg -s', host: () => ({ identity: { version: '5.0.0' } }) },
  { command: 'localcli network nic list', host: () => ({ nics: [] }) },
];
