import { profileOfTools } from '../by-tool.ts';
import { withApplets } from './applets.ts';
import { POSIX_TOOLS } from './tools.ts';

export const POSIX_FOLDERS = ['/bin', '/sbin', '/usr/bin', '/usr/sbin'];

/** What any Unix has: for hosts of which nothing else is known. */
export const POSIX = profileOfTools('posix', withApplets(POSIX_TOOLS), POSIX_FOLDERS);
