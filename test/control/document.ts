import { z } from 'zod';
import { openapi } from '../../src/control/openapi.ts';
import { OPERATIONS } from '../../src/control/operations.ts';

interface Described {
  operationId: string;
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

type Content = Record<string, { schema: object }>;

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
}

type Schema = Parameters<typeof z.fromJSONSchema>[0];

/** As a client gets it: through JSON. */
export const document = JSON.parse(JSON.stringify(openapi(OPERATIONS))) as Document;

/** What the document says of a request. */
export function described(method: string, target: string): Described | undefined {
  const [path = ''] = target.split('?');
  const segments = path.split('/');
  const template = Object.keys(document.paths).find((one) => {
    const wanted = one.split('/');
    return (
      wanted.length === segments.length && wanted.every((w, i) => w.startsWith('{') || w === segments[i])
    );
  });
  return template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
}

/** What is wrong with an answer by the document; undefined where nothing is. */
export function wrongWith(
  method: string,
  target: string,
  { status, type, body }: { status: number; type: string | undefined; body: string },
): string | undefined {
  const operation = described(method, target);
  // Where there is nothing to describe, an error all the same.
  const response = operation ? operation.responses[status] : { content: ERROR };
  if (!response) return `${operation?.operationId} has no answer ${status}`;
  const [content] = Object.entries(response.content ?? {});
  if (!content) return body === '' ? undefined : `${status} has a body: ${body}`;
  const [wanted, { schema }] = content;
  if (type !== wanted) return `${status} is of type ${type}, not ${wanted}`;
  return wanted === 'application/json' ? wrongBy(schema, JSON.parse(body)) : undefined;
}

const ERROR: Content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };

/** What is wrong with the bytes of an error that no operation gave, by the document. */
export function wrongOnTheWire(answer: string): string | undefined {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const type = /^content-type: (.*)$/im.exec(head)?.[1];
  if (Number(/^content-length: (\d+)$/im.exec(head)?.[1]) !== Buffer.byteLength(body))
    return `length of ${body}`;
  return wrongWith('POST', '/v1/hooks', { status, type, body });
}

/** What is wrong with a value by a schema of the document. */
export function wrongBy(schema: object, value: unknown): string | undefined {
  const checked = compiled(JSON.stringify(schema)).safeParse(value);
  return checked.success ? undefined : z.prettifyError(checked.error);
}

const schemas = new Map<string, z.ZodType>();

/** Each once: it takes some milliseconds. */
function compiled(schema: string): z.ZodType {
  const known = schemas.get(schema);
  if (known) return known;
  const whole = { ...(JSON.parse(schema) as object), $defs: document.components.schemas };
  const local = JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')) as Schema;
  const made = z.fromJSONSchema(local);
  schemas.set(schema, made);
  return made;
}
