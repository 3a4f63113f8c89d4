import { type RawBuilder, sql } from '#kernel/db'
import { hashOfSecret, newSecret } from '../secrets.ts'

/** What better-auth calls its records, and where they lie in our schema. */
export type Model = {
  table: RawBuilder<unknown>
  /** Columns by field. */
  columns: Readonly<Record<string, string>>
  /** Fields that are instants: better-auth speaks of `Date`s. */
  instants: readonly string[]
  /** What else must hold of a row to count. */
  also?: RawBuilder<boolean>
}

const account: Model = {
  table: sql.table('identity.passwords'),
  columns: {
    id: 'id', userId: 'party', providerId: 'provider', accountId: 'account', password: 'hash',
    createdAt: 'created_at', updatedAt: 'updated_at',
  },
  instants: ['createdAt', 'updatedAt'],
} // prettier-ignore

const verification: Model = {
  table: sql.table('identity.challenges'),
  columns: {
    id: 'id', identifier: 'identifier', value: 'value', expiresAt: 'expires_at',
    createdAt: 'created_at', updatedAt: 'updated_at',
  },
  instants: ['expiresAt', 'createdAt', 'updatedAt'],
} // prettier-ignore

const passkey: Model = {
  table: sql.table('identity.passkeys'),
  columns: {
    id: 'id', userId: 'party', name: 'name', credentialID: 'credential_id', publicKey: 'public_key',
    counter: 'counter', deviceType: 'device_type', backedUp: 'is_backed_up', transports: 'transports',
    aaguid: 'aaguid', createdAt: 'created_at',
  },
  instants: ['createdAt'],
} // prettier-ignore

/** Sessions are tokens like all others, so that one memory and one revocation serve both. */
const session: Model = {
  table: sql.table('identity.tokens'),
  columns: {
    id: 'id', userId: 'party', token: 'hash', userAgent: 'label', expiresAt: 'expires_at', createdAt: 'created_at',
  },
  instants: ['expiresAt', 'createdAt', 'updatedAt'],
  also: sql<boolean>`kind = 'session' and viewer is null and revoked_at is null`,
} // prettier-ignore

const models: Readonly<Record<string, Model>> = { account, verification, passkey, session }

/** @throws when better-auth asks for a record that we do not keep */
export function modelOf(name: string): Model {
  const model = models[name]
  if (model === undefined) throw new Error(`better-auth has no ${name} here`)
  return model
}

/** The column of a field. @throws when there is none */
export function columnOf(model: Model, field: string): string {
  const column = model.columns[field]
  if (column === undefined) throw new Error(`no column for the field ${field}`)
  return column
}

/** A row to be inserted, by column; fields that we do not keep are left out. */
export function columnsOf(model: Model, data: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(data).flatMap(([field, value]): [string, unknown][] => {
    const column = model.columns[field]
    return column === undefined || value === undefined ? [] : [[column, value]]
  })
}

/** A new session with a secret of our own kind; the label tells its owner which browser it is. */
export function asToken(data: Readonly<Record<string, unknown>>): { row: Record<string, unknown>; secret: string } {
  const secret = newSecret()
  const label = data['userAgent']
  const userAgent = typeof label === 'string' ? label.slice(0, 200) : ''
  return { row: { ...data, token: hashOfSecret(secret), userAgent }, secret }
}
