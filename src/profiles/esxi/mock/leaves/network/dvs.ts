import { leaf } from '../../esxcli/leaf.ts';
import { str } from '../../esxcli/option.ts';
import { nested, records, table } from '../../esxcli/printed.ts';
import type { Host } from '../../model/host.ts';
import type { DvSwitch } from '../../model/network.ts';
import { dvSwitchNamed } from './named.ts';

const name = str('-v|--vds-name', 'Only this switch.');

type Vxlan = NonNullable<DvSwitch['vxlan']> & { uuid: string; name: string };

export const DVS_LEAVES = [
  leaf({
    path: 'network vswitch dvs vmware list',
    about: 'Lists the distributed switches that the host is a part of.',
    options: { name },
    read: (host, given) =>
      dvSwitchesNamed(host, given).map((dvs) => ({ ...dvs, ports: dvPortsOf(host, dvs) })),
    prints: records<DvSwitch>('DVSwitch', (dvs) => dvs.name, {
      Name: (dvs) => dvs.name,
      'VDS ID': ({ uuid }) => spacedUuid(uuid),
      Class: () => 'cswitch',
      'Num Ports': ({ numPorts }) => numPorts,
      'Used Ports': usedDvPorts,
      'Configured Ports': ({ configuredPorts }) => configuredPorts,
      MTU: ({ mtu }) => mtu,
      'CDP Status': ({ cdp }) => cdp,
      'Beacon Timeout': () => -1,
      Uplinks: ({ uplinks }) => uplinks,
      'VMware Branded': () => true,
      DVPort: ({ ports }) =>
        ports.map(({ id, portGroup, client }) =>
          nested('DVPort', {
            Client: client,
            'DVPortgroup ID': portGroup,
            'In Use': client !== '',
            'Port ID': id,
          }),
        ),
    }),
  }),
  leaf({
    path: 'network vswitch dvs vmware vxlan list',
    about: 'Lists the distributed switches that carry VXLAN.',
    options: { name },
    read: (host, given) =>
      dvSwitchesNamed(host, given).flatMap(({ vxlan, uuid, name: of }) =>
        vxlan ? [{ ...vxlan, uuid, name: of }] : [],
      ),
    prints: table<Vxlan>('VXLAN', {
      'VDS ID': ({ uuid }) => spacedUuid(uuid),
      'VDS Name': (vxlan) => vxlan.name,
      MTU: { value: ({ mtu }) => mtu, of: 'integer' },
      'Segment ID': ({ segment }) => segment,
      'Gateway IP': ({ gatewayIp }) => gatewayIp,
      'Gateway MAC': ({ gatewayMac }) => gatewayMac,
      'Network Count': { value: ({ networks }) => networks, of: 'integer' },
      'Vmknic Count': { value: ({ vmknics }) => vmknics, of: 'integer' },
    }),
  }),
];

/** @throws Failure as the host says it */
function dvSwitchesNamed(host: Host, given: { name: string | undefined }): readonly DvSwitch[] {
  return given.name === undefined ? host.dvSwitches : [dvSwitchNamed(host, given.name)];
}

/** Ports, and who has them: interfaces of the kernel say so themselves. */
export const dvPortsOf = ({ vmks }: Host, { name: dvSwitch, ports }: DvSwitch): DvSwitch['ports'] =>
  ports.map((port) => {
    const vmk = vmks.find((one) => one.dvSwitch === dvSwitch && one.dvPort === port.id);
    return vmk ? { ...port, client: vmk.name } : port;
  });

/** Uplinks have one more each; and one is its own. */
export function usedDvPorts({ ports, uplinks }: Pick<DvSwitch, 'ports' | 'uplinks'>): number {
  return 1 + uplinks.length + ports.filter(({ client }) => client !== '').length;
}

/** `10 8d 19 50 cc bb 47 a6-5d a5 40 54 96 7e 94 18` */
export function spacedUuid(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}
