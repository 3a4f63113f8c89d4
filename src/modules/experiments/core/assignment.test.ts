import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { chiSquareTail } from '#modules/learners'
import { declared } from '../fixtures.ts'
import { assign, type Assigned, blockOf, freeSlots, slotOf, slotsOfLayer } from './assignment.ts'
import { type Live, sharesOf, type Slots } from './experiment.ts'

function live(more: Partial<Live> = {}): Live {
  const declaration = more.declaration ?? declared()
  return {
    declaration,
    state: 'running',
    salt: 'salt',
    slots: [[0, slotsOfLayer]],
    rampBps: 10_000,
    startedAt: 0,
    epoch: 0,
    shares: sharesOf(declaration.arms),
    ...more,
  }
}

const armOf = (one: Live, unit: string): string | undefined => {
  const assigned = assign(one, { unit, attributes: {}, at: 0 })
  return typeof assigned === 'string' ? undefined : assigned.arm
}

/** P-value of counts against expected ones. */
function chance(counts: readonly number[], expected: readonly number[]): number {
  const chi = counts.reduce((sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!, 0)
  return chiSquareTail(chi, counts.length - 1)
}

const units = Array.from({ length: 40_000 }, (_, index) => `u-${index}`)

test('arms get the shares of their weights, whatever the weights', () => {
  for (const weights of [
    [1, 1],
    [1, 2, 7],
    [90, 5, 5],
    [0.1, 0.9],
  ]) {
    const arms = weights.map((weight, index) => ({ name: `arm-${index}`, weight }))
    const one = live({ declaration: declared({ arms }), salt: `w${weights.join('-')}` })
    const met = units.map((unit) => armOf(one, unit))
    const counts = arms.map(({ name }) => met.filter((arm) => arm === name).length)
    const expected = sharesOf(arms).map((share) => share * units.length)
    assert.ok(chance(counts, expected) > 1e-4, `${weights.join(':')} gave ${counts.join(':')}`)
  }
})

test('slots of a layer are met evenly', () => {
  const tens = Array.from({ length: 20 }, () => 0)
  for (const unit of units) tens[Math.floor(slotOf('shop', unit) / 500)]! += 1
  assert.ok(chance(tens, tens.map(() => units.length / 20)) > 1e-4) // prettier-ignore
})

test('experiments of different layers, and different experiments of one layer’s past, are independent', () => {
  for (const [one, other] of [
    [live({ salt: 'a' }), live({ salt: 'b', declaration: declared({ layer: 'other' }) })],
    [live({ salt: 'c' }), live({ salt: 'd' })],
  ] as const) {
    const cells = new Map<string, number>()
    for (const unit of units) {
      const key = `${armOf(one, unit)} ${armOf(other, unit)}`
      cells.set(key, (cells.get(key) ?? 0) + 1)
    }
    assert.equal(cells.size, 4)
    assert.ok(chance([...cells.values()], [1, 1, 1, 1].map(() => units.length / 4)) > 1e-4) // prettier-ignore
  }
})

test('within a layer nobody takes part in two experiments', () => {
  const one = live({ slots: [[0, 3_000]], salt: 'one' })
  const other = live({ slots: [[3_000, 10_000]], salt: 'other' })
  for (const unit of units.slice(0, 5_000)) {
    const both = [armOf(one, unit), armOf(other, unit)]
    assert.equal(both.filter((arm) => arm !== undefined).length, 1)
  }
})

test('an arm is a function of names: it survives any rise of the ramp, and asking again', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 6 }),
      (unit, salt, steps) => {
        const met = steps
          .toSorted((a, b) => a - b)
          .map((rampBps) => assign(live({ salt, rampBps }), { unit, attributes: {}, at: 0 }))
        const inside = met.filter((one): one is Assigned => typeof one !== 'string')
        const first = met.findIndex((one) => typeof one !== 'string')
        assert.equal(inside.length, first === -1 ? 0 : met.length - first, 'who is in stays in')
        assert.equal(new Set(inside.map(({ arm }) => arm)).size <= 1, true)
        assert.deepEqual(met, [...met])
      },
    ),
    { numRuns: 3_000 },
  )
})

test('the ramp takes its share, and says nothing about the arm', () => {
  const one = live({ rampBps: 2_000 })
  const inside = units.filter((unit) => armOf(one, unit) !== undefined)
  assert.ok(chance([inside.length, units.length - inside.length], [8_000, 32_000]) > 1e-4)
  const green = inside.filter((unit) => armOf(one, unit) === 'green').length
  assert.ok(chance([green, inside.length - green], [inside.length / 2, inside.length / 2]) > 1e-4)
})

test('who is not eligible, or stopped, or nobody, has no arm', () => {
  const eligibility = [{ attribute: 'country', is: '=', value: 'CN' }] as const
  const one = live({ declaration: declared({ eligibility }) })
  assert.equal(assign(one, { unit: 'mei', attributes: { country: 'DE' }, at: 0 }), 'not-eligible')
  assert.equal(assign(one, { unit: 'mei', attributes: {}, at: 0 }), 'not-eligible')
  assert.notEqual(assign(one, { unit: 'mei', attributes: { country: 'CN' }, at: 0 }), 'not-eligible')
  assert.equal(assign(live({ state: 'stopped' }), { unit: 'mei', attributes: {}, at: 0 }), 'not-running')
  assert.equal(assign(live(), { unit: undefined, attributes: {}, at: 0 }), 'no-unit')
})

test('in a switchback everybody meets the arm of the block', () => {
  const block = { lengthMs: 1_800_000, washoutMs: 300_000 }
  const one = live({ declaration: declared({ unit: 'block', block }), startedAt: 1_000 })
  assert.deepEqual(blockOf(one, 1_000), { unit: 'block-0', isWashout: true })
  assert.deepEqual(blockOf(one, 301_000), { unit: 'block-0', isWashout: false })
  assert.deepEqual(blockOf(one, 1_801_000), { unit: 'block-1', isWashout: true })
  const counts = { grey: 0, green: 0 }
  for (let at = 1_000; at < 1_800_000 * 4_000; at += 1_800_000) {
    const met = [undefined, 'mei', 'anton'].map((unit) => assign(one, { unit, attributes: {}, at: at + 600_000 }))
    const arms = met.map((assigned) => (typeof assigned === 'string' ? assigned : assigned.arm))
    assert.equal(new Set(arms).size, 1)
    counts[arms[0] as keyof typeof counts] += 1
  }
  assert.ok(chance([counts.grey, counts.green], [2_000, 2_000]) > 1e-4)
})

const wantsMade = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 8 })

test('slots are taken where they are free, never twice, and all of them can be taken', () => {
  fc.assert(
    fc.property(wantsMade, fc.nat(7), (wants, gone) => {
      const held: Slots[] = []
      for (const [index, wanted] of wants.entries()) {
        if (index === gone) held.shift()
        const free = slotsOfLayer - held.flat().reduce((sum, [from, behind]) => sum + behind - from, 0)
        const found = freeSlots(held, wanted)
        assert.equal(found === undefined, wanted > free)
        if (found === undefined) continue
        assert.equal(found.reduce((sum, [from, behind]) => sum + behind - from, 0), wanted)
        held.push(found)
      }
      const taken = held.flat().toSorted(([one], [other]) => one - other)
      taken.forEach(([from, behind], index) => {
        assert.ok(behind > from && behind <= slotsOfLayer)
        assert.ok(index === 0 || from >= taken[index - 1]![1])
      })
    }),
    { numRuns: 2_000 },
  ) // prettier-ignore
})
