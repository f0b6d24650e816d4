import { leaf } from '../../esxcli/leaf.ts';
import { str } from '../../esxcli/option.ts';
import { nested, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { DvSwitch } from '../../model/network.ts';

const name = str('-v|--vds-name', 'Only this switch.');

type Vxlan = NonNullable<DvSwitch['vxlan']> & { uuid: string; name: string };

export const DVS_LEAVES = [
  leaf({
    path: 'network vswitch dvs vmware list',
    about: 'Lists the distributed switches that the host is a part of.',
    options: { name },
    read: dvSwitchesNamed,
    prints: records<DvSwitch>('DVSwitch', (dvs) => dvs.name, {
      Name: (dvs) => dvs.name,
      'VDS ID': ({ uuid }) => spaced(uuid),
      Class: () => 'cswitch',
      'Num Ports': ({ numPorts }) => numPorts,
      'Used Ports': ({ ports, uplinks }) => 1 + uplinks.length + inUse(ports).length,
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
      'VDS ID': ({ uuid }) => spaced(uuid),
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
function dvSwitchesNamed({ dvSwitches }: Host, given: { name: string | undefined }): readonly DvSwitch[] {
  if (given.name === undefined) return dvSwitches;
  const dvs = dvSwitches.find((one) => one.name === given.name);
  if (!dvs) throw new Failure(`Unable to find vds: ${given.name}`);
  return [dvs];
}

const inUse = (ports: DvSwitch['ports']): DvSwitch['ports'] => ports.filter(({ client }) => client !== '');

/** `10 8d 19 50 cc bb 47 a6-5d a5 40 54 96 7e 94 18` */
function spaced(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}
