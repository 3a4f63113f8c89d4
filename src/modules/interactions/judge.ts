import { errorsOf, unstorable } from '#kernel/http-validation'
import { isId, isId7, namedId } from '#kernel/ids'
import type { FieldError } from '#kernel/problem'
import type { EventSent } from './event-schema.ts'
import type { EventTypes, KnownType } from './event-types.ts'

/** An event that may be stored. */
export type Kept = {
  id: string
  known: KnownType
  subject: string | null
  /** The party it tells of; becomes a pseudonym, or nothing, before it is stored. */
  person: string | null
  /** Town time, ms. */
  at: number
  session: string | null
  /** JSON of what is not personal. */
  data: string
  personal: Readonly<Record<string, unknown>> | null
}

/** What an event is judged by. */
export type Judging = {
  types: EventTypes
  /** The signed-in person, or the party of a key. */
  sender: string
  /** Whether the sender may tell of other people. */
  isCollector: boolean
  /** Town time, ms. */
  now: number
  /** The body may hold text that PostgreSQL cannot: found out once for all of it. */
  mayBeUnstorable: boolean
}

/** A telephone that was away for a month, and one whose clock is a little ahead. */
const lateMsMax = 30 * 86_400_000
const earlyMsMax = 10 * 60_000
/** Characters of the data as JSON: some forty fields. */
const dataMax = 4_096

/** Decides about one event. Pure but for the clock it is given. */
export function judge(raw: unknown, judging: Judging): Kept | FieldError {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { pointer: '', detail: 'must be an object' }
  const known = typeOf(raw, judging.types)
  if ('pointer' in known) return known
  const error = misfit(raw, known, judging.mayBeUnstorable)
  return error ?? withData(raw as EventSent, known, judging) // the type's check includes the envelope
}

function misfit(raw: object, { validator }: KnownType, mayBeUnstorable: boolean): FieldError | null {
  if (!validator.Check(raw)) return errorsOf(validator, raw)[0] ?? { pointer: '', detail: 'is not valid' }
  return mayBeUnstorable ? unstorable(raw) : null
}

function typeOf(raw: object, types: EventTypes): KnownType | FieldError {
  const { type, version } = raw as { type?: unknown; version?: unknown }
  if (typeof type !== 'string') return { pointer: '/type', detail: 'is required' }
  if (version !== undefined && !Number.isInteger(version)) return { pointer: '/version', detail: 'must be integer' }
  const known = types.find(type, version as number | undefined)
  if (known !== undefined) return known
  const isKnown = types.find(type, undefined) !== undefined
  return isKnown
    ? { pointer: '/version', detail: 'is not a version of this type' }
    : { pointer: '/type', detail: 'is not a published type' }
}

function withData(event: EventSent, known: KnownType, { sender, isCollector, now }: Judging): Kept | FieldError {
  const person = lower(event.person === undefined ? sender : event.person)
  if (person !== null && person !== sender && !isCollector)
    return { pointer: '/person', detail: 'is somebody else, of whom only a collector may tell' }
  const at = event.at === undefined ? now : Date.parse(event.at)
  if (!(at >= now - lateMsMax && at <= now + earlyMsMax))
    return { pointer: '/at', detail: 'must be within the last 30 days of town time, and no more than 10 minutes ahead' }
  const { plain, personal } = apart(event.data, known.personal)
  const data = JSON.stringify(plain)
  if (data.length > dataMax) return { pointer: '/data', detail: `has at most ${dataMax} characters as JSON` }
  const { id, subject, session = null } = event
  return { id: idOf(id, sender), known, subject: lower(subject), person, at, session, data, personal }
}

/** A UUIDv7 stands for itself; any other reference for its sender and itself, so that nobody meets another's. */
function idOf(text: string, sender: string): string {
  if (isId7(text)) return text
  const id = text.toLowerCase()
  return isId7(id) ? id : namedId(`interactions/${sender}/${text}`)
}

function lower(id: string | null | undefined): string | null {
  if (id === undefined || id === null) return null
  return isId(id) ? id : id.toLowerCase()
}

const nothing = {}

function apart(
  data: object | undefined,
  names: readonly string[],
): { plain: object; personal: Record<string, unknown> | null } {
  if (data === undefined) return { plain: nothing, personal: null }
  const personal = Object.entries(data).filter(([name]) => names.includes(name))
  if (personal.length === 0) return { plain: data, personal: null }
  const plain = Object.entries(data).filter(([name]) => !names.includes(name))
  return { plain: Object.fromEntries(plain), personal: Object.fromEntries(personal) }
}
