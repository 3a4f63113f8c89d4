/**
 * Deciding in process, and recording it: `npm run bench -- decide`. A slate of 10 out of 500 options of 50 features,
 * and a single choice of three that is recorded with everything it saw.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createTownClock } from '#kernel/clock'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { deciderOf, type PointDeclaration, type PolicySpec } from '#modules/decisions'
import { seededRandom } from '#modules/learners'
import { createVault } from '#modules/privacy'
import { addPolicy, declarePoint, promote } from '../src/modules/decisions/books/declaring.ts'
import { cpuNow, percentile, report } from './machine.ts'

const town = 1
const names = Array.from({ length: 50 }, (_, i) => `f${i}`)
const random = seededRandom('decide')
const by = { party: newId(), kind: 'person', grants: ['operator'] } as const
const common = {
  title: 'Bench', guards: [], safeDefault: null, metrics: [], reverse: null, question: null, retentionDays: 1,
  budgetMs: 1000, mode: 'auto',
} as const // prettier-ignore
const ranking: PointDeclaration = {
  ...common,
  name: 'ranking',
  context: {},
  options: { features: Object.fromEntries(names.map((name) => [name, { kind: 'number' }])) },
  isCrossed: false,
}
const choice: PointDeclaration = {
  ...common,
  name: 'choice',
  context: { amount: { kind: 'number' }, isNew: { kind: 'flag' } },
  options: { features: {}, ids: ['pass', 'ask', 'hold'] },
  isCrossed: true,
}
const weights = Object.fromEntries(names.map((name) => [name, random.normal() / 7]))
const ranker: PolicySpec = { kind: 'linear', weights, temperature: 0.5 }
const chooser: PolicySpec = { kind: 'linear', weights: { '@hold*amount': 0.5 }, temperature: 1 }

const cleanUps: (() => unknown)[] = []
const db = await testDatabase({ after: (work) => void cleanUps.push(work) })
const vault = createVault({ db, town, master: randomBytes(32) })
const decider = deciderOf({ db, town: { id: town }, clock: createTownClock(), vault })
for (const [point, spec] of [
  [ranking, ranker],
  [choice, chooser],
] as const) {
  const place = { db, town, by }
  await declarePoint(place, point)
  const { version } = await addPolicy(place, { point: point.name, name: 'live', spec })
  await promote(place, { point: point.name, name: 'live', version, stage: 'live', canaryBps: 0 })
}
await decider.registry.refresh()

const sets = Array.from({ length: 20 }, () =>
  Array.from({ length: 500 }, () => ({
    id: newId(),
    features: Object.fromEntries(names.map((name) => [name, random.uniform()])),
  })),
)

async function rank(rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const asking = { context: {}, options: sets[i % sets.length]!, length: 10 }
    const from = performance.now()
    const { fallback } = decider.decide('ranking', asking)
    times.push(performance.now() - from)
    if (fallback !== null) throw new Error(`the policy did not decide: ${fallback}`)
    if (i % 100 === 99) await decider.recorder.idle()
  }
  await decider.recorder.idle()
  return times
}

await rank(300)
const times = await rank(2_000)
const ms = (share: number): number => Number(percentile(times, share).toFixed(3))
report({ bench: 'decide', case: 'slate of 10 of 500 with 50 features', p50Ms: ms(0.5), p99Ms: ms(0.99) })

const options = ['pass', 'ask', 'hold'].map((id) => ({ id, features: {} }))
const subjects = Array.from({ length: 200 }, () => newId())
async function record(count: number, isSealed: boolean): Promise<number> {
  const from = performance.now()
  for (let i = 0; i < count; i++) {
    const context = { amount: i % 10, isNew: i % 3 === 0 }
    decider.decide('choice', { context, options, ...(isSealed && { subject: subjects[i % subjects.length]! }) })
    if (i % 2_000 === 1_999) await decider.recorder.idle()
  }
  await decider.recorder.idle()
  return Math.round((count * 1000) / (performance.now() - from))
}

/** The server whose child serves us. */
async function postmaster(): Promise<number> {
  const { rows } = await db.pool.query('select pg_backend_pid() as pid')
  const stat = readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

await record(4_000, true)
const server = await postmaster()
const before = decider.recorder.counts()
const cpuBefore = cpuNow(server)
const perSecond = await record(20_000, false)
const cpu = cpuNow(server)
/** Of this process and of the server, µs a decision: rates fall with the load of the machine, these hardly do. */
const nodeUs = Math.round((cpu.node - cpuBefore.node) / 20_000)
const pgUs = Math.round((cpu.pg - cpuBefore.pg) / 20_000)
const sealedPerSecond = await record(20_000, true)
const { shed } = decider.recorder.counts()
report({
  bench: 'decide',
  case: 'choices recorded',
  perSecond,
  sealedPerSecond,
  nodeUs,
  pgUs,
  shed: shed - before.shed,
})
await decider.stop()
for (const work of cleanUps) work()
process.exit(0)
