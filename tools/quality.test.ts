import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Row, measurementNames, rowLine } from './quality.ts'

const row: Row = { name: 'set metric', figure: 0.123456789, bars: { simple: 0.1 }, aim: 0.2, protocol: 'held out' }

function quality(names: string[], datasets: string | undefined) {
  const { LAKESIDE_DATASETS: _unset, ...rest } = process.env
  const env = datasets === undefined ? rest : { ...rest, LAKESIDE_DATASETS: datasets }
  return spawnSync(process.execPath, [join(import.meta.dirname, 'quality.ts'), ...names], { env, encoding: 'utf8' })
}

test('a row is printed with five digits and whether the aim is met', () => {
  const printed = JSON.parse(rowLine(row, { seconds: 1.5, peakMemoryMb: 80 })) as Record<string, unknown>
  assert.equal(printed['figure'], 0.12346)
  assert.equal(printed['aimMet'], false)
  assert.equal(JSON.parse(rowLine({ ...row, lowerIsBetter: true }, { seconds: 1, peakMemoryMb: 1 })).aimMet, true)
})

test('a figure that is not a number is never printed', () => {
  assert.throws(() => rowLine({ ...row, figure: Number.NaN }, { seconds: 1, peakMemoryMb: 1 }), /figure is NaN/)
  assert.throws(
    () => rowLine({ ...row, bars: { peer: Infinity } }, { seconds: 1, peakMemoryMb: 1 }),
    /peer is Infinity/,
  )
})

test('without the folder of data sets, the run says which variable is missing and exits with 2', () => {
  const { status, stderr } = quality([], undefined)
  assert.equal(status, 2)
  assert.match(stderr, /LAKESIDE_DATASETS/)
})

test('an unknown measurement is named and exits with 1', () => {
  const { status, stderr } = quality(['no-such-thing'], '.')
  assert.equal(status, 1)
  assert.match(stderr, /no measurement named no-such-thing/)
})

test('every measurement names the data set that it misses and exits with 2', () => {
  const empty = mkdtempSync(join(tmpdir(), 'lakeside-quality-'))
  try {
    for (const name of measurementNames()) {
      const { status, stderr } = quality([name], empty)
      assert.equal(status, 2, `${name}: ${stderr}`)
      assert.match(stderr, /data set \S+: \S+ is missing/)
    }
  } finally {
    rmSync(empty, { recursive: true })
  }
})
