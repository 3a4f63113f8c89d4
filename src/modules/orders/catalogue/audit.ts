import { machineNow } from '#kernel/clock'
import type { JsonObject } from '#kernel/commands'
import type { ProjectionOf } from '#kernel/module'
import { type ActName, recordAudit } from '#modules/audit'

/** What an operator does with lines of business, by the event it leaves. */
const acts: Readonly<Record<string, ActName>> = {
  'orders.published': 'businesses.published',
  'orders.switched': 'businesses.switched',
  'orders.tariff-set': 'businesses.tariff-set',
}

/** Notes in the audit log what commands did to the catalogue: their events and the log's entries are one to one. */
export function catalogueAuditProjection(town: number): ProjectionOf {
  return {
    name: 'orders.catalogue-audit',
    types: Object.keys(acts),
    apply: async (tx, events) => {
      for (const { type, actor, user, data } of events) {
        const by = { party: actor, ...(user === null ? {} : { user }) }
        const { business, ...details } = data as JsonObject & { business: string } // as the commands write it
        await recordAudit(tx, { town, by, act: acts[type]!, subject: business, details, now: machineNow() })
      }
    },
  }
}
