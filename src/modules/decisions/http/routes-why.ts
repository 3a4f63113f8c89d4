import type { App } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { getPointVersion, getPolicy } from '../books/declaring.ts'
import { type DecisionRow, openInputs } from '../books/reading.ts'
import { type Flip, flipsOfEach } from '../core/why.ts'
import { decisionNotFound, notFlippable } from '../problems.ts'
import { IdParams, WhyBody } from './contract.ts'
import type { DecisionRoutes } from './routes.ts'
import { visible } from './visible.ts'

/** Why something was decided. */
export function whyRoute(app: App, { db, town, vault }: DecisionRoutes): void {
  app.get(
    '/v1/decisions/:id/why',
    {
      schema: {
        operationId: 'explainDecision',
        summary: 'Why it was decided so, and the smallest change of one feature that would have changed it',
        params: IdParams,
        response: { 200: WhyBody, ...problems(decisionNotFound, notFlippable) },
      },
    },
    async (request) => {
      const row = await visible({ db, town }, request, request.params.id)
      const [seen] = await openInputs(vault, [row])
      if (seen === undefined) throw new Problem(notFlippable)
      const flips = await flipsOf(row, seen)
      const options = seen.options.map(({ id }) => id)
      return { ...whyOf(row), options, context: { ...seen.context }, flip: flips[0] ?? null, flips }
    },
  )

  async function flipsOf(row: DecisionRow, { context, options, length }: NonNullable<Seen>): Promise<Flip[]> {
    if (row.policy === null || row.policyVersion === null) return []
    const point = await getPointVersion(db, town, { name: row.point, version: row.pointVersion })
    const policy = await getPolicy(db, town, { point, name: row.policy, version: row.policyVersion })
    return flipsOfEach({ point, policy, context, options, length, seed: row.id })
  }
}

type Seen = Awaited<ReturnType<typeof openInputs>>[number]

function whyOf(row: DecisionRow) {
  const { point, mode, override, chosen, pChosen, reasons, policy, policyVersion, fallback, options } = row
  const [first] = chosen
  const score = options.find(({ id }) => id === first)?.score
  const scored = score === undefined || score === null ? '' : `, which it scored ${score}`
  const said =
    fallback === null
      ? `${policy} ${policyVersion} chose ${first}${scored}, with probability ${pChosen}`
      : `the safe default stood: ${fallback}`
  const how: 'human' | typeof mode = override === null ? mode : 'human'
  return { point, mode: how, chosen, pChosen, fallback, reasons: [said, ...reasons] }
}
