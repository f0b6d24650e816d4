/** Names of the schemas in the OpenAPI document: schemas.ts has them, and loads zod. */
export type SchemaName =
  | 'Error'
  | 'Health'
  | 'States'
  | 'Reset'
  | 'Hook'
  | 'Hooks'
  | 'HookSpec'
  | 'Host'
  | 'Call'
  | 'Calls'
  | 'Cassette'
  | 'Cassettes'
  | 'Insert'
  | 'Document';
