import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSigned, signed } from './signature.ts'

const nowMs = 1_750_000_000_000
const about = { secret: 'whsec', body: '{"id":"evt_1"}', nowMs }

test('a signature holds for five minutes around its time, for its body and its secret', () => {
  const made = (ms: number, secret = 'whsec'): string => signed(secret, about.body, ms)
  assert.ok(isSigned(made(nowMs), about))
  assert.ok(isSigned(made(nowMs - 300_000), about))
  assert.ok(!isSigned(made(nowMs - 301_000), about), 'a recorded request is not taken later')
  assert.ok(!isSigned(made(nowMs + 301_000), about))
  assert.ok(!isSigned(made(nowMs, 'another'), about))
  assert.ok(!isSigned(made(nowMs), { ...about, body: `${about.body} ` }))
})

test('several signatures may stand there while a secret is replaced; nonsense signs nothing', () => {
  const [time, right = ''] = signed('whsec', about.body, nowMs).split(',')
  assert.ok(isSigned(`${time},v1=00ff,${right}`, about))
  for (const header of [undefined, '', 'v1=', String(time), right, `t=x,${right}`, `${time},v0=${right.slice(3)}`]) {
    assert.ok(!isSigned(header, about), String(header))
  }
})
