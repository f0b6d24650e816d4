/** A URL as a message may show it, even one that cannot be read: what would be its password is left out. */
export const withoutPassword = (url: string): string =>
  url.replace(/^((?:[a-z][a-z0-9+.-]*:\/\/)?[^:@/]*):(?!\/\/).*@/is, '$1:…@');
