import { hash } from 'node:crypto'
import type { Command, Json, Refusal, Verdict } from '#kernel/commands'
import type { Receipt } from '#kernel/events'

/** Type of the event that a refusal leaves, so that the same id answers the same. */
export const refusedType = 'command.refused'

/**
 * What tells a retry from another command under the same id: 16 bytes of SHA-256 over what the client said and who it
 * is. Time, grants and answers are not in it, for they may differ between honest retries.
 *
 * @param listIds ids of the whole list when the command is part of one
 */
export function hashOf(command: Command, listIds: readonly string[] | null): Buffer {
  const { actor, business, type, orderId, lines, groupId, input, expectMinor, rev } = command
  const said = [
    actor.party, actor.user ?? null, business, type, orderId ?? null, groupId ?? null, expectMinor ?? null, rev ?? null,
    listIds,
  ] // prettier-ignore
  const text = `${JSON.stringify(said)}${canonical((lines as Json | undefined) ?? null)}${canonical(input)}`
  return hash('sha256', text, 'buffer').subarray(0, 16)
}

/** JSON text with the members of objects in order, so that a client may write them in any. */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const object = value as { readonly [name: string]: Json }
  const members = Object.keys(object)
    .sort()
    .filter((name) => object[name] !== undefined)
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(object[name]!)}`).join(',')}}`
}

/** The verdict that a command's first event tells: the first answer and every replay go through here. */
export function verdictOf({ id, pos, at, type, data }: Omit<Receipt, 'hash'>): Verdict {
  if (type === refusedType) return { status: 'refused', id, at, pos, refusal: data['refusal'] as unknown as Refusal }
  return { status: 'accepted', id, at, pos, result: data['result'] as Record<string, Json> }
}
