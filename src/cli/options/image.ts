import { TapeheadError } from '../../errors.ts';
import { once } from './values.ts';

/** Of a name with its tag, in characters: what a deck takes for the name of an image. */
const LONGEST = 190;

/** `NAME[:TAG]`, as engines take it (OCI distribution-spec, "Pulling manifests"); without a tag it is latest. */
export const imageTag = once('--tag', (text): string => {
  const [name = '', tag = 'latest', ...more] = text.split(/:(?!\d+\/)/);
  const isName =
    /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(name);
  if (isName && text.length <= LONGEST && /^\w[\w.-]{0,127}$/.test(tag) && more.length === 0)
    return `${name}:${tag}`;
  throw new TapeheadError(
    'USAGE',
    `--tag cannot be ${JSON.stringify(text)}`,
    'small letters and digits, such as --tag esxi:8',
  );
});

/** `NAME=VALUE` */
export function label(text: string): readonly [string, string] {
  const [, name, value] = /^([\w][\w./-]*)=([^]*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined && !name.startsWith('io.tapehead.')) return [name, value];
  const why = name?.startsWith('io.tapehead.') ? 'is set by tapehead itself' : 'is no NAME=VALUE';
  throw new TapeheadError(
    'USAGE',
    `--label ${JSON.stringify(text)} ${why}`,
    'such as --label com.example.team=storage',
  );
}
