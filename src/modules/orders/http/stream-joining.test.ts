import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '#kernel/commands'
import { newestPos } from '#kernel/events'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { until } from '#kernel/until'
import { accepted, buying, setStage, type Stage } from '../engine/fixtures.ts'
import { Hub, type NewClient } from './stream.ts'
import { behind } from './stream-audience.ts'
import type { Outlet } from './stream-outlets.ts'

type Town = Stage & {
  hub: () => Hub
  newest: () => Promise<number>
  /** Places an order; answers when it is stored. */
  order: () => Promise<void>
}

async function town(t: TestContext): Promise<Town> {
  const stage = await setStage(t, await testDatabase(t))
  const { db, engine } = stage
  const [seller, buyer] = (await stage.people(2, 10_000)) as [Actor, Actor]
  const offerId = await stage.offer(seller, { priceMinor: 1, stock: 1_000 })
  const hub = (): Hub => {
    const made = new Hub({ db, town: stage.town.id, catalogue: engine.catalogue, feed: engine.feed, log })
    t.after(() => made.close())
    return made
  }
  return {
    ...stage,
    hub,
    newest: () => newestPos(db, stage.town.id),
    order: async () => void accepted(await engine.submit([buying(buyer, offerId, { priceMinor: 1 })])),
  }
}

/** Somebody in this process who listens from behind a position on: which positions they are told, and how they go. */
function listener(actor: Actor, after: number): { client: NewClient; told: number[]; leave: () => void } {
  const told: number[] = []
  let hasLeft = false
  let hear = (): void => undefined
  const outlet: Outlet = {
    tell: (events) => void told.push(...events.map(({ cursor }) => Number.parseInt(cursor, 10))),
    beat: () => undefined,
    backlog: () => 0,
    isGone: () => hasLeft,
    isFull: () => false,
    end: () => leave(),
    onGone: (isToldSo) => {
      hear = isToldSo
    },
  }
  const leave = (): void => {
    hasLeft = true
    hear()
  }
  return { client: { begin: () => outlet, actor, from: behind(after), isAdmitted: async () => true }, told, leave }
}

test('who begins to listen while an order is stored hears of it once, whichever is first', async (t) => {
  const { operator, hub, newest, order } = await town(t)
  let before = await newest()
  for (let round = 0; round < 300; round += 1) {
    const fresh = hub()
    const { client, told, leave } = listener(operator, before)
    const placed = order()
    await sleep(round % 3)
    await Promise.all([fresh.join(client), placed])
    before += 1
    assert.equal(await newest(), before)
    await until(() => told.length > 0)
    assert.deepEqual(told, [before], `in round ${round}`)
    leave()
  }
})

test('who comes in the moment in which the last listener leaves is told what happens from then on', async (t) => {
  const { operator, hub, newest, order } = await town(t)
  const busy = hub()
  const before = await newest()
  const last = listener(operator, before)
  const next = listener(operator, before)
  await busy.join(last.client)
  const joining = busy.join(next.client)
  last.leave()
  await joining
  await order()
  await until(() => next.told.length > 0)
  assert.deepEqual(next.told, [before + 1])
  assert.deepEqual(last.told, [])
})
