import type { Host } from '../../model/host.ts';
import type { AdvancedSetting } from '../../model/settings.ts';
import type { World } from '../../world.ts';
import { command, type VimCommand } from '../command.ts';
import { invalidArgument, invalidState, notFound, VimFault } from '../fault.ts';
import { aboutInfo, connectInfo, cpuInfo, hostHardware, hostRuntime, hostSummary } from '../objects/host.ts';
import { networkConfig } from '../objects/network.ts';
import { Refusal } from '../refusal.ts';
import { list, object, ref, type Value } from '../value.ts';

const reading = (path: string, about: string, read: (host: Host, world: World) => Value): VimCommand =>
  command(path, '', about, (_, world) => ({ value: read(world.state.host, world) }));

const changing = (
  path: string,
  usage: string,
  about: string,
  change: (host: Host, args: readonly string[]) => void,
): VimCommand =>
  command(path, usage, about, (args, { state }) => {
    state.change((host) => change(host, args));
    return undefined;
  });

export const HOST_COMMANDS: readonly VimCommand[] = [
  reading('hostsvc/hostsummary', 'Displays the summary of the host.', hostSummary),
  reading('hostsvc/hosthardware', 'Displays the hardware of the host.', hostHardware),
  reading('hostsvc/hostconfig', 'Displays the configuration of the host.', hostConfig),
  reading('hostsvc/runtimeinfo', 'Displays what state the host is in.', hostRuntime),
  reading('hostsvc/cpuinfo', 'Displays the processors of the host.', cpuInfo),
  reading('hostsvc/queryconnectioninfo', 'Displays how the host is connected.', connectInfo),
  changing(
    'hostsvc/maintenance_mode_enter',
    '[timeout] [evacuatePoweredOffVms]',
    'Puts the host into maintenance mode.',
    ({ identity, vms }) => {
      if (identity.maintenanceMode) throw invalidState();
      if (vms.some(({ power }) => power === 'on')) throw new Refusal('Operation timed out.');
      identity.maintenanceMode = true;
    },
  ),
  changing(
    'hostsvc/maintenance_mode_exit',
    '[timeout]',
    'Takes the host out of maintenance mode.',
    ({ identity }) => {
      if (!identity.maintenanceMode) throw invalidState();
      identity.maintenanceMode = false;
    },
  ),
  ...serviceCommands('ssh', 'TSM-SSH', 'SSH'),
  ...serviceCommands('esx_shell', 'TSM', 'the ESXi Shell'),
  changing('hostsvc/start_service', 'service', 'Starts a service.', (host, [name = '']) => {
    serviceOf(host, name).running = true;
  }),
  changing('hostsvc/stop_service', 'service', 'Stops a service.', (host, [name = '']) => {
    serviceOf(host, name).running = false;
  }),
  changing('hostsvc/reset_service', 'service', 'Restarts a service.', (host, [name = '']) => {
    serviceOf(host, name).running = true;
  }),
  changing('hostsvc/refresh_services', '', 'Reads again what services there are.', () => undefined),
  changing('hostsvc/firewall_enable_ruleset', 'ruleset', 'Opens ports.', (host, [name = '']) => {
    rulesetOf(host, name).enabled = true;
  }),
  changing('hostsvc/firewall_disable_ruleset', 'ruleset', 'Closes ports.', (host, [name = '']) => {
    rulesetOf(host, name).enabled = false;
  }),
  changing('hostsvc/refresh_firewall', '', 'Reads again what rule sets there are.', () => undefined),
  changing('hostsvc/storage/refresh', '', 'Reads again what storage there is.', () => undefined),
  changing(
    'hostsvc/firmware/sync_config',
    '',
    'Writes the configuration to the boot device.',
    () => undefined,
  ),
  command('hostsvc/advopt/view', '[name]', 'Displays advanced options.', ([name], { state }) => ({
    value: list(
      'vim.option.OptionValue',
      (name === undefined ? state.host.advanced : [settingOf(state.host, name)]).map((one) =>
        object('vim.option.OptionValue', { key: keyOf(one), value: one.value }),
      ),
    ),
  })),
  changing(
    'hostsvc/advopt/update',
    'name type value',
    'Sets an advanced option.',
    (host, [name = '', , text = '']) => {
      const setting = settingOf(host, name);
      if (typeof setting.value === 'string') {
        setting.value = text;
        return;
      }
      const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= setting.min && value <= setting.max)) throw invalidArgument('changedValue.value');
      setting.value = value;
    },
  ),
];

/** `enable` and `disable` are for the next start of the host too. */
function serviceCommands(word: string, name: string, label: string): VimCommand[] {
  const set = (
    verb: string,
    about: string,
    change: (service: Host['services'][number]) => void,
  ): VimCommand => changing(`hostsvc/${verb}_${word}`, '', about, (host) => change(serviceOf(host, name)));
  return [
    set('enable', `Lets ${label} start with the host.`, (service) => {
      service.policy = 'on';
    }),
    set('disable', `Does not let ${label} start with the host.`, (service) => {
      service.policy = 'off';
    }),
    set('start', `Starts ${label}.`, (service) => {
      service.running = true;
    }),
    set('stop', `Stops ${label}.`, (service) => {
      service.running = false;
    }),
  ];
}

/** @throws VimFault */
function serviceOf({ services }: Host, name: string): Host['services'][number] {
  const service = services.find((one) => one.name === name);
  if (service) return service;
  throw notFound();
}

/** @throws VimFault */
function rulesetOf({ firewall }: Host, name: string): Host['firewall']['rulesets'][number] {
  const ruleset = firewall.rulesets.find((one) => one.name === name);
  if (ruleset) return ruleset;
  throw notFound();
}

/** `/Net/TcpipHeapSize` is called Net.TcpipHeapSize here. */
const keyOf = ({ path }: AdvancedSetting): string => path.slice(1).replaceAll('/', '.');

/** @throws VimFault */
function settingOf({ advanced }: Host, name: string): AdvancedSetting {
  const low = name.toLowerCase();
  const setting = advanced.find((one) => keyOf(one).toLowerCase() === low || one.path.toLowerCase() === low);
  if (setting) return setting;
  throw new VimFault('vim.fault.InvalidName', `The name '${name}' is invalid.`, { name });
}

function hostConfig(host: Host): Value {
  return object('vim.host.ConfigInfo', {
    host: ref('vim.HostSystem', 'ha-host'),
    product: aboutInfo(host),
    network: networkConfig(host),
    service: object('vim.host.ServiceInfo', {
      service: list(
        'vim.host.Service',
        host.services.map(({ name, label, running, policy }) =>
          object('vim.host.Service', {
            key: name,
            label,
            required: false,
            uninstallable: false,
            running,
            ruleset: { kind: 'absent' },
            policy,
            sourcePackage: object('vim.host.Service.SourcePackage', {
              sourcePackageName: 'esx-base',
              description: 'This VIB contains all of the base functionality of vSphere ESXi.',
            }),
          }),
        ),
      ),
    }),
    option: list(
      'vim.option.OptionValue',
      host.advanced.map((one) => object('vim.option.OptionValue', { key: keyOf(one), value: one.value })),
    ),
  });
}
