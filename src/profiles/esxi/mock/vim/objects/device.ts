import { none, object, since, type Fields, type Value } from '../value.ts';

/** What stands in it besides. `on`: the key of its controller, and its place there. */
interface Within {
  on?: readonly [controller: number, unit: number];
  backing?: Value;
  connectable?: Value;
  slot?: number;
  more?: Fields;
}

/** A device of a VM, with what any has. */
export function device(
  type: string,
  key: number,
  [label, summary]: readonly [string, string],
  { on, backing, connectable, slot, more }: Within = {},
): Value {
  return object(`vim.vm.device.${type}`, {
    key,
    deviceInfo: object('vim.Description', { label, summary }),
    backing: backing ?? none('vim.vm.device.VirtualDevice.BackingInfo'),
    connectable: connectable ?? none('vim.vm.device.VirtualDevice.ConnectInfo'),
    slotInfo: since(
      '5.1',
      slot === undefined
        ? none('vim.vm.device.VirtualDevice.BusSlotInfo')
        : object('vim.vm.device.VirtualDevice.PciBusSlotInfo', { pciSlotNumber: slot }),
    ),
    controllerKey: on?.[0],
    unitNumber: on?.[1],
    numaNode: since('8.0', undefined),
    ...more,
  });
}

export const connectInfo = (connected: boolean): Value =>
  object('vim.vm.device.VirtualDevice.ConnectInfo', {
    migrateConnect: since('6.7', 'unset'),
    startConnected: true,
    allowGuestControl: true,
    connected,
    status: connected ? 'ok' : 'untried',
  });

/** How many, as a level says, or as they were set. */
export const shares = (count: number, level = 'normal'): Value =>
  object('vim.SharesInfo', { shares: count, level });
