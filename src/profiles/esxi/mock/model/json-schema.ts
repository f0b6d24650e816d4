import { z } from 'zod';
import { description } from './schema/description.ts';

/** Descriptions of hosts for editors: their form. JSON Schema 2020-12. */
export const hostJsonSchema = (): object => ({
  ...z.toJSONSchema(description, { io: 'input' }),
  title: 'ESXi host of tapehead',
  description: 'A mock ESXi host: what is not said of it is as on a believable one.',
});
