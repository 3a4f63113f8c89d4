import { type Executor, sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { addJobs } from '#kernel/jobs'

/** A letter to one address. */
export type NewLetter = {
  /** Of a letter that may be asked for twice and shall leave once. */
  id?: string
  to: string
  subject: string
  text: string
  /** Machine time, ms. */
  now: number
}

/** Where a letter stands. */
export type LetterStatus = 'waiting' | 'sent' | 'captured' | 'unsent' | 'failed'

/** A letter as it is kept. */
export type Letter = {
  id: string
  recipient: string
  subject: string
  body: string
  status: LetterStatus
  createdAt: number
  sentAt: number | null
  error: string | null
}

/** Takes letters in, inside the caller's transaction: none leaves when that is rolled back. */
export type Mailer = { queue: (tx: Executor, letter: NewLetter) => Promise<void> }

/** Name of the job that sends one letter. */
export const sendTask = 'mail.send'

/**
 * The mailer of a town. Whether there is a mail server is asked for each letter, since an operator may name one. With
 * one each letter becomes a job; without, a sandbox keeps it for its page of captured mail, and a live town notes that
 * it could not be sent.
 */
export function createMailer({ town, hasServer }: { town: Place; hasServer: () => Promise<boolean> }): Mailer {
  return {
    queue: async (tx, { to, subject, text, now, id = newId(now) }) => {
      const isSent = await hasServer()
      const status = isSent ? 'waiting' : town.isSandbox ? 'captured' : 'unsent'
      const { rows } = await sql`
        insert into mail.letters (town, id, recipient, subject, body, status, created_at)
        values (${town.id}, ${id}, ${to}, ${subject}, ${text}, ${status}, ${new Date(now)})
        on conflict on constraint letters_pk do nothing returning 1`.execute(tx)
      if (isSent && rows.length > 0)
        await addJobs(tx, [{ task: sendTask, key: `mail/${id}`, payload: { town: town.id, id } }])
    },
  }
}

type Place = { id: number; isSandbox: boolean }

/** A letter that still waits, or undefined. */
export async function findWaiting(db: Executor, town: number, id: string): Promise<Letter | undefined> {
  const { rows } = await sql<Letter>`
    select id, recipient, subject, body, status, created_at, sent_at, error from mail.letters
    where town = ${town} and id = ${id} and status = 'waiting'`.execute(db)
  return rows[0]
}

/** Notes that a letter has left, and forgets its text. */
export async function markSent(db: Executor, { town, id, now }: Marked): Promise<void> {
  await sql`
    update mail.letters set status = 'sent', sent_at = ${new Date(now)}, body = '', error = null
    where town = ${town} and id = ${id} and status = 'waiting'`.execute(db)
}

/** Notes why a letter has not left; the last failure ends it. */
export async function markFailed(
  db: Executor,
  { town, id, error, isLast }: Omit<Marked, 'now'> & { error: string; isLast: boolean },
): Promise<void> {
  await sql`
    update mail.letters set error = ${error.slice(0, 500)}, status = ${isLast ? 'failed' : 'waiting'}
    where town = ${town} and id = ${id} and status = 'waiting'`.execute(db)
}

type Marked = { town: number; id: string; now: number }

/** Letters, newest first, before an id. */
export async function listLetters(
  db: Executor,
  { town, before, to, limit }: { town: number; before: string | undefined; to: string | undefined; limit: number },
): Promise<Letter[]> {
  const { rows } = await sql<Letter>`
    select id, recipient, subject, body, status, created_at, sent_at, error from mail.letters
    where town = ${town} and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)
      and (${to ?? null}::text is null or recipient = ${to ?? null}::text)
    order by id desc limit ${limit}`.execute(db)
  return rows
}

/** How long letters are kept. */
const keptMs = 30 * 86_400_000

/** Deletes letters older than a month. @param now machine time, ms */
export async function sweepLetters(db: Executor, { town, now }: { town: number; now: number }): Promise<void> {
  await sql`delete from mail.letters where town = ${town} and created_at < ${new Date(now - keptMs)}`.execute(db)
}

/** Deletes all letters to an address: its owner is being forgotten. */
export async function forgetLetters(tx: Executor, town: number, address: string): Promise<void> {
  await sql`delete from mail.letters where town = ${town} and lower(recipient) = lower(${address})`.execute(tx)
}
