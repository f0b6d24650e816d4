import { hash } from 'node:crypto';

/** Ids that a real host draws at random: here the same for the same name, and so in every run. */
export const hexOf = (seed: string, digits: number): string => hash('sha256', seed).slice(0, digits);

/** Such as `564d1f0e-1234-…`, as hosts make them for VMs. */
export function uuidOf(seed: string): string {
  const hex = `564d${hexOf(seed, 28)}`;
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}

/** In the range of VMware, `00:50:56:00:00:00` to `00:50:56:3f:ff:ff`. */
export function macOf(seed: string): string {
  const hex = hexOf(seed, 6);
  const first = (Number.parseInt(hex.slice(0, 2), 16) & 0x3f).toString(16).padStart(2, '0');
  return `00:50:56:${first}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`;
}

/** Such as `64b1f0e2-1234abcd-5678-005056010203`: its end is the MAC of the host's first NIC. */
export function volumeUuidOf(seed: string, mac: string): string {
  const hex = hexOf(seed, 20);
  return `${hex.slice(0, 8)}-${hex.slice(8, 16)}-${hex.slice(16, 20)}-${mac.replaceAll(':', '')}`;
}
