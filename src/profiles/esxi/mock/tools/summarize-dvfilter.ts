import { type Filter, filteredPortsOf, type FilteredPort } from '../model/dvfilter.ts';
import type { Tool } from './tool.ts';

export const SUMMARIZE_DVFILTER: Tool = {
  name: 'summarize-dvfilter',
  about: 'Lists filters of ports.',
  run(_called, { state: { host } }) {
    const agents = host.dvfilter.agents.map(
      ({ name, refCount, module }) =>
        `agent: ${name}, refCount: ${refCount}, rev: 0x1010000, apiRev: 0x1010000, module: ${module}\n`,
    );
    let world = -1;
    const ports = filteredPortsOf(host).map((port) => {
      const head = port.worldId === world ? '' : worldLine(port);
      world = port.worldId;
      return `${head} port ${port.port} ${port.client}\n${port.filters.map(filterLines).join('')}`;
    });
    return { stdout: `Fastpaths:\n${agents.join('')}\nSlowpaths:\n\nFilters:\n${ports.join('')}` };
  },
};

const worldLine = ({ worldId, vm, vcUuid }: FilteredPort): string =>
  worldId === 0 ? 'world 0 <no world>\n' : `world ${worldId} vmm0:${vm} vcUuid:'${vcUuid}'\n`;

const filterLines = ({ hook, slot, name, agent, failurePolicy, source }: Filter): string =>
  `  ${hook} slot ${slot}
   name: ${name}
   agentName: ${agent}
   state: IOChain Attached
   vmState: Detached
   failurePolicy: ${failurePolicy}
   slowPathID: none
   filter source: ${source}
`;
