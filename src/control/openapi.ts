import { z } from 'zod';
import { DEFAULT_CONTROL_LIMITS } from './limits.ts';
import type { Operation, QueryParameter } from './operation.ts';
import type { SchemaName } from './schema-names.ts';
import { SCHEMAS } from './schemas.ts';
import { MOST_BODY } from './body.ts';

/** The OpenAPI 3.1 document of the operations. */
export function openapi(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'tapehead control API', version: '1', license: LICENSE, description: DESCRIPTION },
    servers: [
      { url: 'http://127.0.0.1', description: 'The port is in the ready file, or it is a Unix socket.' },
    ],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Of the ready file. A Unix socket needs none.',
        },
      },
      schemas: schemaObjects(),
    },
  };
}

const LICENSE = { name: 'Apache-2.0', identifier: 'Apache-2.0' };

const DESCRIPTION = `Drives a running deck: hooks, calls, cassettes, states. Bodies are JSON, of at most ${MOST_BODY} bytes; \
headers have at most ${DEFAULT_CONTROL_LIMITS.headerBytes} bytes. Requests of browsers are refused.`;

function operationObject({ id, path, summary, query = [], body, answer, refusals = {} }: Operation): object {
  const segments = path.split('/').filter((segment) => segment.startsWith('{'));
  const parameters = [...segments.map(pathParameter), ...query.map(queryParameter)];
  const all = { ...ALWAYS_REFUSED, ...(body && BODY_REFUSED), ...refusals };
  return {
    operationId: id,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: body.required, content: json(body.schema) } }),
    responses: {
      [answer.status]: { description: answer.description, ...contentOf(answer) },
      ...Object.fromEntries(
        Object.entries(all).map(([status, description]) => [status, { description, content: json('Error') }]),
      ),
    },
  };
}

const ALWAYS_REFUSED = {
  400: 'The request is not what it should be; the message says where.',
  401: 'The token is missing or wrong.',
  403: 'A browser asks, or another host is asked for than this machine.',
  408: 'Not all of the request came in time.',
  431: `The headers are longer than ${DEFAULT_CONTROL_LIMITS.headerBytes} bytes.`,
};

const BODY_REFUSED = {
  413: `The body is longer than ${MOST_BODY} bytes.`,
  415: 'The body is not said to be application/json.',
};

const contentOf = ({ schema, events = false }: Operation['answer']): object => {
  if (!schema) return {};
  return { content: events ? { 'text/event-stream': { schema: { type: 'string' } } } : json(schema) };
};

const json = (name: SchemaName): object => ({ 'application/json': { schema: { $ref: pathOf(name) } } });

const pathOf = (name: string): string => `#/components/schemas/${name}`;

const pathParameter = (segment: string): object => ({
  name: segment.slice(1, -1),
  in: 'path',
  required: true,
  schema: { type: 'string' },
});

const queryParameter = ({ name, type, description, required = false }: QueryParameter): object => ({
  name,
  in: 'query',
  required,
  description,
  schema: type === 'count' ? { type: 'integer', minimum: 0 } : { type: 'string' },
});

function schemaObjects(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: pathOf });
  const { [SHARED]: shared, ...own } = schemas;
  const all = Object.entries({ ...own, ...shared?.$defs }).map(([id, { $schema: _, $id: __, ...schema }]) => [
    id,
    schema,
  ]);
  // What several of them use has a place of its own in OpenAPI, too.
  const text = JSON.stringify(Object.fromEntries(all)).replaceAll(`${pathOf(SHARED)}#/$defs/`, pathOf(''));
  return JSON.parse(text) as Record<string, object>;
}

/** Where zod puts what several schemas use. */
const SHARED = '__shared';
