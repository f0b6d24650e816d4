/** Linux's file systems whose files are made up as they are looked at. */
const PSEUDO = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts efivarfs fusectl hugetlbfs mqueue nsfs proc ' +
    'pstore rpc_pipefs securityfs selinuxfs sysfs tracefs'
  ).split(' '),
);

/** Where such lie by custom, as a host need not tell its mounts. */
const BY_CUSTOM = ['/proc', '/sys'];

/**
 * The folders on which pseudo file systems lie, but for those that the root is itself in.
 *
 * @param mounts as /proc/mounts has them, see proc_pid_mounts(5)
 */
export function pseudoFolders(mounts: Buffer, root: Buffer): Buffer[] {
  const mounted = mounts
    .toString('latin1')
    .split('\n')
    .flatMap((line) => {
      const [, folder, type = ''] = line.split(' ');
      return folder !== undefined && PSEUDO.has(type) ? [unescaped(folder)] : [];
    });
  const at = `${root.toString('latin1').replace(/\/$/, '')}/`;
  const folders = [...new Set([...BY_CUSTOM, ...mounted])].sort();
  return folders
    .filter((folder) => !at.startsWith(`${folder}/`) && folder.startsWith(at))
    .filter((folder, _, all) => !all.some((other) => folder.startsWith(`${other}/`)))
    .map((folder) => Buffer.from(folder, 'latin1'));
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
