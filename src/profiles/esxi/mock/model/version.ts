/** Whether a version of a host is in a range: `since` it and `before` that. */
export function isVersion(version: string, { since, before }: { since?: string; before?: string }): boolean {
  if (since !== undefined && compare(version, since) < 0) return false;
  return before === undefined || compare(version, before) < 0;
}

function compare(a: string, b: string): number {
  const [as, bs] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const difference = (as[i] ?? 0) - (bs[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
