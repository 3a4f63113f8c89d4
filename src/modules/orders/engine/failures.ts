import { sqlState } from '#kernel/db'

/** Another process holds the lease now. */
export class Deposed extends Error {
  override name = 'Deposed'

  constructor() {
    super('another process writes this town’s books')
  }
}

/**
 * A command that PostgreSQL refuses to store, whatever its neighbours: a fault of ours, for decisions must refuse
 * first.
 */
export class Unstorable extends Error {
  override name = 'Unstorable'
}

/** What a failed batch asks for. */
export type Remedy = 'deposed' | 'retry' | 'reconnect' | 'bisect'

/** What the fence raises when its epoch is another's. */
const fenceState = 'LS003'
/** Duplicate key, serialization failure, deadlock: somebody else was faster, and the next look sees it. */
const passing: readonly string[] = ['23505', '40001', '40P01']
/** Classes of SQLSTATE that say the server is gone or short of something: connection, resources, operator, system. */
const outages: readonly string[] = ['08', '53', '57', '58']

/** Tells from a batch's error how to go on. */
export function remedyFor(error: unknown): Remedy {
  if (error instanceof Deposed) return 'deposed'
  const state = sqlState(error)
  if (passing.includes(state)) return 'retry'
  if (state === fenceState) return 'deposed'
  if (outages.includes(state.slice(0, 2)) || isConnectionError(error)) return 'reconnect'
  return 'bisect'
}

/** Errors of the socket carry a code of the system, errors of a client that has ended none. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^E[A-Z]+$/.test(code) ||
    /Connection terminated|Client has encountered a connection error|was closed|not queryable/.test(error.message)
  )
}
