/**
 * Who may write a town's books. The lease row names one process; every batch locks the row and checks its epoch, so a
 * writer that was deposed without noticing cannot store anything. Times are the database's, so that the clocks of
 * several machines need not agree.
 */
import { randomBytes } from 'node:crypto'
import { type Database, sql } from './db.ts'
import { prepared, type Row, type SetStatement } from './wire.ts'

/** After so long without a heartbeat another process takes over. */
export const leaseSilenceMs = 3000
/** How often the holder says that it lives. */
export const heartbeatMs = 1000

/** A held lease. */
export type Lease = { town: number; epoch: number; secret: string }

/** What other processes see. */
export type LeaseHolder = { address: string; secret: string; epoch: number; pos: number; isAlive: boolean }

/**
 * Takes the lease when nobody holds it or its holder has been silent; otherwise `undefined`. A holder of the same
 * address is this process before its restart, for only one process can listen there.
 *
 * @param address where this process takes forwarded commands
 */
export async function takeLease(db: Database, town: number, address: string): Promise<Lease | undefined> {
  // A look without a lock first: the statement below would wait for the writer's batches every time.
  const holder = await findLease(db, town)
  if (holder?.isAlive === true && holder.address !== address) return undefined
  const secret = randomBytes(24).toString('base64url')
  const { rows } = await sql<{ epoch: number }>`
    insert into kernel.lease as held (town, epoch, seq, pos, address, secret, heartbeat_at)
    values (${town}, 1, 0, 0, ${address}, ${secret}, clock_timestamp())
    on conflict (town) do update
      set epoch = held.epoch + 1, address = excluded.address, secret = excluded.secret, heartbeat_at = clock_timestamp()
      where held.heartbeat_at < clock_timestamp() - make_interval(secs => ${leaseSilenceMs / 1000})
        or held.address = excluded.address
    returning epoch`.execute(db)
  return rows[0] === undefined ? undefined : { town, epoch: rows[0].epoch, secret }
}

/** Says that the holder lives; false when it has been deposed. */
export async function beat(db: Database, { town, epoch }: Lease): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update kernel.lease set heartbeat_at = clock_timestamp() where town = ${town} and epoch = ${epoch}`.execute(db)
  return numAffectedRows === 1n
}

/** Gives the lease up, so that another process need not wait out the silence. */
export async function releaseLease(db: Database, { town, epoch }: Lease): Promise<void> {
  await sql`update kernel.lease set heartbeat_at = '-infinity' where town = ${town} and epoch = ${epoch}`.execute(db)
}

/** The holder of a town's lease, or `undefined` before there was any. */
export async function findLease(db: Database, town: number): Promise<LeaseHolder | undefined> {
  const { rows } = await sql<LeaseHolder>`
    select address, secret, epoch, pos,
      heartbeat_at >= clock_timestamp() - make_interval(secs => ${leaseSilenceMs / 1000}) as is_alive
    from kernel.lease where town = ${town}`.execute(db)
  return rows[0]
}

const lock = prepared(
  'kernel.lock-fence',
  'select pos, seq from kernel.lease where town = $1 and epoch = $2 for no key update',
)
const move = prepared(
  'kernel.move-fence',
  `with moved as (
     update kernel.lease set seq = seq + 1, pos = $3, heartbeat_at = clock_timestamp()
     where town = $1 and epoch = $2 and seq = $4 returning 1)
   select kernel.expect(count(*), 1, 'LS003') from moved`,
)

/** Where a batch begins. */
export type Fence = { pos: number; seq: number }

/** First statement of every batch. No row means deposed. */
export function lockFence({ town, epoch }: Lease): SetStatement {
  return lock(town, epoch)
}

/** Reads the answer of `lockFence`. */
export function fenceOf(rows: readonly Row[]): Fence | undefined {
  const row = rows[0]
  return row === undefined ? undefined : { pos: row[0] as number, seq: row[1] as number }
}

/**
 * Last statement before COMMIT: the batch's newest position. Raises LS003 when the epoch or the batch before is not
 * ours.
 */
export function moveFence({ town, epoch }: Lease, { seq }: Fence, pos: number): SetStatement {
  return move(town, epoch, pos, seq)
}
