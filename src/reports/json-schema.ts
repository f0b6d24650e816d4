import { z } from 'zod';
import { verifyReport } from './schema.ts';

/** JSON reports, for whoever reads them. JSON Schema 2020-12. */
export const reportJsonSchema = (): object => ({
  ...z.toJSONSchema(verifyReport, { io: 'input' }),
  title: 'tapehead verify report',
  description: 'What `tapehead verify --report json=FILE` found.',
});
