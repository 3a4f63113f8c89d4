import type { Actor, Command, Refusal, Verdict } from '#kernel/commands'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { problems, titleOf } from '#kernel/http-problems'
import { derivedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Static } from 'typebox'
import { json } from './actions.ts'
import { CommandsBody, PreviewQuery, VerdictsBody } from './contract.ts'
import { dryRun } from './dry-run.ts'
import { commandInvalid } from '../problems.ts'
import type { OrderApi } from './routes.ts'
import { commandIdOf, isPreview, refusalFor, submitProblems } from './routes-actions.ts'

type CommandSaid = Static<typeof CommandsBody>['commands'][number]
type VerdictShown = Static<typeof VerdictsBody>['verdicts'][number]

/** Many commands in one request: partners, imports, baskets; and every command that has no route of its own. */
export function bulkRoutes(app: App, api: OrderApi): void {
  app.post(
    '/v1/commands',
    {
      schema: {
        operationId: 'submitCommands',
        summary: 'Submit up to 200 commands',
        description:
          'Each is answered for itself, in order. With `all` they are one list: all are accepted or all are refused. ' +
          'A command without an id gets one from the Idempotency-Key, so that a repeated request repeats nothing. ' +
          'With `?preview` nothing happens: the verdicts say what would become of direct commands, such as `offers.put`.',
        querystring: PreviewQuery,
        body: CommandsBody,
        response: { 200: VerdictsBody, ...problems(commandInvalid, ...submitProblems) },
      },
    },
    async (request, reply) => {
      const { all = false, commands: said } = request.body
      const requestId = await commandIdOf(api, request)
      const actor = actorOf(request)
      const commands = said.map((one, index) =>
        commandOf(one, { actor, id: one.id ?? derivedId(requestId, String(index)) }),
      )
      if (isPreview(request.query)) return answer(api, commands, await dryRun(api, commands))
      const noted = all ? await api.submitNoting(commands, { all }) : await submitApart(api, commands)
      if (noted.every(({ isReplayed }) => isReplayed)) reply.header('idempotent-replayed', 'true')
      const verdicts = noted.map(({ verdict }) => verdict)
      return answer(api, commands, verdicts)
    },
  )
}

async function answer(
  api: OrderApi,
  commands: readonly Command[],
  verdicts: readonly Verdict[],
): Promise<Static<typeof VerdictsBody>> {
  const shown = await Promise.all(verdicts.map((verdict, index) => shownVerdict(api, commands[index]!, verdict)))
  return { accepted: shown.filter(({ status }) => status === 'accepted').length, verdicts: shown }
}

function commandOf({ input = {}, ...said }: CommandSaid, { actor, id }: { actor: Actor; id: string }): Command {
  return { ...said, id, actor, input }
}

type Answered = { verdict: Verdict; isReplayed: boolean }

/** Each for itself: a command that is none at all is refused alone, an outage fails the request. */
async function submitApart(api: OrderApi, commands: readonly Command[]): Promise<Answered[]> {
  return Promise.all(
    commands.map(async (command) => {
      try {
        const [noted] = await api.submitNoting([command])
        return noted!
      } catch (error) {
        if (!(error instanceof Problem) || error.kind.status !== 422) throw error
        return { verdict: refusedBy(error, command), isReplayed: false }
      }
    }),
  )
}

function refusedBy({ kind, details, message }: Problem, { id }: Command): Verdict {
  const refusal: Refusal = {
    slug: kind.slug,
    status: 422,
    detail: message,
    ...(details.errors === undefined ? {} : { errors: details.errors }),
  }
  return { status: 'refused', id, at: 0, pos: 0, refusal }
}

async function shownVerdict(api: OrderApi, command: Command, verdict: Verdict): Promise<VerdictShown> {
  const { id } = verdict
  if (verdict.status === 'accepted') {
    return { status: 'accepted', id, at: rfc3339(verdict.at), pos: verdict.pos, result: json(verdict.result) }
  }
  const { slug, status, detail, errors, extra } = await refusalFor(api, command, verdict.refusal)
  const problem = {
    type: `/problems/${slug}`,
    title: titleOf(slug),
    status,
    detail,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(extra === undefined ? {} : { extra: json(extra) }),
  }
  return { status: 'refused', id, problem }
}
