import { z } from 'zod';
import { name } from './words.ts';

export const account = z.strictObject({
  id: name(),
  description: z.string(),
  shellAccess: z.boolean(),
  password: z.string().describe('Nobody is shown it.'),
});

export const permission = z.strictObject({
  principal: name(),
  isGroup: z.boolean(),
  role: z.string(),
  roleDescription: z.string(),
});
