/** `56 4d … -…`: bytes, with a dash in the middle, as configuration files and esxcli have UUIDs. */
export function spacedUuid(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}
