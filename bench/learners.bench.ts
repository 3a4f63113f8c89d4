/**
 * The kernels of retrieval and recommendation on one core: `npm run bench -- learners`. Inputs are made up from seeds.
 */
import {
  type Random,
  type SparseRows,
  SessionRecommender,
  hashText,
  nearestVectors,
  seededRandom,
  sparseRows,
  trainImplicitAls,
  trainLinearAutoencoder,
  transpose,
  truncatedSvd,
  unitVectors,
} from '#modules/learners'
import { type Figure, percentile, report } from './machine.ts'

const DAY_MS = 86_400_000

/** Seconds of one call. */
function seconds(work: () => unknown): number {
  const from = performance.now()
  work()
  return (performance.now() - from) / 1000
}

/** Draws that are the rarer, the higher the number: item k about as 1 / (k + 20). */
function skewed(random: Random, below: number): number {
  return Math.min(below - 1, Math.floor(20 * ((below / 20 + 1) ** random.uniform() - 1)))
}

function madeInteractions(rows: number, columns: number, perRow: number): SparseRows {
  const random = seededRandom('interactions')
  return sparseRows(
    Array.from({ length: rows }, () => {
      const items = new Set(Array.from({ length: perRow }, () => skewed(random, columns)))
      return [...items].map((item) => [item, 1] as const)
    }),
    columns,
  )
}

/** Hashes of words and draws of random numbers. */
export async function basics(): Promise<Figure[]> {
  const words = Array.from({ length: 100_000 }, (_, i) => `word${i * 7919}`)
  const rounds = 20
  const hashing = seconds(() => {
    for (let round = 0; round < rounds; round += 1) for (const word of words) hashText(word, round)
  })
  const random = seededRandom('basics')
  const draws = 5_000_000
  const uniform = seconds(() => {
    for (let i = 0; i < draws; i += 1) random.uniform()
  })
  const normal = seconds(() => {
    for (let i = 0; i < draws; i += 1) random.normal()
  })
  return [
    { bench: 'learners, text hashes', value: (rounds * words.length) / hashing / 1e6, unit: 'million/s', bytes: 11 },
    { bench: 'learners, uniform numbers', value: draws / uniform / 1e6, unit: 'million/s' },
    { bench: 'learners, normal numbers', value: draws / normal / 1e6, unit: 'million/s' },
  ]
}

/** Singular vectors of a sparse matrix, and neighbours by comparing with all. */
export async function vectors(): Promise<Figure[]> {
  const matrix = madeInteractions(20_000, 10_000, 30)
  const turning = seconds(() => transpose(matrix))
  const decomposing = seconds(() => truncatedSvd(matrix, { rank: 64, random: seededRandom('svd') }))
  const size = 100_000
  const random = seededRandom('vectors')
  const table = unitVectors(Float64Array.from({ length: size * 64 }, random.normal), 64)
  const times = Array.from({ length: 100 }, (_, i) =>
    seconds(() => nearestVectors(table, table.values.subarray(i * 64, i * 64 + 64), 10)),
  )
  const shape = { rows: matrix.rows, columns: matrix.columns, cells: matrix.values.length }
  return [
    { bench: 'learners, sparse transpose', value: turning * 1000, unit: 'ms', ...shape },
    { bench: 'learners, truncated SVD', value: decomposing, unit: 's', ...shape, rank: 64 },
    {
      bench: 'learners, nearest 10 vectors, p50',
      value: percentile(times, 0.5) * 1000,
      unit: 'ms',
      size,
      dimensions: 64,
    },
  ]
}

/** A shop's clicks, observed one by one, and recommendations in between. */
export async function sessions(): Promise<Figure[]> {
  const items = 100_000
  const clicks = 1_000_000
  const random = seededRandom('clicks')
  const recommender = new SessionRecommender()
  const visit = (i: number): { session: string; item: string; at: number } => {
    const session = Math.floor(i / 20) * 4 + random.integer(4)
    const item = (skewed(random, 2000) * 50 + (session % 50)) % items
    return { session: `s${session}`, item: `i${item}`, at: (i * 7 * DAY_MS) / clicks }
  }
  const visits = Array.from({ length: clicks }, (_, i) => visit(i))
  const learning = seconds(() => {
    for (const one of visits) recommender.observe(one)
  })
  const times = Array.from({ length: 1000 }, (_, i) => {
    const { session } = visits[clicks - 1 - i * 13]!
    return seconds(() => recommender.recommend({ session }))
  })
  const seen = Array.from({ length: 1000 }, (_, i) => {
    const next = visit(clicks - 1000 + i)
    return seconds(() => {
      recommender.observe(next)
      recommender.recommend({ session: next.session })
    })
  })
  const size = { items: recommender.size, clicks }
  return [
    { bench: 'learners, clicks observed', value: clicks / learning / 1000, unit: 'thousand/s', ...size },
    { bench: 'learners, recommend 20, p50', value: percentile(times, 0.5) * 1000, unit: 'ms', ...size },
    { bench: 'learners, recommend 20, p99', value: percentile(times, 0.99) * 1000, unit: 'ms', ...size },
    { bench: 'learners, click and recommend, p99', value: percentile(seen, 0.99) * 1000, unit: 'ms', ...size },
    { bench: 'learners, resident memory', value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB', ...size },
  ]
}

/** Factorisation and the linear map. */
export async function factorisations(): Promise<Figure[]> {
  const interactions = madeInteractions(2000, 1500, 60)
  const settings = {
    dimensions: 32,
    regularisation: 0.03,
    frequencyExponent: 1,
    unobservedWeight: 0.1,
    rounds: 5,
  }
  const als = seconds(() => trainImplicitAls(interactions, settings, seededRandom('als')))
  const linear = seconds(() => trainLinearAutoencoder(interactions, 200))
  const shape = { users: interactions.rows, items: interactions.columns, interactions: interactions.values.length }
  return [
    { bench: 'learners, implicit ALS round', value: als / settings.rounds, unit: 's', ...shape, dimensions: 32 },
    { bench: 'learners, linear autoencoder', value: linear, unit: 's', ...shape },
  ]
}

if (process.argv[1] === import.meta.filename) {
  for (const bench of [basics, vectors, sessions, factorisations]) {
    for (const figure of await bench()) report({ ...figure, value: Number(Number(figure['value']).toPrecision(4)) })
  }
}
