import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { readable } from './log.ts'

const logModule = JSON.stringify(path.join(import.meta.dirname, 'log.ts'))

function output(code: string, environment: Readonly<Record<string, string>> = {}): Record<string, unknown>[] {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const result = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `import { log } from ${logModule}; ${code}`],
    {
      env: { ...inherited, ...environment },
      encoding: 'utf8',
    },
  )
  assert.equal(result.stderr, '')
  return result.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test('fields named like secrets are blanked, also one and two levels down', () => {
  const [line] = output(
    `log.info({ password: 'hush', user: { token: 'hush' }, req: { headers: { authorization: 'hush' } } }, 'in')`,
  )
  assert.ok(line)
  assert.ok(!JSON.stringify(line).includes('hush'))
  assert.deepEqual(line['user'], { token: '***' })
})

test('LOG_LEVEL says what is written', () => {
  const code = `log.debug('small'); log.warn('big')`
  assert.deepEqual(
    output(code).map(({ msg }) => msg),
    ['big'],
  )
  assert.deepEqual(
    output(code, { LOG_LEVEL: 'debug' }).map(({ msg }) => msg),
    ['small', 'big'],
  )
})

test('a person sees a short line, with the stack of an error below it', () => {
  const time = new Date(2026, 0, 31, 12, 30, 1).getTime()
  const line = JSON.stringify({
    level: 40,
    time,
    module: 'ledger',
    msg: 'late',
    days: 3,
    err: { stack: 'Error: x\n  at y' },
  })
  assert.equal(readable(line), '12:30:01 warn ledger: late days=3\nError: x\n  at y\n')
})
