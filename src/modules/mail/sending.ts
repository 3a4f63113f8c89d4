import nodemailer from 'nodemailer'
import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Task } from '#kernel/jobs'
import { findWaiting, markFailed, markSent } from './letters.ts'

/** A mail server that accepts no connection or no letter for so long is tried again later. */
const patienceMs = 20_000

/** By what letters leave: an address as `urlOf` writes it, and the sender. Asked for each letter: it may change. */
export type Post = () => Promise<{ smtpUrl: string | undefined; from: string }>

/** The job that sends one letter by SMTP (RFC 5321), under a Message-ID of its own: sent twice, it shows once. */
export function sendLetter(db: Database, post: Post): Task {
  return async ({ town, id }, { isLast }) => {
    if (typeof town !== 'number' || typeof id !== 'string') throw new TypeError('a job of mail.send names a letter')
    const letter = await findWaiting(db, town, id)
    if (letter === undefined) return // sent already, or swept
    const { recipient, subject, body } = letter
    try {
      const { smtpUrl, from } = await post()
      if (smtpUrl === undefined) throw new Error('the town has no mail server any more')
      const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
      const to = { name: '', address: recipient }
      await transportTo(smtpUrl).sendMail({ from, to, subject, text: body, messageId: `<${id}@${domain}>` })
    } catch (error) {
      await markFailed(db, { town, id, error: String(error), isLast })
      throw error
    }
    await markSent(db, { town, id, now: machineNow() })
  }
}

type Transport = { sendMail: (letter: object) => Promise<unknown> }

let latest: { url: string; transport: Transport } | undefined

/** One transport as long as the server stays the same. */
function transportTo(url: string): Transport {
  if (latest?.url === url) return latest.transport
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // A letter's text is ours alone: nothing in it may name a file or an address to be read in.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  latest = { url, transport }
  return transport
}
