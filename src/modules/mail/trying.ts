import nodemailer from 'nodemailer'
import { invalidAt } from '#kernel/http-problems'
import { type MailServer, urlOf } from './server.ts'

/** Somebody waits before the screen: a server that is there answers within a second or two. */
const patienceMs = 8_000

/**
 * Greets the server and signs in, without any letter, before a letter depends on it.
 *
 * @throws {Problem} invalid-input at /server/host or /server/password
 */
export async function tryMailServer(server: MailServer): Promise<void> {
  const transport = nodemailer.createTransport({
    url: urlOf(server),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  })
  try {
    await transport.verify()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // What nodemailer says of a refused sign-in (its lib/errors); everything else is about the way to the server.
    if ('code' in error && error.code === 'EAUTH') {
      throw invalidAt('/server/password', `does not open the server: ${error.message}`)
    }
    throw invalidAt('/server/host', `does not answer as a mail server on port ${server.port}: ${error.message}`)
  } finally {
    transport.close()
  }
}
