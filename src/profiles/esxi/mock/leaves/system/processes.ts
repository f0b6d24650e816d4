import { leaf } from '../../esxcli/leaf.ts';
import { record, table } from '../../esxcli/printed.ts';
import { type Process, processesOf } from '../../processes/processes.ts';
import type { System } from '../../model/system.ts';

type Ramdisk = System['ramdisks'][number];

const KIB = { unit: 'KiB' } as const;

export const PROCESS_LEAVES = [
  leaf({
    path: 'system process list',
    about: 'Lists the processes of the host.',
    read: (host) => processesOf(host),
    prints: table<Process>('Process', {
      Id: ({ id }) => id,
      'Process Id': ({ pid }) => pid,
      Name: ({ name }) => name,
      'Command Line': ({ command }) => command,
      'Session Id': ({ session }) => session,
    }),
  }),
  leaf({
    path: 'system process stats running get',
    about: 'Tells how many processes there are.',
    read: (host) => processesOf(host).length,
    prints: record<number>('RunningProcesses', { 'Running Processes': (count) => count }),
  }),
  leaf({
    path: 'system process stats load get',
    about: 'Tells the load of the host.',
    read: ({ system }) => system.load.map((one) => one.toFixed(2)),
    prints: record<readonly string[]>('Load', {
      Load1Minute: ([one = '']) => one,
      Load5Minutes: ([, five = '']) => five,
      Load15Minutes: ([, , fifteen = '']) => fifteen,
    }),
  }),
  leaf({
    path: 'system visorfs ramdisk list',
    about: 'Lists the file systems in memory.',
    read: ({ system }) => system.ramdisks,
    prints: table<Ramdisk>('Ramdisk', {
      'Ramdisk Name': ({ name }) => name,
      System: () => true,
      'Include in Coredumps': () => true,
      Reserved: { value: ({ reserved }) => reserved, ...KIB },
      Maximum: { value: ({ maximum }) => maximum, ...KIB },
      Used: { value: ({ used }) => used, ...KIB },
      'Peak Used': { value: ({ used }) => used, ...KIB },
      Free: { value: ({ maximum, used }) => `${Math.floor((100 * (maximum - used)) / maximum)} %` },
      'Reserved Free': {
        value: ({ reserved, used }) =>
          `${reserved === 0 ? 0 : Math.max(0, Math.floor((100 * (reserved - used)) / reserved))} %`,
      },
      'Maximum Inodes': () => 8192,
      'Allocated Inodes': () => 4096,
      'Used Inodes': () => 512,
      'Mount Point': ({ mount }) => mount,
    }),
  }),
  leaf({
    path: 'system visorfs tardisk list',
    about: 'Lists the archives that the file system in memory is of.',
    read: ({ vibs }) => vibs.flatMap(({ payloads }) => payloads),
    prints: table<string>('Tardisk', {
      Filename: (payload) => `${payload}.v00`,
      'Tardisk Path': (payload) => `/tardisks/${payload}.v00`,
    }),
  }),
  leaf({
    path: 'system visorfs get',
    about: 'Tells of the file system in memory as a whole.',
    read: ({ system }) => system.ramdisks,
    prints: record<readonly Ramdisk[]>('Visorfs', {
      'Total Inodes': () => 524_288,
      'Used Inodes': (ramdisks) => 512 * ramdisks.length,
      'Unlinked Inodes': () => 0,
      'Reserved Inodes': () => 0,
      'Peak Used Inodes': (ramdisks) => 512 * ramdisks.length,
    }),
  }),
];
