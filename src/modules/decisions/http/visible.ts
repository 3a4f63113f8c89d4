import type { FastifyRequest } from 'fastify'
import type { Database } from '#kernel/db'
import { actorOf, isOperator } from '#kernel/http'
import { Problem } from '#kernel/problem'
import { type DecisionRow, findDecision, isAbout } from '../books/reading.ts'
import { decisionNotFound } from '../problems.ts'

/** The decision, for who may see it. @throws {Problem} decision-not-found */
export async function visible(
  { db, town }: { db: Database; town: number },
  request: FastifyRequest,
  id: string,
): Promise<DecisionRow> {
  const row = await findDecision(db, town, id)
  const actor = actorOf(request)
  const isTheirs = row !== undefined && (isOperator(actor) || isAbout(row, actor))
  if (!isTheirs) throw new Problem(decisionNotFound)
  return row
}
