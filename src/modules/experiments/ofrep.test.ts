import { strict as assert } from 'node:assert'
import { test, type TestContext } from 'node:test'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { type Client, OpenFeature, type Provider } from '@openfeature/server-sdk'
import { flagProvider } from './flags/provider.ts'
import { button, operator, setStage, type Stage } from './fixtures.ts'

/**
 * Flags of OpenFeature's own test suite, and what they must say: specification/assets/gherkin and provider-tck at
 * https://github.com/open-feature/spec (Apache-2.0), retold as a table.
 */
const hitKey = '5c3d8535-f81a-4478-a6d3-afaa4d51199e'
const picture = { showImages: true, title: 'Check out these pics!', imagesPerPage: 100 }
const zeroRule = [
  { when: [{ attribute: 'email', is: '=', value: 'ballmer@macrosoft.com' }], serve: { variant: 'zero' } },
]

const flags: Readonly<Record<string, object>> = {
  'boolean-flag': plain('boolean', { on: true, off: false }, 'on'),
  'string-flag': plain('string', { greeting: 'hi', parting: 'bye' }, 'greeting'),
  'integer-flag': plain('number', { one: 1, ten: 10 }, 'ten'),
  'float-flag': plain('number', { tenth: 0.1, half: 0.5 }, 'half'),
  'object-flag': plain('object', { empty: {}, template: picture }, 'template'),
  'boolean-zero-flag': plain('boolean', { zero: false, other: true }, 'zero'),
  'string-zero-flag': plain('string', { zero: '', other: 'str' }, 'zero'),
  'integer-zero-flag': plain('number', { zero: 0, other: 1 }, 'zero'),
  'float-zero-flag': plain('number', { zero: 0, other: 1 }, 'zero'),
  'object-zero-flag': plain('object', { zero: {}, other: { a: 1 } }, 'zero'),
  'large-integer-flag': plain('number', { 'max-int32': 2_147_483_647 }, 'max-int32'),
  'huge-integer-flag': plain('number', { 'max-safe': Number.MAX_SAFE_INTEGER }, 'max-safe'),
  'boolean-targeted-zero-flag': { ...plain('boolean', { zero: false, other: true }, 'zero'), rules: zeroRule },
  'string-targeted-zero-flag': { ...plain('string', { zero: '', other: 'str' }, 'zero'), rules: zeroRule },
  'integer-targeted-zero-flag': { ...plain('number', { zero: 0, other: 1 }, 'zero'), rules: zeroRule },
  'object-targeted-zero-flag': { ...plain('object', { zero: {}, other: { a: 1 } }, 'zero'), rules: zeroRule },
  'disabled-boolean-flag': { ...plain('boolean', { on: true }, 'on'), isOn: false },
  'disabled-string-flag': { ...plain('string', { greeting: 'hi' }, 'greeting'), isOn: false },
  'disabled-integer-flag': { ...plain('number', { ten: 10 }, 'ten'), isOn: false },
  'metadata-flag': {
    ...plain('boolean', { on: true }, 'on'),
    metadata: { string: '1.0.2', integer: 2, float: 0.1, boolean: true },
  },
  'targeting-key-flag': {
    ...plain('string', { hit: 'hit', miss: 'miss' }, 'miss'),
    rules: [{ when: [{ attribute: 'targetingKey', is: '=', value: hitKey }], serve: { variant: 'hit' } }],
  },
}

function plain(type: string, variants: object, variant: string): object {
  return { title: 'Of the test suite', type, isOn: true, variants, otherwise: { variant } }
}

type Case = {
  flag: string
  otherwise: boolean | string | number | object
  context?: Record<string, unknown>
  value: unknown
  reason?: string
  variant?: string
  errorCode?: string
}

const matching = { email: 'ballmer@macrosoft.com' }
const other = { email: 'ballmer@none.com' }
const zero = { reason: 'STATIC', variant: 'zero' }
const hit = { reason: 'TARGETING_MATCH', variant: 'zero' }
const miss = { reason: 'DEFAULT', variant: 'zero' }
const wrongType = { reason: 'ERROR', errorCode: 'TYPE_MISMATCH' }
const unknown = { reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' }

const cases: readonly Case[] = [
  { flag: 'boolean-flag', otherwise: false, value: true, reason: 'STATIC', variant: 'on' },
  { flag: 'string-flag', otherwise: 'bye', value: 'hi', reason: 'STATIC', variant: 'greeting' },
  { flag: 'integer-flag', otherwise: 1, value: 10, reason: 'STATIC', variant: 'ten' },
  { flag: 'float-flag', otherwise: 0.1, value: 0.5, reason: 'STATIC', variant: 'half' },
  { flag: 'object-flag', otherwise: {}, value: picture, reason: 'STATIC', variant: 'template' },
  { flag: 'boolean-zero-flag', otherwise: true, value: false, ...zero },
  { flag: 'string-zero-flag', otherwise: 'hi', value: '', ...zero },
  { flag: 'integer-zero-flag', otherwise: 1, value: 0, ...zero },
  { flag: 'float-zero-flag', otherwise: 0.1, value: 0, ...zero },
  { flag: 'object-zero-flag', otherwise: { a: 1 }, value: {}, ...zero },
  { flag: 'large-integer-flag', otherwise: 1, value: 2_147_483_647, reason: 'STATIC', variant: 'max-int32' },
  { flag: 'huge-integer-flag', otherwise: 1, value: 9_007_199_254_740_991, reason: 'STATIC', variant: 'max-safe' },
  { flag: 'boolean-targeted-zero-flag', otherwise: true, context: matching, value: false, ...hit },
  { flag: 'string-targeted-zero-flag', otherwise: 'hi', context: matching, value: '', ...hit },
  { flag: 'integer-targeted-zero-flag', otherwise: 1, context: matching, value: 0, ...hit },
  { flag: 'object-targeted-zero-flag', otherwise: { a: 1 }, context: matching, value: {}, ...hit },
  { flag: 'boolean-targeted-zero-flag', otherwise: true, context: other, value: false, ...miss },
  { flag: 'string-targeted-zero-flag', otherwise: 'hi', context: other, value: '', ...miss },
  { flag: 'integer-targeted-zero-flag', otherwise: 1, context: {}, value: 0, ...miss },
  { flag: 'object-targeted-zero-flag', otherwise: { a: 1 }, context: { email: null }, value: {}, ...miss },
  { flag: 'non-existent-flag', otherwise: false, value: false, ...unknown },
  { flag: 'non-existent-flag', otherwise: 'bye', value: 'bye', ...unknown },
  { flag: 'non-existent-flag', otherwise: 1, value: 1, ...unknown },
  { flag: 'non-existent-flag', otherwise: { a: 1 }, value: { a: 1 }, ...unknown },
  { flag: 'boolean-flag', otherwise: 'bye', value: 'bye', ...wrongType },
  { flag: 'string-flag', otherwise: false, value: false, ...wrongType },
  { flag: 'string-flag', otherwise: 1, value: 1, ...wrongType },
  { flag: 'string-flag', otherwise: {}, value: {}, ...wrongType },
  { flag: 'disabled-boolean-flag', otherwise: false, value: false },
  { flag: 'disabled-string-flag', otherwise: 'bye', value: 'bye' },
  { flag: 'disabled-integer-flag', otherwise: 1, value: 1 },
  { flag: 'string-flag', otherwise: 'bye', context: { targetingKey: 'somebody' }, value: 'hi' },
  { flag: 'targeting-key-flag', otherwise: 'x', context: { targetingKey: hitKey }, value: 'hit' },
  { flag: 'targeting-key-flag', otherwise: 'x', context: { targetingKey: 'another' }, value: 'miss' },
  { flag: 'targeting-key-flag', otherwise: 'x', value: 'miss' },
]

async function details(client: Client, { flag, otherwise, context = {} }: Case) {
  const given = context as Record<string, string>
  if (typeof otherwise === 'boolean') return client.getBooleanDetails(flag, otherwise, given)
  if (typeof otherwise === 'string') return client.getStringDetails(flag, otherwise, given)
  if (typeof otherwise === 'number') return client.getNumberDetails(flag, otherwise, given)
  return client.getObjectDetails(flag, otherwise as Record<string, number>, given)
}

async function stageWithFlags(t: TestContext): Promise<Stage> {
  const stage = await setStage(t)
  for (const [key, flag] of Object.entries(flags)) {
    const { status, body } = await stage.as(operator).put(`/v1/flags/${key}`, flag)
    assert.equal(status, 200, JSON.stringify(body))
  }
  return stage
}

/** The official client over the wire. */
async function overWire(t: TestContext, { app, as }: Stage): Promise<OFREPProvider> {
  as(operator)
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => app.close())
  return new OFREPProvider({ baseUrl, headers: [['Authorization', `Bearer ${operator.party}`]] })
}

async function clientOf(t: TestContext, provider: Provider, domain: string): Promise<Client> {
  await OpenFeature.setProviderAndWait(domain, provider)
  t.after(() => OpenFeature.clearProviders())
  return OpenFeature.getClient(domain)
}

async function assertCases(client: Client, skipped: (one: Case) => boolean): Promise<void> {
  for (const one of cases.filter((each) => !skipped(each))) {
    const found = await details(client, one)
    const { value, reason, variant, errorCode } = one
    const told = `${one.flag} ${JSON.stringify(one.context)}`
    assert.deepEqual(found.value, value, told)
    if (reason !== undefined) assert.equal(found.reason, reason, told)
    if (variant !== undefined) assert.equal(found.variant, variant, told)
    assert.equal(found.errorCode, errorCode, told)
  }
}

test('OpenFeature’s own client gets over OFREP what its test suite expects', async (t) => {
  const stage = await stageWithFlags(t)
  const client = await clientOf(t, await overWire(t, stage), 'ofrep')
  // The OFREP provider of this version takes an answer without a value for a broken one.
  await assertCases(client, ({ flag }) => flag.startsWith('disabled-'))
  const { flagMetadata } = await client.getBooleanDetails('metadata-flag', false)
  assert.deepEqual(flagMetadata, { string: '1.0.2', integer: 2, float: 0.1, boolean: true })
})

test('our own provider says the same in process', async (t) => {
  const { experiments } = await stageWithFlags(t)
  const client = await clientOf(t, flagProvider(experiments) as Provider, 'own')
  await assertCases(client, () => false)
})

test('an evaluation exposes nobody, and what is used in process does, once', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  await asked.put('/v1/flags/colour', plain('string', { grey: '#888', green: '#080' }, 'grey'))
  await stage.open('button', button({ drives: { kind: 'flag', flag: 'colour' } }))
  const exposed = async () => (await asked.get('/v1/experiments/button/results')).body.analysis.units
  const body = { context: { targetingKey: 'mei' } }
  const { body: told } = await asked.post('/ofrep/v1/evaluate/flags/colour', body)
  assert.equal(told.reason, 'SPLIT')
  assert.deepEqual(told.metadata, { experiment: 'button', arm: told.variant, epoch: 0 })
  assert.equal(await exposed(), 0)
  const client = await clientOf(t, flagProvider(stage.experiments) as Provider, 'used')
  assert.equal(await client.getStringValue('colour', 'x', { targetingKey: 'mei' }), told.value)
  await client.getStringValue('colour', 'x', { targetingKey: 'mei' })
  await stage.experiments.telling.idle()
  assert.equal(await exposed(), 1)
})

test('what is wrong with a request is told in OFREP’s words, never as a fault of ours', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const split = { split: [{ variant: 'a', weight: 1 }, { variant: 'b', weight: 1 }] } // prettier-ignore
  await asked.put('/v1/flags/halves', { ...plain('string', { a: 'a', b: 'b' }, 'a'), otherwise: split })
  const one = '/ofrep/v1/evaluate/flags/halves'
  const json = { 'content-type': 'application/json' }
  const wrong: [unknown, string][] = [
    ['{"context":', 'PARSE_ERROR'],
    ['[1]', 'PARSE_ERROR'],
    ['null', 'PARSE_ERROR'],
    [{ context: 'x' }, 'INVALID_CONTEXT'],
    [{ context: [1] }, 'INVALID_CONTEXT'],
    [{ context: { targetingKey: 7 } }, 'INVALID_CONTEXT'],
    [{ context: { targetingKey: '\0' } }, 'INVALID_CONTEXT'],
    [{ context: { targetingKey: 'x'.repeat(201) } }, 'INVALID_CONTEXT'],
    [{ context: { targetingKey: 'x', session: {} } }, 'INVALID_CONTEXT'],
    [{ context: {} }, 'TARGETING_KEY_MISSING'],
    [{}, 'TARGETING_KEY_MISSING'],
  ]
  for (const [body, code] of wrong) {
    const answer = await asked.post(one, body, json)
    assert.deepEqual([answer.status, answer.body.errorCode, answer.body.key], [400, code, 'halves'])
    if (code === 'TARGETING_KEY_MISSING') continue
    assert.equal((await asked.post('/ofrep/v1/evaluate/flags', body, json)).status, 400)
  }
  const gone = await asked.post('/ofrep/v1/evaluate/flags/nothing', {})
  assert.deepEqual([gone.status, gone.body.errorCode, gone.body.key], [404, 'FLAG_NOT_FOUND', 'nothing'])
  const proto = await asked.post('/ofrep/v1/evaluate/flags/__proto__', {})
  assert.deepEqual([proto.status, proto.body.errorCode], [404, 'FLAG_NOT_FOUND'])
})

test('all flags at once come with an entity tag, and not again while nothing differs', async (t) => {
  const stage = await setStage(t)
  const asked = stage.as(operator)
  const all = '/ofrep/v1/evaluate/flags'
  await asked.put('/v1/flags/one', plain('boolean', { on: true, off: false }, 'on'))
  const split = { split: [{ variant: 'on', weight: 1 }] }
  await asked.put('/v1/flags/two', { ...plain('boolean', { on: true }, 'on'), otherwise: split })
  const first = await asked.post(all, {})
  type Told = { key: string; value?: unknown; errorCode?: string }
  assert.deepEqual(
    first.body.flags.map(({ key, value, errorCode }: Told) => [key, value ?? errorCode]),
    [['one', true], ['two', 'TARGETING_KEY_MISSING']],
  ) // prettier-ignore
  const tag = String(first.headers['etag'])
  const again = await asked.post(all, {}, { 'if-none-match': `"else", ${tag}` })
  assert.deepEqual([again.status, again.body], [304, null])
  await asked.put('/v1/flags/one', plain('boolean', { on: true, off: false }, 'off'))
  const changed = await asked.post(all, {}, { 'if-none-match': tag })
  assert.deepEqual([changed.status, changed.body.flags[0].value], [200, false])
  const { body } = await asked.get('/ofrep/v1/configuration')
  assert.equal(body.name, 'lakeside')
})
