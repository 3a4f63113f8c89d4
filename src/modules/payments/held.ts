import type { Database } from '#kernel/db'
import type { Town } from '#kernel/towns'
import type { Flow, Order, Text } from '#modules/flows'
import { decimal, type Held, listHeld } from '#modules/ledger'
import { type Catalogue, readOrders } from '#modules/orders'

/** Money of a party that is held on an order: how much, for what, and what ends it, in plain words. */
export type HeldLine = {
  orderId: string
  business: string
  state: string
  amountMinor: number
  currency: string
  words: { en: string; zh: string }
}

/** Everything of a party's that is held, the newest first. */
export async function heldLines(
  { db, town, catalogue }: { db: Database; town: Town; catalogue: Catalogue },
  party: string,
): Promise<HeldLine[]> {
  const held = await listHeld(db, town.id, party)
  if (held.length === 0) return []
  await catalogue.refresh()
  const orders = await readOrders(db, town.id, held.map(({ orderId }) => orderId)) // prettier-ignore
  const byId = new Map(orders.map((order) => [order.id, order]))
  return held.flatMap((line) => {
    const order = byId.get(line.orderId)
    const flow = order === undefined ? undefined : catalogue.version(order.business, order.version)
    return order === undefined || flow === undefined ? [] : [lineOf(line, { order, flow, party })]
  })
}

type Place = { order: Order; flow: Flow; party: string }

function lineOf({ orderId, amountMinor, currency }: Held, place: Place): HeldLine {
  const { business, state } = place.order
  const amount = `${decimal(amountMinor, currency)} ${currency}`
  const words = { en: wordsIn('en', amount, place), zh: wordsIn('zh', amount, place) }
  return { orderId, business, state, amountMinor, currency, words }
}

type Language = 'en' | 'zh'

function wordsIn(language: Language, amount: string, place: Place): string {
  const { order, flow } = place
  const state = flow.states.get(order.state)
  const title = textIn(language, state?.title) ?? order.state
  const choices = choicesOf(language, place)
  const isTimed = state !== undefined && state.after.size > 0
  return sentences[language]({ amount, title, choices, isTimed })
}

type Parts = { amount: string; title: string; choices: readonly string[]; isTimed: boolean }

const sentences: Readonly<Record<Language, (parts: Parts) => string>> = {
  en: ({ amount, title, choices, isTimed }) => {
    const own = choices.length === 0 ? [] : [`you choose ${choices.map((choice) => `“${choice}”`).join(' or ')}`]
    const ends = [...own, ...(isTimed ? ['its time is over'] : [])]
    return `${amount} is held (${title})${ends.length === 0 ? '' : ` until ${ends.join(', or ')}`}`
  },
  zh: ({ amount, title, choices, isTimed }) => {
    const ends = [...choices.map((choice) => `您选择“${choice}”`), ...(isTimed ? ['到期'] : [])]
    return `${amount} 托管中（${title}）${ends.length === 0 ? '' : `，直到${ends.join('或')}`}`
  },
}

/** What the party may do that leads the order on. */
function choicesOf(language: Language, { order, flow, party }: Place): string[] {
  const mine = new Set(Object.keys(order.roles).filter((role) => order.roles[role] === party))
  const transitions = [...(flow.states.get(order.state)?.on.values() ?? [])].flat()
  const leading = transitions.filter(({ by, target }) => target !== null && by.some((role) => mine.has(role)))
  return [...new Set(leading.map(({ source, type }) => textIn(language, source.title) ?? type))]
}

function textIn(language: Language, text: Text | undefined): string | undefined {
  return text === undefined || typeof text === 'string' ? text : (text[language] ?? text['en'])
}
