import nodemailer from 'nodemailer'
import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Task } from '#kernel/jobs'
import { findWaiting, markFailed, markSent } from './letters.ts'

/** A mail server that accepts no connection or no letter for so long is tried again later. */
const patienceMs = 20_000

/** The job that sends one letter by SMTP (RFC 5321), under a Message-ID of its own: sent twice, it shows once. */
export function sendLetter(db: Database, { smtpUrl, from }: { smtpUrl: string; from: string }): Task {
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // A letter's text is ours alone: nothing in it may name a file or an address to be read in.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return async ({ town, id }, { isLast }) => {
    if (typeof town !== 'number' || typeof id !== 'string') throw new TypeError('a job of mail.send names a letter')
    const letter = await findWaiting(db, town, id)
    if (letter === undefined) return // sent already, or swept
    const { recipient, subject, body } = letter
    try {
      await transport.sendMail({ from, to: { name: '', address: recipient }, subject, text: body, messageId: `<${id}@${domain}>` }) // prettier-ignore
    } catch (error) {
      await markFailed(db, { town, id, error: String(error), isLast })
      throw error
    }
    await markSent(db, { town, id, now: machineNow() })
  }
}
