import { readFileSync } from 'node:fs';
// oxlint-disable-next-line no-restricted-imports -- a client is not a part of tapehead
import ssh2 from 'ssh2';

/**
 * A client for machines without OpenSSH: executes its one argument on the deck that COMMAND's variables
 * tell of, with its own stdout, stderr and exit code.
 */
const { TAPEHEAD_SSH_HOST, TAPEHEAD_SSH_PORT, TAPEHEAD_SSH_USER, TAPEHEAD_SSH_IDENTITY_FILE } = process.env;

const client = new ssh2.Client();
client.on('ready', () => {
  client.setNoDelay(true);
  client.exec(process.argv[2] ?? '', (error, channel) => {
    if (error) throw error;
    channel.on('exit', (code: number | null) => (process.exitCode = code ?? 255));
    channel.on('close', () => client.end());
    channel.pipe(process.stdout);
    channel.stderr.pipe(process.stderr);
    channel.end();
  });
});
client.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 255;
});
client.connect({
  host: TAPEHEAD_SSH_HOST ?? '',
  port: Number(TAPEHEAD_SSH_PORT),
  username: TAPEHEAD_SSH_USER ?? '',
  privateKey: readFileSync(TAPEHEAD_SSH_IDENTITY_FILE ?? ''),
});
