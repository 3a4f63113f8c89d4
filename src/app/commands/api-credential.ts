import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ProblemError, createClient } from '../../../client/src/index.ts'
import { readConfig } from '../../kernel/config.ts'
import { readIfThere } from '../../kernel/lifecycle.ts'

type Kept = Record<string, { token: string; expiresAt: string }>

/** A token that ends sooner than this is not begun with, ms. */
const reserveMs = 60_000

/**
 * LAKESIDE_TOKEN, or a persona's token where the town gives one out: in a sandbox, to who sits at the machine.
 * Undefined for a stranger. Tokens are kept in DATA_DIR, readable by its owner only.
 */
export async function tokenFor(baseUrl: string, persona: string | undefined): Promise<string | undefined> {
  const given = process.env['LAKESIDE_TOKEN']
  if (persona === 'none') return undefined
  if (given !== undefined && given !== '' && persona === undefined) return given
  const file = path.join(readConfig().dataDir, 'api-tokens.json')
  const kept: Kept = JSON.parse(readIfThere(file) ?? '{}')
  const name = `${baseUrl} ${persona ?? ''}`
  const found = kept[name]
  if (found !== undefined && Date.parse(found.expiresAt) > Date.now() + reserveMs) return found.token
  const issued = await issue(baseUrl, persona)
  if (issued === undefined) return undefined
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ ...kept, [name]: issued }), { mode: 0o600 })
  chmodSync(file, 0o600)
  return issued.token
}

/** @throws {ProblemError} when a persona was asked for by name and there is none */
async function issue(
  baseUrl: string,
  persona: string | undefined,
): Promise<{ token: string; expiresAt: string } | undefined> {
  const client = createClient({ baseUrl, retryMs: 0 })
  try {
    const slug = persona ?? (await operatorOf(client))
    if (slug === undefined) return undefined
    const asked = { params: { path: { slug } }, body: { session: 'token' as const } }
    const { token, expiresAt } = await client.post('/v1/sandbox/personas/{slug}/token', asked)
    return token === undefined ? undefined : { token, expiresAt }
  } catch (error) {
    if (error instanceof ProblemError && error.is('no-sandbox') && persona === undefined) return undefined
    throw error
  }
}

async function operatorOf(client: ReturnType<typeof createClient>): Promise<string | undefined> {
  const { items } = await client.get('/v1/sandbox/personas')
  return (items.find(({ grants }) => grants.includes('operator')) ?? items[0])?.slug
}
