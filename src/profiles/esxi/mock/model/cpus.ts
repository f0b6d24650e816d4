import type { Host } from './host.ts';

type Model = Host['hardware']['cpu'];

/** A thread that the kernel has as a processor. */
export interface Cpu {
  id: number;
  packageId: number;
  node: number;
  of: Model;
}

/** Threads of a package follow each other; nodes are of whole packages, as far as there are as many. */
export function cpusOf({ hardware: { cpu, memory } }: Host): Cpu[] {
  const inPackage = Math.max(1, Math.ceil(cpu.threads / cpu.packages));
  const inNode = Math.max(1, Math.ceil(cpu.threads / memory.numaNodes));
  return Array.from({ length: cpu.threads }, (_, id) => ({
    id,
    packageId: Math.floor(id / inPackage),
    node: Math.floor(id / inNode),
    of: cpu,
  }));
}

/** What CPUID returns for a level. */
export interface CpuidLevel {
  level: number;
  registers: readonly [eax: number, ebx: number, ecx: number, edx: number];
}

/** The levels that tell vendor and brand: of what it can do the model knows nothing. */
export function cpuidOf({ brand, model }: Model): CpuidLevel[] {
  const vendor = Buffer.from(brand.padEnd(12).slice(0, 12), 'latin1');
  const name = Buffer.from(model.slice(0, 47).padEnd(48, '\0'), 'latin1');
  return [
    { level: 0, registers: [0x16, vendor.readUInt32LE(0), vendor.readUInt32LE(8), vendor.readUInt32LE(4)] },
    ...[0, 1, 2].map((part) => ({
      level: 0x80000002 + part,
      registers: [0, 4, 8, 12].map((at) => name.readUInt32LE(16 * part + at)) as [
        number,
        number,
        number,
        number,
      ],
    })),
  ];
}
