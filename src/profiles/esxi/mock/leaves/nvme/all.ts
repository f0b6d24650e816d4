import { leaf } from '../../esxcli/leaf.ts';
import { long, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Nvme } from '../../model/san.ts';
import type { Area } from '../area.ts';

type Controller = Nvme['controllers'][number];
type Namespace = Nvme['namespaces'][number];

const adapter = required(str('-a|--adapter', 'The adapter: vmhba65.'));

const NVME_LEAVES = [
  leaf({
    path: 'nvme info get',
    about: 'Tells the name that the host has for NVMe.',
    read: ({ nvme }) => nvme,
    prints: record<Nvme>('NvmeInfo', { 'Host NQN': ({ hostNqn }) => hostNqn }),
  }),
  leaf({
    path: 'nvme adapter list',
    about: 'Lists the NVMe adapters.',
    read: ({ nvme }) => nvme.adapters,
    prints: table<Nvme['adapters'][number]>('NvmeAdapter', {
      Adapter: ({ name }) => name,
      'Adapter Qualified Name': ({ qualifiedName }) => qualifiedName,
      'Transport Type': ({ transport }) => transport,
      Driver: ({ driver }) => driver,
      'Associated Devices': ({ devices }) => devices,
    }),
  }),
  leaf({
    path: 'nvme controller list',
    about: 'Lists the NVMe controllers.',
    options: { adapter: str('-a|--adapter', 'Only those of this adapter.') },
    read: ({ nvme }, given) =>
      nvme.controllers.filter((one) => given.adapter === undefined || one.adapter === given.adapter),
    prints: table<Controller>('NvmeController', {
      Name: ({ name }) => name,
      'Controller Number': { value: ({ number }) => number, of: 'integer' },
      Adapter: (one) => one.adapter,
      'Transport Type': ({ transport }) => transport,
      'Is Online': { value: ({ online }) => online, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'nvme namespace list',
    about: 'Lists the namespaces of NVMe controllers.',
    options: { controller: long('-c|--controller', 'Only those of this controller.') },
    read: ({ nvme }, { controller }) =>
      nvme.namespaces.filter((one) => controller === undefined || one.controller === controller),
    prints: table<Namespace>('NvmeNamespace', {
      Name: ({ name }) => name,
      'Controller Number': { value: ({ controller }) => controller, of: 'integer' },
      'Namespace ID': { value: ({ id }) => id, of: 'integer' },
      'Block Size': { value: ({ blockSize }) => blockSize, of: 'integer' },
      'Capacity in MB': { value: ({ sizeMB }) => sizeMB, of: 'integer' },
    }),
  }),
  leaf({
    path: 'nvme device list',
    about: 'Lists the NVMe devices.',
    read: ({ nvme }) => nvme.controllers.filter(({ transport }) => transport === 'PCIe'),
    prints: table<Controller>('NvmeDevice', {
      'HBA Name': (one) => one.adapter,
      Status: ({ online }) => (online ? 'Online' : 'Offline'),
      Signature: ({ model, serial }) => `nvmeMgmt-${model.trim()}-${serial.trim()}`,
    }),
  }),
  leaf({
    path: 'nvme device get',
    about: 'Tells what the host knows of an NVMe device.',
    options: { adapter: required(str('-A|--adapter', 'The adapter: vmhba65.')) },
    read(host, given) {
      const found = host.nvme.controllers.find((one) => one.adapter === given.adapter);
      if (!found) throw new Failure(`Failed to open nvme device: ${given.adapter}`);
      return found;
    },
    prints: record<Controller>('NvmeDeviceInfo', {
      'Serial Number': ({ serial }) => serial,
      'Model Number': ({ model }) => model,
      'Firmware Revision': ({ firmware }) => firmware,
      'Controller ID': ({ number }) => number,
      'NVM Subsystem NVMe Qualified Name': ({ subsystem }) => subsystem,
    }),
  }),
  leaf({
    path: 'nvme fabrics enable',
    about: 'Makes an NVMe adapter of a NIC.',
    options: {
      device: required(str('-d|--device', 'The NIC: vmnic0.')),
      protocol: required(str('-p|--protocol', 'TCP or RDMA.')),
    },
    change(host, { device, protocol }) {
      const kind = protocol.toUpperCase();
      if (kind !== 'TCP' && kind !== 'RDMA') throw new Failure(`Invalid protocol: ${protocol}`);
      if (!host.nics.some(({ name }) => name === device))
        throw new Failure(`Unable to find device ${device}`);
      if (host.nvme.adapters.some(({ devices }) => devices === device)) {
        throw new Failure(`Device ${device} is already enabled for ${kind}`);
      }
      const taken = new Set([...host.adapters, ...host.nvme.adapters].map(({ name }) => name));
      let number = 64;
      while (taken.has(`vmhba${number}`)) number++;
      const driver = kind === 'TCP' ? 'nvmetcp' : 'nvmerdma';
      host.nvme.adapters.push({
        name: `vmhba${number}`,
        qualifiedName: `aqn:${driver}:${host.nics.find(({ name }) => name === device)?.mac.replaceAll(':', '-') ?? ''}`,
        transport: kind,
        driver,
        devices: device,
      });
    },
  }),
  leaf({
    path: 'nvme fabrics disable',
    about: 'Makes of a NIC no NVMe adapter any more.',
    options: {
      device: required(str('-d|--device', 'The NIC: vmnic0.')),
      protocol: required(str('-p|--protocol', 'TCP or RDMA.')),
    },
    change({ nvme }, { device }) {
      const own = nvme.adapters.find(({ devices }) => devices === device);
      if (!own) throw new Failure(`Device ${device} is not enabled`);
      nvme.controllers = nvme.controllers.filter((one) => one.adapter !== own.name);
      nvme.adapters = nvme.adapters.filter(({ name }) => name !== own.name);
    },
  }),
  leaf({
    path: 'nvme fabrics connect',
    about: 'Connects to a controller.',
    options: {
      adapter,
      address: required(str('-i|--ip-address', 'Where it is.')),
      port: long('-p|--port-number', 'The port. Default 4420.'),
      subsystem: required(str('-s|--subsystem-nqn', 'The name of its subsystem.')),
    },
    change(host, given) {
      const own = adapterNamed(host, given.adapter);
      const at = `${given.address}:${given.port ?? 4420}`;
      const name = `${given.subsystem}#${own.name}#${at}`;
      if (host.nvme.controllers.some((one) => one.name === name))
        throw new Failure('Controller already connected');
      const number = Math.max(255, ...host.nvme.controllers.map((one) => one.number)) + 1;
      const { transport } = own;
      const { subsystem } = given;
      const made = { name, number, adapter: own.name, transport, online: true, subsystem, address: at };
      host.nvme.controllers.push({ ...made, model: '', serial: '', firmware: '' });
    },
  }),
  leaf({
    path: 'nvme fabrics disconnect',
    about: 'Disconnects from a controller.',
    options: {
      adapter,
      number: long('-n|--controller-number', 'The controller.'),
      subsystem: str('-s|--subsystem-nqn', 'The name of its subsystem.'),
    },
    change(host, given) {
      const { nvme } = host;
      const left = nvme.controllers.filter(
        (one) =>
          one.adapter !== given.adapter || (one.number !== given.number && one.subsystem !== given.subsystem),
      );
      if (left.length === nvme.controllers.length) throw new Failure('Controller not found');
      nvme.controllers = left;
      const numbers = new Set(left.map(({ number }) => number));
      nvme.namespaces = nvme.namespaces.filter(({ controller }) => numbers.has(controller));
    },
  }),
  leaf({
    path: 'nvme fabrics connection list',
    about: 'Lists the controllers that the host is connected to.',
    read: ({ nvme }) => nvme.controllers.filter(({ address }) => address !== ''),
    prints: table<Controller>('NvmeConnection', {
      Adapter: (one) => one.adapter,
      'Transport Address': ({ address }) => address,
      'Subsystem NQN': ({ subsystem }) => subsystem,
      Connected: { value: ({ online }) => online, of: 'boolean' },
    }),
  }),
];

/** @throws Failure */
function adapterNamed({ nvme }: Host, name: string): Nvme['adapters'][number] {
  const found = nvme.adapters.find((one) => one.name === name);
  if (found) return found;
  throw new Failure(`Unable to find nvme adapter ${name}`);
}

export const NVME: Area = {
  namespaces: {
    nvme: 'NVMe: adapters, controllers, namespaces.',
    'nvme adapter': 'NVMe adapters.',
    'nvme controller': 'NVMe controllers.',
    'nvme device': 'NVMe devices.',
    'nvme fabrics': 'NVMe over networks.',
    'nvme fabrics connection': 'Controllers that the host is connected to.',
    'nvme info': 'The host itself.',
    'nvme namespace': 'Namespaces of NVMe controllers.',
  },
  leaves: NVME_LEAVES,
};
