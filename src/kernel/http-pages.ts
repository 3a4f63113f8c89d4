import Type, {
  type Static,
  type TArray,
  type TNull,
  type TObject,
  type TProperties,
  type TSchema,
  type TString,
  type TUnion,
} from 'typebox'
import { Compile } from 'typebox/compile'
import { invalidAt } from './http-problems.ts'

/**
 * Keyset pages: a list is ordered by values that never repeat together, and a cursor is the values of the last item
 * seen. So a page costs the same wherever it is, and nothing is skipped or repeated while rows come in.
 */

/** Items on a page when the caller does not say. */
export const pageDefault = 50
/** Most items on a page. */
export const pageMax = 200

const pageProperties = {
  limit: Type.Integer({ minimum: 1, maximum: pageMax, default: pageDefault }),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' })),
}

/** The query of a list: `limit`, `cursor` and the list's own filters. */
export function pageQuery<T extends TProperties>(filters: T): TObject<typeof pageProperties & T> {
  return Type.Object({ ...pageProperties, ...filters }, { additionalProperties: false })
}

/** A page of items; `nextCursor` is null on the last page. */
export function Page<T extends TSchema>(item: T): TObject<{ items: TArray<T>; nextCursor: TUnion<[TString, TNull]> }> {
  return Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) })
}

/** Turns the keyset of a list into an opaque text and back. */
export type Cursor<Keys> = {
  encode: (keys: Keys) => string
  /** @throws {Problem} invalid-input at /cursor when the text is not one of ours */
  decode: (text: string) => Keys
}

/**
 * A cursor of these values. It is checked against the schema when it comes back, and its values only ever become
 * parameters of a statement that filters by the caller as well: a forged one shows nothing that a true one could not.
 */
export function cursorOf<T extends TSchema>(keys: T): Cursor<Static<T>> {
  const validator = Compile(keys)
  return {
    encode: (values) => Buffer.from(JSON.stringify(values)).toString('base64url'),
    decode: (text) => {
      const values = parsed(Buffer.from(text, 'base64url').toString())
      if (!validator.Check(values)) throw invalidAt('/cursor', 'is not a cursor of this list')
      return values
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * The page from up to `limit + 1` rows: the row too many says that there is a next page.
 *
 * @param rows in order of the list, fetched with `limit + 1`
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit, item, cursor }: { limit: number; item: (row: Row) => Item; cursor: (row: Row) => string },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null,
  }
}

/** An instant in RFC 3339, UTC. @param ms since 1970 */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString()
}

/**
 * Ms since 1970 of an instant in RFC 3339. Its schema lets leap seconds through, which no clock of ours has.
 *
 * @throws {Problem} invalid-input at the pointer
 */
export function instantMs(text: string, pointer: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalidAt(pointer, 'is not an instant that clocks have')
  return ms
}
