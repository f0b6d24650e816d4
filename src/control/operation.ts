import type { Controlled } from './controlled.ts';
import type { SchemaName } from './schema-names.ts';

/** One thing that the control API does: what is done, and what the OpenAPI document says of it. */
export interface Operation {
  /** Unique; OpenAPI's operationId. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments in braces stand for any one segment. */
  path: `/${string}`;
  summary: string;
  /** What may come behind the question mark; nothing else may. */
  query?: readonly QueryParameter[];
  body?: { schema: SchemaName; required: boolean };
  /** When it is done. */
  answer: { status: number; description: string; schema?: SchemaName; events?: boolean };
  /** Statuses of what it may refuse beside what any request may be refused for. */
  refusals?: Readonly<Record<number, string>>;
  handle(request: ControlRequest, deck: Controlled): Reply | Promise<Reply>;
}

export interface QueryParameter {
  name: string;
  type: 'string' | 'count';
  description: string;
  required?: boolean;
}

export interface ControlRequest {
  /** Of the segments in braces. */
  parameter(name: string): string;
  /** Undefined where it did not come. */
  text(name: string): string | undefined;
  /** @throws Refusal where it is no whole number from 0 */
  count(name: string): number | undefined;
  /** JSON; undefined where there was none. */
  body: unknown;
  /** Of a client that takes up a stream again. */
  lastEventId: string | undefined;
  /** Aborted when the client went away, or the deck ends. */
  gone: AbortSignal;
}

/** What is answered: nothing, JSON, or events as they come. */
export interface Reply {
  headers?: Readonly<Record<string, string>>;
  json?: object;
  events?: AsyncIterable<string>;
}
