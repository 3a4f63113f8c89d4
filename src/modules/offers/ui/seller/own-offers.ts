import { type Api, ApiProblem, type Reply } from '#web/api'
import { newKey } from '#web/ids'

/** A seller's own offers, and many changes of them at once. */

/** An offer as its seller reads it; each variant is one. */
export type Own = Reply<'get', '/v1/offers/mine'>['items'][number]

/** What a change needs of an offer. */
export type Written = Omit<Own, 'createdAt' | 'available' | 'held' | 'sold' | 'status'>

/** A direct command of offers or their stock. */
export type Command = {
  readonly business: 'offers' | 'capacity'
  readonly type: 'put' | 'archive' | 'adjust'
  readonly input: Readonly<Record<string, unknown>>
}

/** Puts an offer as it is given; an archived one is offered again by it. */
export function putCommand({ id, ...written }: Written): Command {
  return { business: 'offers', type: 'put', input: { ...inputOf(written), offerId: id } }
}

/** Only the members that a change is made of: what was read holds more. */
function inputOf(offer: Omit<Written, 'id'>): Readonly<Record<string, unknown>> {
  const { groupId, rev, business, title, description, category, currency, priceMinor } = offer
  const { taxCode, priceIncludesTax, variant, pictures, attributes } = offer
  return {
    groupId, rev, business, title, description, category, currency, priceMinor, taxCode, priceIncludesTax, variant,
    pictures, attributes,
  } // prettier-ignore
}

/** Ends an offer. */
export function archiveCommand({ id, rev }: Pick<Own, 'id' | 'rev'>): Command {
  return { business: 'offers', type: 'archive', input: { offerId: id, rev } }
}

/** Counts more or fewer. */
export function adjustCommand(offerId: string, delta: number, reason: string): Command {
  return { business: 'capacity', type: 'adjust', input: { offerId, delta, reason } }
}

/** What became of a command, in the order they were sent. */
export type Outcome = { readonly rev?: number; readonly problem?: ApiProblem }

/** As many as one request may hold. */
const chunkMax = 200

type Sending = {
  key: string
  /** Says what would become of them and changes nothing. */
  isTrial?: boolean
  /** All or none; then there are at most 200. */
  all?: boolean
  onProgress?: (done: number) => void
}

/** Sends any number of commands, a request each two hundred; the same key sends the same ones only once. */
export async function sendCommands(
  api: Api,
  commands: readonly Command[],
  { key, isTrial = false, all = false, onProgress }: Sending,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let from = 0; from < commands.length; from = outcomes.length) {
    const part = commands.slice(from, chunkEnd(commands, from))
    const { verdicts } = await api.post('/v1/commands', {
      ...(isTrial ? { query: { preview: 'true' } } : {}),
      body: { all, commands: part.map((command) => ({ ...command, input: command.input as never })) },
      // Each request of many is one intention of its own, told by its place.
      key: isTrial ? newKey() : `${key}.${from}`,
    })
    for (const verdict of verdicts)
      outcomes.push(
        verdict.status === 'accepted'
          ? { rev: (verdict.result as { rev?: number }).rev ?? 0 }
          : { problem: new ApiProblem({ ...verdict.problem.extra, ...verdict.problem }) },
      )
    onProgress?.(outcomes.length)
  }
  return outcomes
}

/** Variants of one thing are tried together: a later one is right only after its first. */
function chunkEnd(commands: readonly Command[], from: number): number {
  const most = Math.min(from + chunkMax, commands.length)
  const groupAt = (index: number): unknown => commands[index]?.input['groupId'] ?? index
  let end = most
  while (end > from && end < commands.length && groupAt(end) === groupAt(end - 1)) end -= 1
  return end > from ? end : most
}

const pageMax = 200

/** All of them, page by page. */
export async function readAllOwn(api: Api, query: object = {}): Promise<Own[]> {
  const found: Own[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Own[]; nextCursor: string | null } = await api.get('/v1/offers/mine', {
      query: { ...query, limit: pageMax, cursor },
    })
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}
