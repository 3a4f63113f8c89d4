import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { type Lock, completed, missingBuilds, systemOf } from './lock-platforms.ts'

const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as Lock

test('the lock file names every build, so that `npm ci` takes it: else run `node tools/lock-platforms.ts`', () => {
  assert.deepEqual(missingBuilds(lock), [])
})

test('a build that is gone from the lock file is missed, and comes back where it stood', () => {
  const { packages } = lock
  const name = 'node_modules/@oxlint/binding-darwin-arm64'
  const { [name]: gone, ...rest } = packages
  const version = gone?.version
  const cut: Lock = { ...lock, packages: rest }
  assert.deepEqual(missingBuilds(cut), [{ name: '@oxlint/binding-darwin-arm64', version, isForDevelopment: true }])
  assert.deepEqual(Object.keys(completed(cut).packages), Object.keys(packages))
})

test('a build in the folder of what needs it is not missed', () => {
  const needing = { optionalDependencies: { 'build-linux-x64': '1.0.0' } }
  const within = { 'node_modules/a': needing, 'node_modules/a/node_modules/build-linux-x64': { version: '1.0.0' } }
  assert.deepEqual(missingBuilds({ packages: within }), [])
  const beside = { 'node_modules/a': needing, 'node_modules/b/node_modules/build-linux-x64': { version: '1.0.0' } }
  assert.equal(missingBuilds({ packages: beside }).length, 1)
})

test('names say what system a build is for', () => {
  assert.deepEqual(systemOf('@oxlint/binding-linux-arm64-musl'), { os: ['linux'], cpu: ['arm64'], libc: ['musl'] })
  assert.deepEqual(systemOf('@swc/core-win32-x64-msvc'), { os: ['win32'], cpu: ['x64'] })
  assert.throws(() => systemOf('@swc/core'), /does not say/)
})
