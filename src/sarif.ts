/** What every SARIF 2.1.0 log (OASIS standard) of ours begins with. */
export const SARIF = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' } as const;

/** A message as it is: `{0}` would be a placeholder and `[…](…)` a link (SARIF 2.1.0 §3.11.5, §3.11.6). */
export const literalMessage = (text: string): string =>
  text.replace(/[[\]]/g, String.raw`\$&`).replace(/[{}]/g, '$&$&');

/** Where a result about a whole file is. */
export const physicalLocation = (path: string) => ({
  artifactLocation: { uri: uriOf(path) },
  region: { startLine: 1 },
});

/** A relative reference or a file URL (RFC 3986), whatever bytes are in the path. */
function uriOf(path: string): string {
  const encoded = Buffer.from(path).toString().split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
