/** `lakeside api-key`: keys with which programs act for a party, good for their scopes only. */
import { machineNow } from '#kernel/clock'
import { transaction } from '#kernel/db'
import { isId, newId } from '#kernel/ids'
import { recordAudit } from '#modules/audit'
import { createKey, findKeyOwner, listKeys, revokeToken } from '#modules/identity'
import { findParty } from '../cli-parties.ts'
import { type OpenTown, withTown } from '../cli-town.ts'
import { CommandError, UsageError, defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['create SLUG --label TEXT --scope NAME… [--days N] [--json]', 'list SLUG [--json]', 'revoke ID'],
  options: {
    label: { type: 'string', value: 'TEXT', does: 'what the key is for' },
    scope: { type: 'string', multiple: true, value: 'NAME', does: 'what it may do: offers:read, orders:write, *' },
    days: { type: 'string', value: 'N', does: 'how long it is good, 365 by default, at most 1825' },
    json: { type: 'boolean', does: 'prints JSON' },
  },
  notes: 'The key is shown once and kept nowhere. A revoked key ends within a second, also in a running town.',
})

const dayMs = 86_400_000
const scopeShape = /^(\*|[a-z][a-z0-9-]{0,39}:(read|write))$/

type Values = ReturnType<typeof readArguments<typeof usage.options>>['values']

/** Makes, lists or ends keys. */
export async function run([act = '', ...args]: readonly string[]): Promise<number> {
  const { values, words } = readArguments(usage, args, [0, 1])
  const [word] = words
  if (!['create', 'list', 'revoke'].includes(act)) throw new UsageError('say what to do: create, list, revoke')
  if (word === undefined)
    throw new UsageError(act === 'revoke' ? 'which key? give its id' : 'whose? give a slug or an id')
  await withTown((open) => {
    if (act === 'create') return create(open, word, values)
    return act === 'list' ? list(open, word, values.json === true) : revoke(open, word)
  })
  return 0
}

type Wanted = { label: string; scope: string[]; ttlMs: number }

/** @throws {UsageError} */
function wantedOf({ label = '', scope = [], days = '365' }: Values): Wanted {
  if (label.trim() === '') throw new UsageError('--label is missing')
  if (scope.length === 0) throw new UsageError('--scope is missing: what may the key do?')
  const wrong = scope.find((name) => !scopeShape.test(name))
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no scope: write AREA:read, AREA:write or *`)
  const ttlDays = Number(days)
  if (!Number.isInteger(ttlDays) || ttlDays < 1 || ttlDays > 1825) throw new UsageError('--days is from 1 to 1825')
  return { label, scope, ttlMs: ttlDays * dayMs }
}

async function create({ db, town }: OpenTown, slug: string, values: Values): Promise<void> {
  const { label, scope, ttlMs } = wantedOf(values)
  const party = await findParty(db, town.id, slug)
  if (scope.includes('*') && !party.grants.includes('operator'))
    throw new CommandError('the scope * is only for a key of an operator')
  const now = machineNow()
  const id = newId(now)
  const key = { town: town.id, id, party: party.id, label, scopes: scope, ttlMs, by: party.id, now }
  const { secret } = await transaction(db, async (tx) => {
    const made = await createKey(tx, key)
    const details = { party: party.id, label, scopes: scope }
    await recordAudit(tx, { town: town.id, by: null, act: 'keys.made', subject: id, details, now })
    return made
  })
  if (values.json === true) return console.log(JSON.stringify({ id, key: secret, party: party.id, scopes: scope }))
  console.log(`${secret}\nShown once. Its id, to revoke it: ${id}`)
}

async function list({ db, town }: OpenTown, slug: string, isJson: boolean): Promise<void> {
  const party = await findParty(db, town.id, slug)
  const keys = await listKeys(db, town.id, party.id)
  if (isJson) return console.log(JSON.stringify(keys, null, 1))
  for (const { id, label, scopes, expiresAt, revokedAt } of keys) {
    const until = new Date(expiresAt).toISOString().slice(0, 10)
    console.log(`${id} ${label.padEnd(24)} ${scopes.join(' ')} ${revokedAt === null ? `until ${until}` : 'REVOKED'}`)
  }
}

async function revoke({ db, town }: OpenTown, id: string): Promise<void> {
  if (!isId(id) || (await findKeyOwner(db, town.id, id)) === undefined) throw new CommandError(`there is no key ${id}`)
  const now = machineNow()
  await transaction(db, async (tx) => {
    await revokeToken(tx, { town: town.id, id, now })
    await recordAudit(tx, { town: town.id, by: null, act: 'keys.revoked', subject: id, now })
  })
  console.log('revoked')
}
