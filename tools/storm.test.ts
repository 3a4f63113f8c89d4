import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storm } from './storm.ts'

test('killing processes and server, and losing connections and answers, loses, doubles and oversells nothing', async () => {
  const strikes = {
    'kill-engine': 1, 'kill-web': 1, 'kill-postgres': 1,
    'cut-connections': 1, 'swallow-commit': 2, 'stall-network': 0, 'freeze-engine': 1, 'leap-clock': 1,
  } // prettier-ignore
  const shape = { clients: 64, answersMin: 2_000, scarceStock: 50 }
  const report = await storm({ enginePath: 'cached', strikes, seed: 'short', ...shape })
  assert.deepEqual(report.faults, [])
  assert.ok(report.answers >= 2_000)
  assert.ok(report.replays > 0)
  for (const [fault, count] of Object.entries(strikes))
    assert.equal(report.gapsMs[fault as keyof typeof strikes].length, count, fault)
})
