import { machineNow } from '#kernel/clock'
import { sql, type Tx } from '#kernel/db'
import type { PolicySpec } from '../core/policy.ts'

/** Characters of a model that stays in its policy's row; a larger one is kept once, under its hash. */
const inlineMax = 16_000

/** The specification as a row keeps it. */
export async function packedSpec(tx: Tx, town: number, spec: PolicySpec): Promise<object> {
  if (!('model' in spec)) return spec
  const body = JSON.stringify(spec.model)
  if (body.length <= inlineMax) return spec
  const { checksum } = spec.model
  await sql`
    insert into decisions.models (town, bytes, made_at, hash, body)
    values (${town}, ${body.length}, ${new Date(machineNow())}, ${checksum}, ${body}::json)
    on conflict on constraint models_pk do nothing`.execute(tx)
  return { ...spec, model: { stored: checksum } }
}

/** The specification of a row of `decisions.policies`, with its model in its place. */
export const wholeSpec = sql<PolicySpec>`
  case when policies.spec #>> '{model,stored}' is null then policies.spec else
    (policies.spec::jsonb || jsonb_build_object('model', (
      select m.body::jsonb from decisions.models m
      where m.town = policies.town and m.hash = policies.spec #>> '{model,stored}')))::json end`
