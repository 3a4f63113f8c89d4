import { sql } from '#kernel/db'
import type { ProjectionOf } from '#kernel/module'

/**
 * Who takes part in which order, for every party's list. Made from the orders that the events are about, so applying
 * an event twice, or a late one, changes nothing. A role has one party: who is replaced leaves the list.
 */
export function orderPartyProjection(town: number, businesses: () => readonly string[]): ProjectionOf {
  return {
    name: 'orders.order-party',
    apply: async (tx, events) => {
      const known = new Set(businesses())
      const isOfOrder = (type: string): boolean => known.has(type.slice(0, type.indexOf('.')))
      const subjects = events.flatMap(({ subject, type }) => (subject !== null && isOfOrder(type) ? [subject] : []))
      const ids = [...new Set(subjects)]
      if (ids.length === 0) return
      await sql`
        insert into orders.order_party as known (town, order_id, party, role, business)
        select s.town, s.id, role.value::uuid, role.key, o.business
        from orders.order_state s
        join orders.orders o on o.town = s.town and o.id = s.id
        cross join json_each_text(s.roles) as role
        where s.town = ${town} and s.id = any(${ids}::uuid[])
        on conflict on constraint order_party_pk do update set party = excluded.party
          where known.party <> excluded.party`.execute(tx)
    },
  }
}
