import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createLine } from './line.ts'
import type { Unit } from './units.ts'

function unit(id: number, party: string, orderId?: string): Unit {
  const actor = { party, kind: 'person', grants: [] } as const
  const command = {
    id: String(id),
    actor,
    business: 'stall',
    type: 'ship',
    input: {},
    ...(orderId === undefined ? {} : { orderId }),
  }
  return { commands: [command], hashes: [], isList: false, keys: undefined, deferrals: 0 }
}

test('whoever waits holds back its own party and order, and nobody else', () => {
  const line = createLine()
  const first = unit(1, 'ann', 'order')
  line.hold(first)
  assert.equal(line.holdsBack(first), false)
  assert.equal(line.holdsBack(unit(2, 'ann')), true)
  assert.equal(line.holdsBack(unit(3, 'bo', 'order')), true)
  assert.equal(line.holdsBack(unit(4, 'bo', 'another')), true, 'bo waits behind ann’s order')
  assert.equal(line.holdsBack(unit(5, 'cy', 'other')), false)
})

test('commands of one party are decided in the order in which they came, whichever of them miss pages', () => {
  const commands = fc.array(fc.record({ party: fc.constantFrom('ann', 'bo'), misses: fc.nat(2) }), { maxLength: 12 })
  fc.assert(
    fc.property(commands, fc.integer({ min: 1, max: 5 }), (given, batchSize) => {
      const line = createLine()
      let queue = given.map(({ party, misses }, id) => ({ unit: unit(id, party), misses }))
      const decided: Unit[] = []
      for (let rounds = 0; queue.length > 0; rounds += 1) {
        assert.ok(rounds < 100, 'everybody is decided in the end')
        const batch = queue.slice(0, batchSize)
        const again = batch.filter((one) => {
          if (line.holdsBack(one.unit)) return true
          if (one.misses === 0) {
            line.leave(one.unit)
            decided.push(one.unit)
            return false
          }
          one.misses -= 1
          line.hold(one.unit)
          return true
        })
        queue = [...again, ...queue.slice(batchSize)]
      }
      for (const party of ['ann', 'bo']) {
        const ids = decided.flatMap(({ commands: [one] }) => (one!.actor.party === party ? [Number(one!.id)] : []))
        assert.deepEqual(
          ids,
          ids.toSorted((one, other) => one - other),
        )
      }
    }),
  )
})
