import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Netstack, Vmk } from '../../model/ip.ts';
import type { DvSwitch, Nic, PortGroup, VSwitch } from '../../model/network.ts';

/** @throws Failure as the host says it */
export function vSwitchNamed({ vSwitches }: Host, name: string): VSwitch {
  return found(vSwitches, name) ?? fail(`Unable to find vswitch: ${name}`);
}

/** @throws Failure as the host says it */
export function portGroupNamed({ portGroups }: Host, name: string): PortGroup {
  return found(portGroups, name) ?? fail(`Unable to find portgroup: ${name}`);
}

/** @throws Failure as the host says it */
export function dvSwitchNamed({ dvSwitches }: Host, name: string): DvSwitch {
  return found(dvSwitches, name) ?? fail(`Unable to find vds: ${name}`);
}

/** @throws Failure as the host says it */
export function nicNamed({ nics }: Host, name: string): Nic {
  return found(nics, name) ?? fail(`Invalid device name: ${name}`);
}

/** All, or one. @throws Failure as the host says it */
export const nicsNamed = (host: Host, name: string | undefined): readonly Nic[] =>
  name === undefined ? host.nics : [nicNamed(host, name)];

/** @throws Failure as the host says it */
export function vmkNamed({ vmks }: Host, name: string): Vmk {
  return found(vmks, name) ?? fail(`Unable to find interface: ${name}`);
}

/** @throws Failure as the host says it */
export function netstackNamed({ netstacks }: Host, key: string): Netstack {
  return (
    netstacks.find((one) => one.key === key || one.name === key) ?? fail(`Invalid netstack instance: ${key}`)
  );
}

/** @throws Failure where it is none */
export function checkedMac(text: string): string {
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text)) return text.toLowerCase();
  return fail(`Invalid MAC address: ${text}`);
}

const found = <T extends { name: string }>(all: readonly T[], name: string): T | undefined =>
  all.find((one) => one.name === name);

function fail(message: string): never {
  throw new Failure(message);
}
