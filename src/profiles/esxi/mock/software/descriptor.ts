import { newVib, type Vib } from '../model/software.ts';
import type { Source } from './zip.ts';

/** The VIB that a descriptor.xml tells of; undefined where it tells of none. */
export function vibOfDescriptor(xml: string): Vib | undefined {
  const [name, version] = [textIn(xml, 'name'), textIn(xml, 'version')];
  if (!/<vib[\s>]/.test(xml) || name === '' || version === '') return undefined;
  const is = (tag: string): boolean => textIn(xml, tag).toLowerCase() === 'true';
  return newVib({
    name,
    version,
    type: textIn(xml, 'type') || 'bootbank',
    vendor: textIn(xml, 'vendor'),
    acceptance: LEVELS[textIn(xml, 'acceptance-level')] ?? 'CommunitySupported',
    summary: textIn(xml, 'summary'),
    description: textIn(xml, 'description'),
    created: textIn(xml, 'release-date').slice(0, 10),
    depends: constraintsIn(xml, 'depends'),
    conflicts: constraintsIn(xml, 'conflicts'),
    replaces: constraintsIn(xml, 'replaces'),
    provides: constraintsIn(xml, 'provides'),
    maintenanceMode: is('maintenance-mode'),
    hardwarePlatforms: attributesIn(textOfTag(xml, 'system-requires'), 'hwplatform', 'vendor'),
    liveInstall: is('live-install-allowed'),
    liveRemove: is('live-remove-allowed'),
    stateless: is('stateless-ready'),
    overlay: is('overlay'),
    tags: Array.from(textOfTag(xml, 'software-tags').matchAll(/<tag>([^<]*)<\/tag>/g), ([, tag = '']) =>
      unescaped(tag),
    ),
    payloads: attributesIn(textOfTag(xml, 'payloads'), 'payload', 'name'),
  });
}

/** descriptor.xml of a VIB, which is an archive of ar; undefined where it is none. */
export function descriptorIn(source: Source): string | undefined {
  if (source.read(0, 8).toString('latin1') !== '!<arch>\n') return undefined;
  for (let at = 8; at + 60 <= source.size;) {
    const head = source.read(at, 60).toString('latin1');
    const size = Number.parseInt(head.slice(48, 58), 10);
    if (!(size >= 0)) return undefined;
    if (head.slice(0, 16).trim().replace(/\/$/, '') === 'descriptor.xml')
      return source.read(at + 60, Math.min(size, 2 ** 22)).toString('utf8');
    at += 60 + size + (size % 2);
  }
  return undefined;
}

/** Acceptance levels, as archives call them. */
export const LEVELS: Readonly<Record<string, Vib['acceptance']>> = {
  certified: 'VMwareCertified',
  accepted: 'VMwareAccepted',
  partner: 'PartnerSupported',
  community: 'CommunitySupported',
};

/** All between the first of a tag and its end. */
function textOfTag(xml: string, tag: string): string {
  for (const { given, end } of tagsIn(xml, tag)) {
    if (given.endsWith('/')) continue;
    const close = xml.indexOf(`</${tag}>`, end);
    return close === -1 ? '' : xml.slice(end, close);
  }
  return '';
}

/** What stands in each tag behind its name, and where it ends: in the time that the text is long, whatever it is. */
function* tagsIn(xml: string, tag: string): Generator<{ given: string; end: number }> {
  for (let at = xml.indexOf(`<${tag}`); at !== -1; at = xml.indexOf(`<${tag}`, at)) {
    at += tag.length + 1;
    if (!/[\s>/]/.test(xml.charAt(at))) continue;
    const end = xml.indexOf('>', at);
    if (end === -1) return;
    yield { given: xml.slice(at, end), end: end + 1 };
    at = end;
  }
}

export const textIn = (xml: string, tag: string): string => unescaped(textOfTag(xml, tag)).trim();

/** Such as `vmkapi_2_2_0_0` and `esx-version >= 7.0.0`. */
const constraintsIn = (xml: string, tag: string): string[] =>
  Array.from(tagsIn(textOfTag(textOfTag(xml, 'relationships'), tag), 'constraint'), ({ given }) =>
    [attribute(given, 'name'), attribute(given, 'relation'), attribute(given, 'version')]
      .filter((part) => part !== '')
      .join(' '),
  );

const attributesIn = (xml: string, tag: string, name: string): string[] =>
  Array.from(tagsIn(xml, tag), ({ given }) => attribute(given, name)).filter((value) => value !== '');

const attribute = (given: string, name: string): string =>
  unescaped(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(given)?.[1] ?? '');

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
