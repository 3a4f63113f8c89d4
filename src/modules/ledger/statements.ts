import { sql } from '#kernel/db'
import type { ProjectionOf } from '#kernel/module'

/**
 * What an account's owner reads: one row for each account and transfer, newest last by position. Made from the journal
 * by the ids of the commands, so applying an event twice changes nothing.
 */
export function statementsProjection(town: number): ProjectionOf {
  return {
    name: 'ledger.statements',
    apply: async (tx, events) => {
      const receipts = events.filter(({ n, type }) => n === 0 && type !== 'command.refused')
      if (receipts.length === 0) return
      await sql`
        insert into ledger.statements (town, account, pos, n, amount_minor, command_id, order_id, other, at, code)
        select t.town, side.account, e.pos, t.n, side.amount, t.command_id, t.order_id, side.other, t.at, t.code
        from unnest(${receipts.map(({ id }) => id)}::uuid[], ${receipts.map(({ pos }) => pos)}::int8[]) as e (id, pos)
        join ledger.transfers t on t.town = ${town} and t.command_id = e.id
        cross join lateral (values (t.debit, -t.amount_minor, t.credit), (t.credit, t.amount_minor, t.debit))
          as side (account, amount, other)
        where side.account is not null
        on conflict do nothing`.execute(tx)
    },
  }
}
