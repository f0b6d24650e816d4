import type { Host } from '../../model/host.ts';
import { renameFileSystem } from '../../volumes/mounting.ts';
import { type FileSystem, fileSystems } from '../../volumes/names.ts';
import { command, type VimCommand } from '../command.ts';
import { alreadyExists, invalidArgument, VimFault } from '../fault.ts';
import { datastoreInfo, datastoresIn, datastoreSummary } from '../objects/datastores.ts';
import { list, ref } from '../value.ts';

export const HOST_STORAGE_COMMANDS: readonly VimCommand[] = [
  command('hostsvc/datastore/listsummary', '', 'Displays the datastores.', (_, world) => ({
    value: list(
      'vim.Datastore.Summary',
      datastoresIn(world.state.host).map((one) => datastoreSummary(one, world.state.host, world)),
    ),
  })),
  command('hostsvc/datastore/summary', 'datastore', 'Displays a datastore.', ([name = ''], world) => ({
    value: datastoreSummary(datastoreOf(world.state.host, name), world.state.host, world),
  })),
  command(
    'hostsvc/datastore/info',
    'datastore',
    'Displays a datastore, and what it lies on.',
    ([name = ''], world) => ({
      value: datastoreInfo(datastoreOf(world.state.host, name), world),
    }),
  ),
  command(
    'hostsvc/datastore/listvm',
    'datastore',
    'Displays the VMs on a datastore.',
    ([name = ''], { state }) => {
      const { host } = state;
      const on = datastoreOf(host, name);
      return {
        value: list(
          'ManagedObjectReference',
          host.vms.filter(({ volume }) => volume === on.name).map(({ id }) => ref('vim.VirtualMachine', id)),
        ),
      };
    },
  ),
  command(
    'hostsvc/datastore/rename',
    'datastore name',
    'Renames a datastore.',
    ([before = '', name = ''], world) => {
      if (name === '' || name.includes('/')) throw invalidArgument('newName');
      const renamed = world.state.change((host) => {
        if (fileSystems(host).some((one) => one.name === name)) throw alreadyExists(name);
        const one = datastoreOf(host, before);
        one.name = name;
        for (const vm of host.vms) if (vm.volume === before) vm.volume = name;
        return { name, uuid: one.uuid, mounted: one.mounted };
      });
      renameFileSystem(before, renamed, world);
      return undefined;
    },
  ),
  command('hostsvc/datastore/refresh', 'datastore', 'Reads again what is free.', ([name = ''], { state }) => {
    datastoreOf(state.host, name);
    return undefined;
  }),
];

/** @throws VimFault */
function datastoreOf(host: Host, name: string): FileSystem {
  const one = datastoresIn(host).find((known) => known.name === name);
  if (one) return one;
  throw new VimFault('vim.fault.NotFound', `Unable to find datastore "${name}"`);
}
