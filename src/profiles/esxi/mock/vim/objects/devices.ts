import { hexOf } from '../../model/derived.ts';
import type { Host } from '../../model/host.ts';
import type { Vm, VmNic } from '../../model/vms.ts';
import { datastorePath } from '../../vms/register.ts';
import { placeOf } from '../../volumes/names.ts';
import type { World } from '../../world.ts';
import { list, listIfAny, none, object, ref, since, type Value } from '../value.ts';
import { connectInfo, device, shares } from './device.ts';
import { controllersOf, scsiController, virtualDisk } from './disks.ts';

/** What the guest sees as its machine. */
export function virtualHardware(vm: Vm, host: Host, world: World): Value {
  return object('vim.vm.VirtualHardware', {
    numCPU: vm.cpus,
    numCoresPerSocket: since('5.0', 1),
    autoCoresPerSocket: since('8.0', false),
    memoryMB: vm.memoryMB,
    virtualICH7MPresent: false,
    virtualSMCPresent: false,
    device: list('vim.vm.device.VirtualDevice', devicesOf(vm, host, world)),
    motherboardLayout: since('8.0', 'i440bxHostBridge'),
    simultaneousThreads: since('8.0', 1),
  });
}

function devicesOf(vm: Vm, host: Host, world: World): Value[] {
  const controllers = controllersOf(vm);
  const slots = [500, 12_000, ...controllers.map(({ key }) => key), ...vm.nics.map((_, i) => 4000 + i)];
  return [
    controller('IDE', 200, 'IDE 0', 0, []),
    controller('IDE', 201, 'IDE 1', 1, vm.toolsMounted || isoOf(vm) !== undefined ? [3002] : []),
    controller('PS2', 300, 'PS2 controller 0', 0, [600, 700]),
    controller('PCI', 100, 'PCI controller 0', 0, slots),
    controller('SIO', 400, 'SIO controller 0', 0, []),
    device('VirtualKeyboard', 600, ['Keyboard ', 'Keyboard'], { on: [300, 0] }),
    device('VirtualPointingDevice', 700, ['Pointing device', 'Pointing device; Device'], {
      on: [300, 1],
      backing: object('vim.vm.device.VirtualPointingDevice.DeviceBackingInfo', {
        deviceName: '',
        useAutoDetect: false,
        hostPointingDevice: 'autodetect',
      }),
    }),
    device('VirtualVideoCard', 500, ['Video card ', 'Video card'], {
      on: [100, 0],
      more: {
        videoRamSizeInKB: 4096,
        numDisplays: 1,
        useAutoDetect: false,
        enable3DSupport: false,
        enableMPTSupport: undefined,
        use3dRenderer: since('5.1', 'automatic'),
        graphicsMemorySizeInKB: since('5.5', 262_144),
      },
    }),
    device('VirtualVMCIDevice', 12_000, ['VMCI device', VMCI], {
      on: [100, 17],
      more: {
        id: Number.parseInt(hexOf(vm.uuid, 8), 16) | 0,
        allowUnrestrictedCommunication: false,
        filterEnable: since('6.0', true),
        filterInfo: since('6.0', none('vim.vm.device.VirtualVMCIDevice.FilterInfo')),
      },
    }),
    ...controllers.map(scsiController),
    ...cdromOf(vm, host),
    ...vm.disks.map((disk, i) => virtualDisk(vm, disk, i, host, world)),
    ...vm.nics.map((nic, i) => ethernetCard(nic, i, vm)),
  ];
}

const VMCI =
  'Device on the virtual machine PCI bus that provides support for the virtual machine communication interface';

const controller = (
  kind: string,
  key: number,
  label: string,
  bus: number,
  within: readonly number[],
): Value =>
  device(`Virtual${kind}Controller`, key, [label, label], {
    more: { busNumber: bus, device: listIfAny('int', within) },
  });

const CARDS: Readonly<Record<string, string>> = {
  vmxnet3: 'VirtualVmxnet3',
  vmxnet2: 'VirtualVmxnet2',
  e1000: 'VirtualE1000',
  e1000e: 'VirtualE1000e',
  vlance: 'VirtualPCNet32',
  sriov: 'VirtualSriovEthernetCard',
};

const ADDRESS_TYPES = { generated: 'generated', static: 'manual', vpx: 'assigned' };

const ethernetCard = ({ portGroup, mac, type, addressType }: VmNic, i: number, { power }: Vm): Value =>
  device(CARDS[type] ?? 'VirtualE1000', 4000 + i, [`Network adapter ${i + 1}`, portGroup], {
    on: [100, 7 + i],
    backing: object('vim.vm.device.VirtualEthernetCard.NetworkBackingInfo', {
      deviceName: portGroup,
      useAutoDetect: false,
      network: ref('vim.Network', `HaNetwork-${portGroup}`),
      inPassthroughMode: undefined,
    }),
    connectable: connectInfo(power === 'on'),
    slot: 192 + 32 * i,
    more: {
      addressType: ADDRESS_TYPES[addressType],
      macAddress: mac,
      wakeOnLanEnabled: true,
      resourceAllocation: since(
        '6.0',
        object('vim.vm.device.VirtualEthernetCard.ResourceAllocation', {
          reservation: 0,
          share: shares(50),
          limit: -1,
        }),
      ),
      externalId: since('6.0', undefined),
      uptCompatibilityEnabled: since('6.0', type === 'vmxnet3'),
    },
  });

const TOOLS_ISO = '/usr/lib/vmware/isoimages/linux.iso';

/** The image that is in its drive, by its configuration. */
function isoOf({ extra }: Vm): string | undefined {
  const entry = Object.entries(extra).find(
    ([key, value]) => /^(ide|sata)\d+:\d+\.filename$/i.test(key) && value.toLowerCase().endsWith('.iso'),
  );
  return entry?.[1];
}

function cdromOf(vm: Vm, host: Host): Value[] {
  const iso = vm.toolsMounted ? TOOLS_ISO : isoOf(vm);
  if (iso === undefined) return [];
  const place = placeOf(host, iso);
  const fileName = place ? datastorePath({ volume: place.on.name, below: place.below }) : `[] ${iso}`;
  return [
    device('VirtualCdrom', 3002, ['CD/DVD drive 1', `ISO ${fileName}`], {
      on: [201, 0],
      backing: object('vim.vm.device.VirtualCdrom.IsoBackingInfo', {
        fileName,
        datastore: place ? ref('vim.Datastore', place.on.uuid) : none('vim.Datastore'),
        backingObjectId: since('5.5', undefined),
      }),
      connectable: connectInfo(vm.power === 'on'),
    }),
  ];
}
