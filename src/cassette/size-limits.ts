/** Bytes of a cassette from which on a git repository grows faster than people like: 10 MB. */
export const WARN_SIZE = 10_000_000;
/** Bytes of a cassette that GitHub, which takes files up to 100 MB, will soon not take any more: 95 MB. */
export const FAIL_SIZE = 95_000_000;

/** What is to be said of a cassette's size; undefined where nothing is. */
export function sizeTrouble(bytes: number): { fails: boolean; message: string; remedy: string } | undefined {
  if (bytes <= WARN_SIZE) return undefined;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const remedy = 'tape one cassette a suite, ask for less output, or keep it in git LFS (docs/git.md)';
  return bytes > FAIL_SIZE
    ? { fails: true, message: `is ${size} long, and GitHub takes no file of more than 100 MB`, remedy }
    : {
        fails: false,
        message: `is ${size} long, all of which git keeps for ever, once each time it changes`,
        remedy,
      };
}
