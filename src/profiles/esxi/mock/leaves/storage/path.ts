import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { StoragePath } from '../../model/storage.ts';
import { COUNTERS } from './device.ts';
import { displayNameOf, pathNamed, pathsOf } from './device-named.ts';

const options = {
  device: str('-d|--device', 'Only the paths to this device.'),
  path: str('-p|--path', 'Only this path, by its name or its UID.'),
};

export const PATH_LEAVES = [
  leaf({
    path: 'storage core path list',
    about: 'Lists the paths to devices.',
    options,
    read: (host, given) => pathsOf(host, given).map((path) => ({ path, host })),
    prints: records<{ path: StoragePath; host: Host }>('SCSIPath', ({ path }) => path.uid, {
      UID: ({ path }) => path.uid,
      'Runtime Name': ({ path }) => path.name,
      Device: ({ path }) => path.device || 'No associated device',
      'Device Display Name': ({ path, host }) => displayNameOf(host, path),
      Adapter: ({ path }) => path.adapter,
      Channel: ({ path }) => path.channel,
      Target: ({ path }) => path.target,
      LUN: ({ path }) => path.lun,
      Plugin: ({ path, host }) =>
        host.devices.find(({ name }) => name === path.device)?.plugin ?? '(unclaimed)',
      State: ({ path }) => path.state,
      Transport: ({ path }) => path.transport,
      'Adapter Identifier': ({ path, host }) => endsOf(path, host)[0],
      'Target Identifier': ({ path, host }) => endsOf(path, host)[1],
      'Adapter Transport Details': ({ path }) => path.adapterDetails,
      'Target Transport Details': ({ path }) => path.targetDetails,
      'Maximum IO Size': ({ path }) => (path.transport === 'iscsi' ? 131_072 : 33_553_920),
    }),
  }),
  leaf({
    path: 'storage core path stats get',
    about: 'Tells what went over paths.',
    options,
    read: (host, given) =>
      pathsOf(host, given).flatMap((path) => {
        const device = host.devices.find(({ name }) => name === path.device);
        return device ? [{ ...device, runtimeName: path.name }] : [];
      }),
    prints: records(
      'PathStats',
      ({ runtimeName }: Host['devices'][number] & { runtimeName: string }) => runtimeName,
      {
        Path: ({ runtimeName }) => runtimeName,
        ...COUNTERS,
      },
    ),
  }),
  leaf({
    path: 'storage core path set',
    about: 'Turns a path on or off.',
    options: {
      path: required(str('-p|--path', 'The path, by its name or its UID.')),
      state: required(str('--state', 'active or off.')),
    },
    change(host, { path: name, state }) {
      if (state !== 'active' && state !== 'off') throw new Failure(`Error: Invalid path state ${state}`);
      const path = pathNamed(host, name);
      const others = pathsOf(host, { device: path.device }).filter((one) => one.name !== path.name);
      const isLast = others.every((one) => !one.state.startsWith('active'));
      const isUsed = host.volumes.some(({ device, mounted }) => mounted && device === path.device);
      if (state === 'off' && isLast && isUsed) {
        throw new Failure(
          `Unable to set path state: the path is the last one to a device that is in use: Busy`,
        );
      }
      path.state = state;
    },
  }),
];

/** What a path leads from, and to: its UID is both, and the device. */
function endsOf(
  { uid, adapter, channel, target, device, transport }: StoragePath,
  { adapters }: Host,
): [string, string] {
  const own = adapters.find(({ name }) => name === adapter)?.uid ?? `${transport}.${adapter}`;
  const both = uid.endsWith(`-${device}`) ? uid.slice(0, -device.length - 1) : uid;
  const rest = both.startsWith(`${own}-`) ? both.slice(own.length + 1) : `${transport}.${channel}:${target}`;
  return [own, rest];
}
