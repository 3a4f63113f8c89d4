import { type Executor, sql } from '#kernel/db'
import { invalidAt } from '#kernel/http-problems'
import { type Hours, type Span, minutesOf } from './opening.ts'

/** Hours of parties that have said any, in one statement. */
export async function listHours(
  db: Executor,
  town: number,
  parties: readonly string[],
): Promise<ReadonlyMap<string, Hours>> {
  const { rows } = await sql<Hours & { party: string }>`
    select party, week, exceptions from hours.weeks
    where town = ${town} and party = any(${[...parties]}::uuid[])`.execute(db)
  return new Map(rows.map(({ party, week, exceptions }) => [party, { week, exceptions }]))
}

/** Hours of all who have said any. */
export async function listAllHours(db: Executor, town: number): Promise<readonly (Hours & { party: string })[]> {
  const { rows } = await sql<Hours & { party: string }>`
    select party, week, exceptions from hours.weeks where town = ${town}`.execute(db)
  return rows
}

/** Says when a party is open; nothing in it takes it back. @throws {Problem} invalid-input for what overlaps */
export async function storeHours(
  db: Executor,
  town: number,
  { party, hours }: { party: string; hours: Hours },
): Promise<void> {
  const { week, exceptions } = sound(hours)
  if (week.length === 0 && exceptions.length === 0) {
    await sql`delete from hours.weeks where town = ${town} and party = ${party}`.execute(db)
    return
  }
  await sql`
    insert into hours.weeks (town, party, week, exceptions)
    values (${town}, ${party}, ${JSON.stringify(week)}::json, ${JSON.stringify(exceptions)}::json)
    on conflict on constraint weeks_pk do update
      set week = excluded.week, exceptions = excluded.exceptions`.execute(db)
}

/** Says when parties are open that have never said so. @throws {Problem} invalid-input for what overlaps */
export async function firstHours(
  db: Executor,
  town: number,
  all: readonly { party: string; hours: Hours }[],
): Promise<void> {
  const rows = all.map(({ party, hours }) => ({ party, ...sound(hours) }))
  await sql`
    insert into hours.weeks (town, party, week, exceptions)
    select ${town}, h.party, h.week, h.exceptions
    from json_to_recordset(${JSON.stringify(rows)}::json) as h (party uuid, week json, exceptions json)
    on conflict on constraint weeks_pk do nothing`.execute(db)
}

/** Spans of one day do not overlap, and a day has one exception; in order. */
function sound({ week, exceptions }: Hours): Hours {
  for (const [index, { day }] of week.entries()) {
    const others = week.filter((one, place) => one.day === day && place < index)
    if (others.some((one) => overlaps(one, week[index]!)))
      throw invalidAt(`/week/${index}`, 'overlaps another of the day')
  }
  for (const [index, { date, spans }] of exceptions.entries()) {
    const isTwice = exceptions.some((one, place) => one.date === date && place < index)
    if (isTwice) throw invalidAt(`/exceptions/${index}/date`, 'has an exception already')
    const wrong = spans.findIndex((span, place) => spans.slice(0, place).some((one) => overlaps(one, span)))
    if (wrong !== -1) throw invalidAt(`/exceptions/${index}/spans/${wrong}`, 'overlaps another of the day')
  }
  const inOrder = (one: Span, other: Span): number => minutesOf(one.opens) - minutesOf(other.opens)
  return {
    week: week.toSorted((one, other) => one.day - other.day || inOrder(one, other)),
    exceptions: exceptions
      .toSorted((one, other) => (one.date < other.date ? -1 : 1))
      .map((one) => ({ ...one, spans: one.spans.toSorted(inOrder) })),
  }
}

function overlaps(one: Span, other: Span): boolean {
  const of = ({ opens, closes }: Span): [number, number] => {
    const [from, to] = [minutesOf(opens), minutesOf(closes)]
    return [from, to <= from ? to + 24 * 60 : to]
  }
  const [[from, to], [otherFrom, otherTo]] = [of(one), of(other)]
  return from < otherTo && otherFrom < to
}
