import { str } from '../../esxcli/option.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Device, StoragePath } from '../../model/storage.ts';

export const device = str('-d|--device', 'Only this device.');

/** By its name, or another that it has. @throws Failure as the host says it */
export function deviceNamed({ devices }: Pick<Host, 'devices'>, name: string): Device {
  const found = devices.find((one) => one.name === name || one.uids.includes(name));
  if (found) return found;
  throw new Failure(`Unable to find device with name ${name}`);
}

/** All, or the one. @throws Failure */
export const devicesOf = (host: Pick<Host, 'devices'>, name: string | undefined): Device[] =>
  name === undefined ? host.devices : [deviceNamed(host, name)];

export const pathsTo = ({ paths }: Pick<Host, 'paths'>, { name }: Device): StoragePath[] =>
  paths.filter((path) => path.device === name);

/** Those of a device, those through an adapter, the one, or all. @throws Failure */
export function pathsOf(
  host: Host,
  given: { device?: string | undefined; path?: string | undefined },
): StoragePath[] {
  const { device: name, path } = given;
  if (path !== undefined) return [pathNamed(host, path)];
  return name === undefined ? host.paths : pathsTo(host, deviceNamed(host, name));
}

/** By its runtime name, or its UID. @throws Failure */
export function pathNamed({ paths }: Host, name: string): StoragePath {
  const found = paths.find((one) => one.name === name || one.uid === name);
  if (found) return found;
  throw new Failure(`Unable to find path with name ${name}`);
}

export const displayNameOf = ({ devices }: Host, { device: name }: StoragePath): string =>
  devices.find((one) => one.name === name)?.displayName ?? 'No associated device';
