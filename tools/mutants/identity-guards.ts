import type { Mutant } from './mutant.ts'

const identity = 'src/modules/identity'

/** Guards of who someone is and what they may do. */
export const identityGuards: readonly Mutant[] = [
  {
    name: 'same-origin',
    file: 'src/kernel/http-admission.ts',
    guard: 'if (changesSomething(request)) refuseOtherOrigins(request)',
    without: '',
    test: { file: `${identity}/sessions.test.ts`, name: 'what a cookie is to change' },
  },
  {
    name: 'same-origin-of-the-page',
    file: 'src/kernel/http-admission.ts',
    guard: 'new URL(origin).host === host',
    without: "new URL(origin).host !== ''",
    test: { file: `${identity}/sessions.test.ts`, name: 'what a cookie is to change' },
  },
  {
    name: 'key-scope',
    file: `${identity}/authentication.ts`,
    guard: 'if (scopes !== null && !hasScope(scopes, use)) {',
    without: 'if (scopes !== null && scopes.length === 0) {',
    test: { file: `${identity}/keys.test.ts`, name: 'a key is good for its scopes only' },
  },
  {
    name: 'keys-make-no-keys',
    file: `${identity}/routes-keys.ts`,
    guard: "if ((await getCredential(context, request)).kind === 'key')\n",
    without: "if ((await getCredential(context, request)).party === '')\n",
    test: { file: `${identity}/keys.test.ts`, name: 'keys make no keys' },
  },
  {
    name: 'role-in-a-shop',
    file: `${identity}/authentication.ts`,
    guard: 'if (!roleMay(shop.role, use))',
    without: "if (!roleMay(shop.role, use) && use.area === '')",
    test: { file: `${identity}/team.test.ts`, name: 'each role may do' },
  },
  {
    name: 'shop-money-by-owners',
    file: 'src/modules/flows/transition.ts',
    guard: 'if (command.actor.role !== undefined) refuseSpending(draft)',
    without: '',
    test: { file: 'src/modules/flows/transition.test.ts', name: 'who works for a shop' },
  },
  {
    name: 'who-manages-whom',
    file: `${identity}/routes-team.ts`,
    guard: 'if (mine === undefined || !mayManage(mine, theirs))',
    without: 'if (mine === undefined)',
    test: { file: `${identity}/team.test.ts`, name: 'each role may do' },
  },
  {
    name: 'last-owner',
    file: `${identity}/members.ts`,
    guard: 'if (owners.length === 1 && owners[0] === leaving) throw new Problem(lastOwner)',
    without: '',
    test: { file: `${identity}/team.test.ts`, name: 'a shop keeps an owner' },
  },
  {
    name: 'invitation-once',
    file: `${identity}/invitations.ts`,
    guard: `and used_at is null and withdrawn_at is null and expires_at > \${new Date(now)}
    returning id, party, role, invited_by`,
    without: 'returning id, party, role, invited_by',
    test: { file: `${identity}/team.test.ts`, name: 'an invitation lets one person in' },
  },
  {
    name: 'keys-go-with-their-maker',
    file: `${identity}/members.ts`,
    guard: "and kind = 'key' and created_by = ${person}\n",
    without: "and kind = 'key' and created_by = ${person} and created_by is null\n",
    test: { file: `${identity}/team.test.ts`, name: 'with a member go the keys' },
  },
  {
    name: 'viewer-only-reads',
    file: `${identity}/authentication.ts`,
    guard: "if (isWrite && area !== 'session')",
    without: "if (isWrite && area === '')",
    test: { file: `${identity}/operator.test.ts`, name: 'looking with a party' },
  },
  {
    name: 'last-operator',
    file: `${identity}/standing.ts`,
    guard: 'if (rows.every(({ party }) => party === leaving) && rows.length > 0) throw new Problem(lastOperator)',
    without: '',
    test: { file: `${identity}/operator.test.ts`, name: 'grants come and go' },
  },
  {
    name: 'no-operator-by-a-visit',
    file: `${identity}/routes-personas.ts`,
    guard: "personas.filter(({ grants }) => !grants.includes('operator'))",
    without: 'personas',
    test: { file: `${identity}/visits.test.ts`, name: 'from elsewhere nobody is a persona' },
  },
  {
    name: 'local-by-proxy-header',
    file: 'src/kernel/http-admission.ts',
    guard: "'x-forwarded-host', 'x-forwarded-proto', ",
    without: '',
    test: { file: `${identity}/visits.test.ts`, name: 'a name that a proxy header claims' },
  },
]
