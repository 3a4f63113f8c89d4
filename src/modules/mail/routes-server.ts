import type { Static } from 'typebox'
import { machineNow } from '#kernel/clock'
import { type App, actorOf } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import type { Context } from '#kernel/module'
import { MailServerBody, MailServerInput, TestLetterBody, TestLetterReply } from './contract.ts'
import { createMailer } from './letters.ts'
import { mailServerChanged } from './problems.ts'
import { mailStateOf, readMailState, saveMailServer, withPassword } from './server.ts'
import { tryMailServer } from './trying.ts'

type MailRoutes = Pick<Context, 'db' | 'town' | 'config' | 'vault' | 'commandIdOf'>

/** The mail server, and a letter that tries it. */
export function mailServerRoutes(app: App, context: MailRoutes): void {
  app.get(
    '/v1/mail/server',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'readMailServer',
        summary: 'By what letters leave; a password is never answered',
        response: { 200: MailServerBody },
      },
    },
    async () => shown(context),
  )
  app.put(
    '/v1/mail/server',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'saveMailServer',
        summary: 'Name the mail server, or none; letters leave by it within a second',
        description:
          'It is greeted and signed in to first: one that does not answer, or does not know the password, is not saved. ' +
          'SMTP_URL of the environment goes before it. User and password are kept sealed.',
        body: MailServerInput,
        response: { 200: MailServerBody, ...problems(mailServerChanged) },
      },
    },
    async (request) => {
      const { server } = request.body
      if (server !== null) await tryMailServer(await withPassword(context, server))
      await saveMailServer(context, { ...request.body, by: actorOf(request), now: machineNow() })
      return shown(context)
    },
  )
  testRoute(app, context)
}

function testRoute(app: App, context: MailRoutes): void {
  const { db, town, commandIdOf } = context
  const mailer = createMailer({ town, hasServer: async () => (await mailStateOf(context)).server !== null })
  app.post(
    '/v1/mail/test',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'sendTestLetter',
        summary: 'Write a letter that says that letters arrive; what became of it stands in `GET /v1/mail`',
        body: TestLetterBody,
        response: { 202: TestLetterReply },
      },
    },
    async (request, reply) => {
      const { to, language } = request.body
      const { party } = actorOf(request)
      const cause = await commandIdOf(party, '/v1/mail/test', String(request.headers['idempotency-key']))
      const id = derivedId(cause, 'test letter')
      await mailer.queue(db, { id, to, ...testLetter(language, town.name), now: machineNow() })
      return reply.code(202).send({ id })
    },
  )
}

function testLetter(language: 'en' | 'zh', town: string): { subject: string; text: string } {
  return {
    en: { subject: `A letter from ${town}`, text: `Letters from ${town} arrive here. Nothing else is to be done.\n` },
    zh: { subject: `来自${town}的邮件`, text: `${town}的邮件可以送达此邮箱，您无需进行任何操作。\n` },
  }[language]
}

async function shown(context: MailRoutes): Promise<Static<typeof MailServerBody>> {
  const { server, ...rest } = await readMailState(context)
  if (server === null) return { ...rest, server }
  const { password, ...open } = server
  return { ...rest, server: { ...open, hasPassword: password !== '' } }
}
