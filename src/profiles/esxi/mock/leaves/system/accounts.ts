import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { newAccount, newPermission } from '../../model/services.ts';

type Account = Host['accounts'][number];
type Permission = Host['permissions'][number];

const id = required(str('-i|--id', 'The id of the account.'));
const shellAccess = bool('-s|--shell-access', 'Whether it may use the shell.');

export const ACCOUNT_LEAVES = [
  leaf({
    path: 'system account list',
    about: 'Lists the accounts of the host.',
    read: ({ accounts }) => accounts,
    prints: table<Account>('Account', {
      'User ID': ({ id: name }) => name,
      Description: ({ description }) => description,
      'Shell Access': { value: (one) => one.shellAccess, since: '8.0' },
    }),
  }),
  leaf({
    path: 'system account add',
    about: 'Adds an account to the host.',
    options: {
      description: str('-d|--description', 'Who it is for.'),
      id,
      password: str('-p|--password', 'Its password; it is asked for where this is not there.'),
      again: str('-c|--password-confirmation', 'The same password, once more.'),
      shellAccess,
    },
    change(host, given) {
      if (host.accounts.some((one) => one.id === given.id))
        throw new Failure(
          "The specified key, name, or identifier 'User or group already exists' already exists.",
        );
      const password = passwordOf(given);
      if (password === undefined)
        throw new Failure('A password is needed: --password and --password-confirmation');
      const { description = '', shellAccess: hasShell = true } = given;
      host.accounts.push(newAccount({ id: given.id, description, password, shellAccess: hasShell }));
    },
  }),
  leaf({
    path: 'system account set',
    about: 'Changes an account of the host.',
    options: {
      description: str('-d|--description', 'Who it is for.'),
      id,
      password: str('-p|--password', 'Its password.'),
      again: str('-c|--password-confirmation', 'The same password, once more.'),
      shellAccess,
    },
    change(host, given) {
      const account = accountNamed(host, given.id);
      const password = passwordOf(given);
      if (given.description !== undefined) account.description = given.description;
      if (password !== undefined) account.password = password;
      // Of root it has no effect.
      if (given.shellAccess !== undefined && account.id !== 'root') account.shellAccess = given.shellAccess;
    },
  }),
  leaf({
    path: 'system account remove',
    about: 'Removes an account from the host.',
    options: { id },
    change(host, given) {
      accountNamed(host, given.id);
      if (KEPT.has(given.id)) throw new Failure('The operation is not allowed in the current state.');
      host.accounts = host.accounts.filter((one) => one.id !== given.id);
      host.permissions = host.permissions.filter(({ principal }) => principal !== given.id);
    },
  }),
  leaf({
    path: 'system permission list',
    about: 'Lists who may do what on the host.',
    read: ({ permissions }) => permissions,
    prints: table<Permission>('Permission', {
      Principal: ({ principal }) => principal,
      'Is Group': ({ isGroup }) => isGroup,
      Role: ({ role }) => role,
      'Role Description': ({ roleDescription }) => roleDescription,
    }),
  }),
  leaf({
    path: 'system permission set',
    about: 'Sets what an account or a group may do.',
    options: {
      isGroup: bool('-g|--group', 'Whether it is a group.'),
      id,
      role: required(str('-r|--role', 'Admin, ReadOnly or NoAccess.')),
    },
    change(host, { id: principal, role, isGroup = false }) {
      const roleDescription = ROLES[role];
      if (roleDescription === undefined)
        throw new Failure(`Invalid role: ${role}. Valid: ${Object.keys(ROLES).join(', ')}`);
      if (!isGroup && !principal.includes('\\')) accountNamed(host, principal);
      const others = host.permissions.filter((one) => one.principal !== principal);
      host.permissions = [...others, newPermission({ principal, isGroup, role, roleDescription })];
    },
  }),
  leaf({
    path: 'system permission unset',
    about: 'Takes what it may do from an account or a group.',
    options: { isGroup: bool('-g|--group', 'Whether it is a group.'), id },
    change(host, { id: principal }) {
      if (!host.permissions.some((one) => one.principal === principal))
        throw new Failure(`No permission found for ${principal}`);
      host.permissions = host.permissions.filter((one) => one.principal !== principal);
    },
  }),
];

const ROLES: Readonly<Record<string, string>> = {
  Admin: 'Full access rights',
  ReadOnly: 'See details of objects, but not make changes',
  NoAccess: 'Used for restricting granted access',
};

/** Accounts that the host does not do without. */
const KEPT = new Set(['root', 'dcui', 'vpxuser']);

/** @throws Failure as the host says it */
function accountNamed({ accounts }: Host, name: string): Account {
  const account = accounts.find((one) => one.id === name);
  if (account) return account;
  throw new Failure(`The object or item referred to could not be found: user ${name}`);
}

/** @throws Failure where the two are not the same */
function passwordOf({
  password,
  again,
}: {
  password: string | undefined;
  again: string | undefined;
}): string | undefined {
  if (password === again) return password;
  throw new Failure('The passwords do not match');
}
