import type { Host } from '../../model/host.ts';
import type { FileSystem } from '../../volumes/names.ts';
import { command, type VimCommand } from '../command.ts';
import { VimFault } from '../fault.ts';
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
