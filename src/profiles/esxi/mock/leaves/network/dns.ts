import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { isIpv4, isIpv6 } from '../../model/ip.ts';
import { netstackNamed } from './named.ts';

const netstack = str('-N|--netstack', 'Of this TCP/IP stack.');
const server = str('-s|--server', 'The address of the server.');
const domain = required(str('-d|--domain', 'The domain.'));

export const DNS_LEAVES = [
  leaf({
    path: 'network ip dns server list',
    about: 'Lists the DNS servers that the host asks.',
    options: { netstack },
    read(host, given) {
      checkStack(host, given.netstack);
      return host.dns.servers;
    },
    prints: record<readonly string[]>('DNSServers', { DNSServers: (servers) => servers }),
  }),
  leaf({
    path: 'network ip dns server add',
    about: 'Adds a DNS server, as the last.',
    options: { netstack, server: required(server) },
    change(host, given) {
      checkStack(host, given.netstack);
      if (!isIpv4(given.server) && !isIpv6(given.server))
        throw new Failure(`Invalid IP address: ${given.server}`);
      add(host.dns.servers, given.server, 'server');
    },
  }),
  leaf({
    path: 'network ip dns server remove',
    about: 'Removes a DNS server.',
    options: { all: flag('-a|--all', 'All of them.'), netstack, server },
    change(host, given) {
      checkStack(host, given.netstack);
      host.dns.servers = given.all ? [] : without(host.dns.servers, given.server ?? '', 'server');
    },
  }),
  leaf({
    path: 'network ip dns search list',
    about: 'Lists the domains that names are looked for in.',
    options: { netstack },
    read(host, given) {
      checkStack(host, given.netstack);
      return host.dns.search;
    },
    prints: record<readonly string[]>('DNSSearchDomains', { 'DNSSearch Domains': (domains) => domains }),
  }),
  leaf({
    path: 'network ip dns search add',
    about: 'Adds a domain that names are looked for in, as the last.',
    options: { domain, netstack },
    change(host, given) {
      checkStack(host, given.netstack);
      add(host.dns.search, given.domain, 'domain');
    },
  }),
  leaf({
    path: 'network ip dns search remove',
    about: 'Removes a domain that names are looked for in.',
    options: { domain, netstack },
    change(host, given) {
      checkStack(host, given.netstack);
      host.dns.search = without(host.dns.search, given.domain, 'domain');
    },
  }),
];

const checkStack = (host: Host, key = 'defaultTcpipStack'): unknown => netstackNamed(host, key);

function add(list: string[], one: string, what: string): void {
  if (list.includes(one)) throw new Failure(`DNS ${what} ${one} already exists`);
  list.push(one);
}

function without(list: readonly string[], one: string, what: string): string[] {
  if (!list.includes(one)) throw new Failure(`Unable to find DNS ${what}: ${one}`);
  return list.filter((other) => other !== one);
}
