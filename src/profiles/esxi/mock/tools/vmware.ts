import type { Tool } from './tool.ts';

export const VMWARE: Tool = {
  name: 'vmware',
  about: 'Version and build of the host.',
  run({ args }, { state }) {
    const { product, version, build, update } = state.host.identity;
    const full = `${product} ${version} build-${build}\n`;
    const level = `${product} ${version} ${update === 0 ? 'GA' : `Update ${update}`}\n`;
    switch (args.join(' ')) {
      case '-v':
      case '--version':
        return { stdout: full };
      case '-l':
      case '--level':
        return { stdout: level };
      case '-lv':
      case '-vl':
      case '-l -v':
      case '-v -l':
        return { stdout: full + level };
      default:
        return { stdout: USAGE, exit: args.length === 0 || args[0] === '-h' ? 0 : 1 };
    }
  },
};

const USAGE = `Usage: vmware [options]
  -h, --help        this help
  -l, --level       the update level
  -v, --version     version and build
`;
