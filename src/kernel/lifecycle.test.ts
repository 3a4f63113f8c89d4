import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { LockTaken, commandLineOf, holdLock, identityOf, lockHolder, stopProcess } from './lifecycle.ts'

const lifecycle = path.join(import.meta.dirname, 'lifecycle.ts')

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'lakeside-lifecycle-'))
  t.after(() => rmSync(made, { recursive: true }))
  return made
}

/** Runs a piece of code in another process and waits for its first output. */
async function running(t: TestContext, code: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  assert.ok(child.stdout)
  await once(child.stdout, 'data')
  return child
}

function holding(file: string): string {
  return `import { holdLock } from ${JSON.stringify(lifecycle)}
    holdLock(${JSON.stringify(file)}, 'at home'); console.log('held'); setInterval(() => {}, 1000)`
}

test('a process has one identity while it lives and none afterwards', async (t) => {
  const child = await running(t, `console.log('up'); setInterval(() => {}, 1000)`)
  const pid = child.pid ?? 0
  const identity = identityOf(pid)
  assert.notEqual(identity, undefined)
  assert.equal(identityOf(pid), identity)
  assert.notEqual(identityOf(process.pid), identity)
  assert.match(commandLineOf(pid), /--input-type=module/)
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(identityOf(pid), undefined)
  assert.equal(commandLineOf(pid), '')
})

test('a process that has ended counts as gone, even while its parent has not looked', async (t) => {
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => parent.kill())
  const [line] = await once(parent.stdout, 'data')
  const zombie = Number(String(line))
  while (identityOf(zombie) !== undefined) await sleep(5)
  assert.equal(process.kill(zombie, 0), true, 'the system still keeps its number')
})

test('a lock has one live holder, who says what others are told', async (t) => {
  const file = path.join(folder(t), 'lock')
  const lock = holdLock(file, '')
  lock.describe('http://localhost:8080')
  assert.throws(
    () => holdLock(file, ''),
    (error) => {
      assert.ok(error instanceof LockTaken)
      assert.equal(error.holder.pid, process.pid)
      assert.match(error.message, /http:\/\/localhost:8080/)
      return true
    },
  )
  lock.release()
  assert.equal(lockHolder(file), undefined)
  holdLock(file, '').release()
  assert.ok(!existsSync(file))
})

test('the lock of a killed process is taken over', async (t) => {
  const file = path.join(folder(t), 'lock')
  const child = await running(t, holding(file))
  assert.throws(() => holdLock(file, ''), LockTaken)
  child.kill('SIGKILL')
  await once(child, 'exit')
  holdLock(file, 'mine')
  assert.equal(lockHolder(file)?.info, 'mine')
})

test('a lock whose number was given to another process counts as dead', (t) => {
  const file = path.join(folder(t), 'lock')
  writeFileSync(file, `${process.pid}\nanother boot/1\nsomeone else\n`)
  assert.equal(lockHolder(file), undefined)
  holdLock(file, 'mine')
  assert.equal(lockHolder(file)?.info, 'mine')
})

test('a lock that was cut short while being written counts as dead', (t) => {
  const file = path.join(folder(t), 'lock')
  writeFileSync(file, '12')
  holdLock(file, 'mine')
  assert.equal(lockHolder(file)?.info, 'mine')
})

test('of ten processes that find a dead lock at the same moment, exactly one gets it', async (t) => {
  const file = path.join(folder(t), 'lock')
  writeFileSync(file, `${process.pid}\nanother boot/1\n\n`)
  const code = `import { holdLock } from ${JSON.stringify(lifecycle)}
    try { holdLock(${JSON.stringify(file)}, ''); console.log('got it') } catch (error) { console.log(error.name) }
    setInterval(() => {}, 1000)`
  const words = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      t.after(() => child.kill('SIGKILL'))
      const [word] = await once(child.stdout, 'data')
      return String(word).trim()
    }),
  )
  assert.deepEqual(words.sort(), [...Array<string>(9).fill('LockTaken'), 'got it'])
})

test('a process that ignores the first signal gets the next', async (t) => {
  const child = await running(t, `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`)
  const ended = once(child, 'exit')
  await stopProcess(child.pid ?? 0, [
    ['SIGTERM', 100],
    ['SIGKILL', 5_000],
  ])
  assert.deepEqual(await ended, [null, 'SIGKILL'])
})

test('a child learns that its launcher is gone, however it ended', async (t) => {
  const code = `import { onParentGone } from ${JSON.stringify(lifecycle)}
    process.env.LAKESIDE_PARENT_FD = '3'
    onParentGone(() => process.exit(7)); console.log('up'); setInterval(() => {}, 1000)`
  const child = await running(t, code)
  const ended = once(child, 'exit')
  const pipe = child.stdio[3]
  assert.ok(pipe && 'destroy' in pipe)
  pipe.destroy() // what the system does with the descriptors of a killed process
  assert.deepEqual(await ended, [7, null])
})
