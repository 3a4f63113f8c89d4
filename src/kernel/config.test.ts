import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { readConfig, withoutPassword } from './config.ts'

test('without any variable the town is served on this machine only, from its own database', () => {
  assert.deepEqual(readConfig({}), {
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    databaseUrl: undefined,
    dataDir: path.resolve('data'),
    databasePool: 10,
    masterKey: undefined,
    smtpUrl: undefined,
    mailFrom: 'Lakeside <lakeside@localhost>',
    enginePath: 'cached',
    logLevel: 'info',
    town: { name: 'Lakeside', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR' },
    stripe: undefined,
    stripeUrl: 'https://api.stripe.com',
    rateLimit: 3_000,
    corsOrigins: [],
    webhooks: { allowPrivate: [], retryMs: undefined },
    hasDemo: true,
  })
})

test('an empty variable counts as absent', () => {
  assert.equal(readConfig({ PORT: ' ', DATABASE_URL: '' }).port, 8080)
})

test('a variable that cannot be used is named, with what it accepts', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['PORT', '80a', /^PORT must be a whole number from 1 to 65535, but is "80a"$/],
    ['PORT', '0', /^PORT must be a whole number/],
    ['PORT', '65536', /^PORT must be a whole number/],
    ['DATABASE_POOL', '1', /^DATABASE_POOL must be a whole number from 2 to 500/],
    ['RATE_LIMIT', '-1', /^RATE_LIMIT must be a whole number/],
    ['CORS_ORIGINS', 'https://a.example, b.example/x', /^CORS_ORIGINS must be origins/],
    ['ENGINE_PATH', 'fast', /^ENGINE_PATH must be one of cached, locked/],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of trace, debug/],
    ['PUBLIC_URL', 'shop.example', /^PUBLIC_URL must be an http or https address/],
    ['TOWN_TIME_ZONE', 'Lake/Side', /^TOWN_TIME_ZONE must be an IANA time zone/],
    ['TOWN_CURRENCY', 'euro', /^TOWN_CURRENCY must be an ISO 4217 code/],
    ['DEMO', 'maybe', /^DEMO must be one of on, off/],
    ['DATABASE_URL', 'mysql://db', /^DATABASE_URL must be postgres:\/\//],
  ]
  for (const [variable, value, message] of cases) {
    assert.throws(() => readConfig({ [variable]: value }), { name: 'ConfigError', variable, message })
  }
})

test('a database address that is refused does not show its password', () => {
  assert.throws(() => readConfig({ DATABASE_URL: 'mysql://ada:hush@db/town' }), {
    message: /mysql:\/\/ada:\*\*\*@db\/town/,
  })
  assert.equal(withoutPassword('postgres://ada:hu:s@h@db/town'), 'postgres://ada:***@db/town')
})

test('the public address ends without a slash', () => {
  assert.equal(readConfig({ PUBLIC_URL: 'https://town.example/' }).publicUrl, 'https://town.example')
})
