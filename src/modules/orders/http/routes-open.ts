import { sql } from '#kernel/db'
import { namedId } from '#kernel/ids'
import type { ProjectionOf } from '#kernel/module'
import type { Flow } from '#modules/flows'
import type { Catalogue } from '../catalogue/catalogue.ts'

/**
 * Work that waits for somebody: roles of an order that nobody has yet and that any holder of a grant may take now. A
 * parcel that no courier has collected, a dispute that no arbiter has ruled.
 */
export type OpenRole = { role: string; grant: string }

/** How an order stands, as far as open roles depend on it. */
export type Standing = { business: string; version: number; state: string; roles: { readonly [role: string]: string } }

/** The open roles of an order. */
export function openRolesOf(flow: Flow, { state, roles }: Pick<Standing, 'state' | 'roles'>): OpenRole[] {
  const compiled = flow.states.get(state)
  if (compiled === undefined || compiled.final !== undefined) return []
  const transitions = [...compiled.on.values(), ...flow.on.values()].flat()
  return Object.entries(flow.manifest.roles).flatMap(([role, { grant }]) => {
    const isOpen = grant !== undefined && roles[role] === undefined && transitions.some(({ by }) => by.includes(role))
    return isOpen ? [{ role, grant }] : []
  })
}

/** Stands for all holders of a grant in the list of who takes part in an order. */
export function grantParty(grant: string): string {
  return namedId(`grant:${grant}`)
}

type Row = Standing & { id: string }

/**
 * Keeps the open roles of orders where the parties' lists are read from. Made from the orders as they stand, so a late
 * event or a repeated one changes nothing; a role that has been taken meanwhile stays its party's.
 */
export function openRolesProjection(town: number, catalogue: Catalogue): ProjectionOf {
  return {
    name: 'orders.open-roles',
    apply: async (tx, events) => {
      const ids = [...new Set(events.flatMap(({ subject }) => subject ?? []))]
      if (ids.length === 0) return
      const { rows } = await sql<Row>`
        select o.id, o.business, o.version, s.state, s.roles from orders.orders o
        join orders.order_state s on s.town = o.town and s.id = o.id
        where o.town = ${town} and o.id = any(${ids}::uuid[])`.execute(tx)
      const open = rows.flatMap((row) => {
        const flow = catalogue.version(row.business, row.version)
        const roles = flow === undefined ? [] : openRolesOf(flow, row)
        return roles.map(({ role, grant }) => ({ id: row.id, business: row.business, role, party: grantParty(grant) }))
      })
      const columns = sql`unnest(${open.map(({ id }) => id)}::uuid[], ${open.map(({ party }) => party)}::uuid[],
        ${open.map(({ role }) => role)}::text[], ${open.map(({ business }) => business)}::text[])`
      await sql`
        delete from orders.order_party p
        where p.town = ${town} and p.order_id = any(${rows.map(({ id }) => id)}::uuid[])
          and p.party = any(${grantsOf(catalogue, rows)}::uuid[])
          and not exists (select 1 from ${columns} as o (id, party, role, business)
            where o.id = p.order_id and o.role = p.role)`.execute(tx)
      await sql`
        insert into orders.order_party (town, order_id, party, role, business)
        select ${town}::integer, o.id, o.party, o.role, o.business from ${columns} as o (id, party, role, business)
        on conflict on constraint order_party_pk do nothing`.execute(tx)
    },
  }
}

/** Every grant that could stand in the list for these orders. */
function grantsOf(catalogue: Catalogue, rows: readonly Row[]): string[] {
  const flows = new Set(rows.flatMap(({ business, version }) => catalogue.version(business, version) ?? []))
  const roles = [...flows].flatMap(({ manifest }) => Object.values(manifest.roles))
  return [...new Set(roles.flatMap(({ grant }) => (grant === undefined ? [] : [grantParty(grant)])))]
}
