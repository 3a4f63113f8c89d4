import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Database, sql } from '#kernel/db'
import { hasCode } from '#kernel/lifecycle'

/**
 * The key that wraps every person's key. It lies in a file beside the data or comes from the environment, never in the
 * database, so that a copy of the database alone opens nothing.
 */

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** The master key cannot be used; the message says what the operator can do. */
export class MasterKeyError extends Error {
  override name = 'MasterKeyError'
}

type Sources = { masterKey: string | undefined; dataDir: string }

/**
 * MASTER_KEY, or `DATA_DIR/master.key`, which the first start makes, for its owner alone.
 *
 * @throws {MasterKeyError} when it is malformed, or missing although people's keys are wrapped under it
 */
export async function readMasterKey({ masterKey, dataDir }: Sources, db: Database): Promise<Buffer> {
  if (masterKey !== undefined) return parsed(masterKey, 'MASTER_KEY')
  const file = path.join(dataDir, 'master.key')
  const text = readIfThere(file)
  if (text !== undefined) return parsed(text, file)
  if (await isNeeded(db)) {
    throw new MasterKeyError(
      `${file} is missing, and without it nobody’s personal data can be read.\n` +
        'Put it back from where you keep its copy, or set MASTER_KEY to its content.',
    )
  }
  mkdirSync(dataDir, { recursive: true })
  return made(file)
}

function parsed(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64url')
  if (key.length === keyBytes) return key
  throw new MasterKeyError(
    `${where} must be ${keyBytes} bytes in base64url, as \`openssl rand -base64 32\` writes them`,
  )
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Of two processes that start at once the second finds what the first has made. */
function made(file: string): Buffer {
  try {
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  return parsed(readFileSync(file, 'utf8'), file)
}

async function isNeeded(db: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from privacy.keys where wrapped is not null limit 1`.execute(db)
  return rows.length > 0
}

/** A person's secret under the master key, bound to whose it is. */
export function wrap(master: Buffer, owner: string, secret: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(owner))
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** @throws {MasterKeyError} when it was wrapped under another key or for somebody else */
export function unwrap(master: Buffer, owner: string, wrapped: Buffer): Buffer {
  const end = wrapped.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(owner)).setAuthTag(wrapped.subarray(end))
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, end)), decipher.final()])
  } catch (error) {
    throw new MasterKeyError(`the master key is not the one that ${owner} was wrapped under`, { cause: error })
  }
}
