import { completed, type Given } from './completed.ts';
import type { Description, Host } from './host.ts';
import { portsOf } from './ports.ts';

export type Dvfilter = Host['dvfilter'];
export type FilteredPort = Dvfilter['ports'][number];
export type Filter = FilteredPort['filters'][number];
export type Firewall = Dvfilter['firewalls'][number];
type Rule = Firewall['rules'][number];

export const newDvfilter = ({
  agents,
  ports = [],
  firewalls = [],
}: NonNullable<Description['dvfilter']> = {}): Dvfilter => ({
  agents: agents ?? [
    { name: 'dvfilter-faulter', refCount: 1, module: 'dvfilter' },
    { name: 'ESXi-Firewall', refCount: 2, module: 'esxfw' },
    { name: 'dvfilter-generic-vmware', refCount: 1, module: 'dvfilter-generic-fastpath' },
  ],
  ports: ports.map(({ filters = [], ...given }) => ({
    ...completed({ worldId: 0, vm: '', vcUuid: '', port: 0, client: given.client }, given),
    filters: filters.map(newFilter),
  })),
  firewalls: firewalls.map(({ rules = [], ...given }) => ({
    ...completed(
      {
        filter: given.filter,
        ruleset: 'domain-c1',
        generation: '0',
        realized: '2026-01-02T03:04:05',
        addrsets: [] as Firewall['addrsets'],
      },
      given as Given<Omit<Firewall, 'rules'>>,
    ),
    rules: rules.map(newRule),
  })),
});

const newFilter = (given: Given<Filter> & { name: string }): Filter =>
  completed<Filter>(
    {
      hook: 'vNic',
      slot: 0,
      name: given.name,
      agent: 'ESXi-Firewall',
      failurePolicy: 'failOpen',
      source: 'Invalid',
    },
    given,
  );

const newRule = (given: Given<Rule> & { id: number; text: string }): Rule =>
  completed<Rule>(
    {
      id: given.id,
      text: given.text,
      internal: false,
      evaluations: 0,
      packetsIn: 0,
      packetsOut: 0,
      bytesIn: 0,
      bytesOut: 0,
    },
    given,
  );

/** Those that are told of, and each interface of the kernel, which the firewall of the host has. */
export function filteredPortsOf(host: Host): FilteredPort[] {
  const told = host.dvfilter.ports;
  const others = portsOf(host).filter(
    ({ kind, client }) => kind === 'vmk' && told.every((one) => one.client !== client),
  );
  const own = others.map(({ id, client }): FilteredPort => {
    const filters = [newFilter({ name: 'nic-0-eth4294967295-ESXi-Firewall.0' })];
    return { worldId: 0, vm: '', vcUuid: '', port: id, client, filters };
  });
  return [...own, ...told];
}
