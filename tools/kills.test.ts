import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storm } from './soak-kills.ts'

test('killing the app and the database server under load loses, doubles and oversells nothing', async () => {
  const report = await storm({ kills: 2, clients: 64, answersMin: 2_000, scarceStock: 50 })
  assert.deepEqual(report.faults, [])
  assert.ok(report.answers >= 2_000)
  assert.ok(report.replays > 0)
  assert.equal(report.gapsMs.app.length + report.gapsMs.postgres.length, 4)
})
