import { z } from 'zod';
import { path, name } from './words.ts';

/** Of /Net, /UserVars and so on. */
export const advancedSetting = z
  .strictObject({
    path: path(),
    value: z.union([z.int(), z.string()]).describe('A number or text: that is the type of the setting.'),
    default: z.union([z.int(), z.string()]),
    min: z.int(),
    max: z.int(),
    validCharacters: z.string(),
    description: z.string(),
    hostSpecific: z.boolean(),
  })
  .describe('An advanced setting; min and max are of numbers.');

export const kernelSetting = z
  .strictObject({
    name: name(),
    type: z.string().describe('As the host calls it: Bool, uint32, String …'),
    description: z.string(),
    configured: z.string(),
    runtime: z.string(),
    default: z.string(),
  })
  .describe('A setting of the kernel at boot.');

export const module = z.strictObject({
  name: name(),
  loaded: z.boolean(),
  enabled: z.boolean(),
  version: z.string(),
  build: z.string(),
  license: z.string(),
  vib: z.string().describe('Name of the VIB it comes with.'),
  signed: z.string(),
  file: z.string(),
  size: z.int().min(0).describe('In KiB, of what is loaded.'),
  usedBy: z.int().min(0),
  requires: z.array(z.string()).describe('Namespaces, such as com.vmware.vmkapi@v2_10_0_0.'),
  parameters: z.array(
    z.strictObject({
      name: name(),
      type: z.string(),
      value: z.string().describe('Empty: not set.'),
      description: z.string(),
    }),
  ),
});
