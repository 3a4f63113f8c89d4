/** Parties from a file: all of them in one transaction, with their grants and whom they act for. */
import { machineNow } from '#kernel/clock'
import { type Database, sql, transaction } from '#kernel/db'
import { isId, newId } from '#kernel/ids'
import { recordAudit } from '#modules/audit'
import { type NewParty, createParties } from '#modules/identity'
import Type from 'typebox'
import { Compile } from 'typebox/schema'
import type { OpenTown } from '../cli-town.ts'
import type { Plan } from './import-offers.ts'
import { type ColumnKind, type ReadRow, faultsOf } from './rows.ts'
import type { WrongRow } from './texts.ts'

/** Columns of a file of parties. */
export const partyColumns: Readonly<Record<string, ColumnKind>> = {
  id: 'text',
  slug: 'text',
  kind: 'text',
  name: 'text',
  about: 'text',
  languages: 'json',
  grants: 'json',
  actsFor: 'json',
  isSuspended: 'boolean',
  joinedAt: 'text',
}

const slug = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'
const PartyRow = Type.Object(
  {
    id: Type.Optional(Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })),
    slug: Type.String({ pattern: slug }),
    kind: Type.Enum(['person', 'firm', 'device', 'machine', 'provider']),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    about: Type.Optional(Type.String({ maxLength: 2_000 })),
    languages: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$' }), { maxItems: 20 })),
    grants: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }), { maxItems: 50 })),
    actsFor: Type.Optional(Type.Array(Type.String({ pattern: slug }), { maxItems: 50, description: 'Slugs' })),
    isSuspended: Type.Optional(Type.Literal(false)),
    joinedAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
)
type PartyRowOf = Type.Static<typeof PartyRow>
const rowsOfParties = Compile(PartyRow)

type Known = { id: string; slug: string; kind: string }

/** Tries every row. Who is there already stays as they are. */
export async function planParties({ db, town }: OpenTown, rows: readonly ReadRow[]): Promise<Plan> {
  const now = machineNow()
  const checked = rows.map((row) => ({ line: row.line, ...shapeOf(row) }))
  const wrong = checked.flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault })))
  const right = checked.flatMap(({ line, party }) => (party === undefined ? [] : [{ line, party }]))
  const known = await knownParties(db, town.id, right.map(({ party }) => party)) // prettier-ignore
  const bySlug = new Map(known.map((party) => [party.slug, party]))
  const takenIds = new Map(known.map((party) => [party.id, party]))
  const fresh: { line: number; party: PartyRowOf; id: string }[] = []
  let same = 0
  for (const { line, party } of right) {
    const there = bySlug.get(party.slug)
    const id = party.id ?? there?.id ?? newId(now)
    if (there !== undefined && there.id === id && there.kind === party.kind) same += 1
    else if (there !== undefined) wrong.push({ line, column: 'slug', what: 'is somebody else’s' })
    else if (takenIds.has(id)) wrong.push({ line, column: 'id', what: 'is somebody else’s' })
    else {
      const added = { id, slug: party.slug, kind: party.kind }
      bySlug.set(party.slug, added)
      takenIds.set(id, added)
      fresh.push({ line, party, id })
    }
  }
  wrong.push(...fresh.flatMap((row) => membershipFaults(row, bySlug)))
  const parties = fresh.map(({ party, id }) => partyFrom(party, { id, now, bySlug }))
  return { wrong, made: fresh.length, changed: 0, same, apply: () => store({ db, town: town.id, parties, now }) }
}

function shapeOf({ input }: ReadRow): { faults: Omit<WrongRow, 'line'>[]; party?: PartyRowOf } {
  const [isRight, errors] = rowsOfParties.Errors(input)
  if (isRight) return { faults: [], party: input as PartyRowOf } // just checked
  return { faults: faultsOf(errors) }
}

async function knownParties(db: Database, town: number, rows: readonly PartyRowOf[]): Promise<Known[]> {
  const slugs = rows.flatMap((row) => [row.slug, ...(row.actsFor ?? [])])
  const ids = rows.flatMap(({ id }) => (id !== undefined && isId(id) ? [id] : []))
  const found = await sql<Known>`
    select id, slug, kind from identity.parties
    where town = ${town} and (slug = any(${slugs}::text[]) or id = any(${ids}::uuid[]))`.execute(db)
  return found.rows
}

function membershipFaults(
  { line, party }: { line: number; party: PartyRowOf },
  bySlug: ReadonlyMap<string, Known>,
): WrongRow[] {
  const unknown = (party.actsFor ?? []).filter((firm) => !bySlug.has(firm) || firm === party.slug)
  return unknown.map((firm) => ({ line, column: 'actsFor', what: `${firm} is nobody to act for` }))
}

type Filing = { id: string; now: number; bySlug: ReadonlyMap<string, Known> }

function partyFrom(row: PartyRowOf, { id, now, bySlug }: Filing): NewParty {
  const { actsFor = [], joinedAt, isSuspended: _, ...rest } = row
  const firms = actsFor.flatMap((firm) => bySlug.get(firm)?.id ?? [])
  return { ...rest, id, actsFor: firms, joinedAt: joinedAt === undefined ? now : Date.parse(joinedAt) }
}

type Storing = { db: Database; town: number; parties: readonly NewParty[]; now: number }

async function store({ db, town, parties, now }: Storing): Promise<WrongRow[]> {
  await transaction(db, async (tx) => {
    await createParties(tx, town, parties)
    await recordAudit(tx, { town, by: null, act: 'parties.imported', details: { count: parties.length }, now })
  })
  return []
}
