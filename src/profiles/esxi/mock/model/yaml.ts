import { Document, isScalar, Scalar, visit } from 'yaml';
import type { Host } from './host.ts';
import { host as wholeHost } from './schema/host.ts';

/**
 * A host as YAML, of which {@link readDescription} makes the same host, whose YAML is the same text. Nothing of it is
 * left out, and keys have the order of the form, whichever commands made what there is.
 */
export function hostYaml(host: Host): string {
  const inOrder = wholeHost.parse(host);
  const document = new Document(inOrder, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      // What is not UTF-8 has no other form that a file can hold.
      if (isScalar(node) && typeof node.value === 'string' && /\p{Surrogate}/u.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}
