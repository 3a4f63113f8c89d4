import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { createTownClock, machineNow } from './clock.ts'

test('town time is machine time plus the lead of the town', () => {
  const clock = createTownClock(86_400_000)
  const lead = clock.now() - machineNow()
  assert.ok(lead > 86_399_000 && lead <= 86_400_000, String(lead))
})

test('town time goes forward only', () => {
  const clock = createTownClock()
  clock.setOffset(1_000_000)
  const ahead = clock.now()
  clock.setOffset(500)
  assert.equal(clock.offsetMs(), 1_000_000)
  assert.ok(clock.now() >= ahead)
})
