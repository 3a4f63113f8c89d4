/**
 * Personal values are sealed where commands come in, under the key of the party acted for, before anything else sees
 * them: the queue, other processes, the batch, the log. What was said is repeatable, so a retry is the same command.
 */
import { type Batcher, createBatcher } from '#kernel/batcher'
import type { Command } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import type { ToSeal, Vault } from '#kernel/vault'
import { type Flow, personalValues, withValues } from '#modules/flows'
import type { Catalogue } from '../catalogue/catalogue.ts'

/** What a sealed value of an order belongs to. */
export function orderPurpose(orderId: string): string {
  return `order/${orderId}`
}

export type SealingOptions = { db: Database; town: number; catalogue: Catalogue; vault: Vault }

/** Commands with their personal values sealed; the same array when there are none. */
export type Sealing = (commands: readonly Command[]) => Promise<readonly Command[]>

/** Seals by the set. Values that do not fit their fields stay as they are, for the flow to refuse. */
export function createSealing(options: SealingOptions): Sealing {
  const versionOf = createVersionOf(options)
  const { catalogue, vault } = options

  async function flowOf({ business, type, orderId }: Command): Promise<Flow | undefined> {
    if (!catalogue.isPersonal(business, type)) return undefined
    if (orderId === undefined) return catalogue.newest(business)
    const version = await versionOf(orderId)
    return version === undefined ? undefined : catalogue.version(business, version)
  }

  return async (commands) => {
    const flows = await Promise.all(commands.map(flowOf))
    const wanted = commands.map((command, index) => toSeal(flows[index], command))
    const sealed = await vault.seal(wanted.flat())
    let next = 0
    return commands.map((command, index) => {
      const texts = sealed.slice(next, (next += wanted[index]!.length))
      return replaced(command, wanted[index]!, texts)
    })
  }
}

function toSeal(flow: Flow | undefined, { id, orderId, actor, input }: Command): (ToSeal & { field: string })[] {
  if (flow === undefined) return []
  const purpose = orderPurpose(orderId ?? id)
  return personalValues(flow.personal, input).map((one) => ({ ...one, party: actor.party, purpose }))
}

function replaced(command: Command, wanted: readonly { field: string }[], texts: readonly string[]): Command {
  if (wanted.length === 0) return command
  return {
    ...command,
    input: withValues(command.input, new Map(wanted.map(({ field }, index) => [field, texts[index]!]))),
  }
}

/** A command sealed for saying what it would do: with what was sealed, by its text. */
export function sealedForShow(
  { vault }: { vault: Vault },
  flow: Flow,
  command: Command,
): { command: Command; plain: ReadonlyMap<string, ToSeal['value']> } {
  const wanted = toSeal(flow, command)
  const texts = vault.sealForShow(wanted)
  return {
    command: replaced(command, wanted, texts),
    plain: new Map(wanted.map(({ value }, index) => [texts[index]!, value])),
  }
}

/** Orders whose version is kept in memory: a few megabytes. */
const knownMax = 20_000

/** The manifest version of an order, which never changes. */
function createVersionOf({ db, town }: SealingOptions): (orderId: string) => Promise<number | undefined> {
  const known = new Map<string, number>()
  const batcher: Batcher<string, number | undefined> = createBatcher({
    run: async (ids) => {
      const wanted = [...new Set(ids)]
      const { rows } = await sql<{ id: string; version: number }>`
        select id, version from orders.orders where town = ${town} and id = any(${wanted}::uuid[])`.execute(db)
      if (known.size > knownMax) known.clear()
      for (const { id, version } of rows) known.set(id, version)
      return ids.map((id) => ({ value: known.get(id) }))
    },
  })
  return async (orderId) => known.get(orderId) ?? batcher.add(orderId)
}
