import { isIpv4, isIpv6 } from './ip.ts';
import type { Host } from './host.ts';

/** Whether somebody answers at an address: the host itself, whom it knows, and those it is told to ask. */
export function answersPing(host: Host, address: string, vmk?: string): boolean {
  if (address === '127.0.0.1' || address === '::1') return true;
  const own = host.vmks.some(
    ({ ipv4, ipv6 }) => ipv4.address === address || ipv6.some((one) => one.address === address),
  );
  const known = host.neighbors.some(
    (one) => one.address === address && (vmk === undefined || one.vmk === vmk),
  );
  const gateway = host.routes.some(
    (one) => one.gateway === address && (vmk === undefined || one.vmk === vmk),
  );
  return own || known || gateway || host.dns.servers.includes(address);
}

/** The address that a name stands for: the host knows its own alone. Undefined: it does not resolve. */
export function addressOf({ identity, vmks }: Host, name: string): string | undefined {
  if (isIpv4(name) || isIpv6(name)) return name;
  if (name === 'localhost') return '127.0.0.1';
  const own = [identity.hostName, `${identity.hostName}.${identity.domain}`];
  return own.includes(name) ? vmks[0]?.ipv4.address : undefined;
}
