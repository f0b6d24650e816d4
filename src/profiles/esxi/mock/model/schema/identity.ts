import { z } from 'zod';
import { count, name, time, uuid } from './words.ts';

export const identity = z.strictObject({
  product: name(),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'this is no version such as 8.0.2')
    .describe('Such as 8.0.2.'),
  build: count(),
  update: count(),
  patch: count(),
  hostName: name().describe('Without the domain.'),
  domain: z.string(),
  uuid: uuid(),
  vendor: z.string().describe('Of the machine.'),
  model: z.string(),
  serialNumber: z.string(),
  biosVersion: z.string(),
  installed: time(),
  booted: time(),
  maintenanceMode: z.boolean(),
  license: z.string().describe('The key.'),
  welcome: z.string().describe('What the console of the host shows.'),
});
