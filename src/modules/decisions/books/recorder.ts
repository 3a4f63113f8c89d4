/**
 * Writes decisions behind the acts they decided. The queue is bounded: when the database cannot keep up, records are
 * left out and counted, and nobody waits.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Batcher, createBatcher, type Outcome } from '#kernel/batcher'
import type { Database } from '#kernel/db'
import { isOutage } from '#kernel/http-problems'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { float8s, int4s, int8s, jsons, prepared, type Row, texts, timestamps, uuids } from '#kernel/wire'
import { type Counted, countDecision } from '../counting/decisions.ts'
import { addDeltas, columnsOf } from '../counting/deltas.ts'
import { type Bucket, createCounting } from '../counting/tally.ts'
import type { DecisionRecord } from './record.ts'

/** Records in one statement, and records that wait: half a minute of a busy town. */
const batchMax = 500
const queueMax = 20_000
/** A database that is away is asked again after this time. */
const retryMs = 200

/** A record on its way; `finish` does what need not hold up the act. */
export type Pending = {
  record: DecisionRecord
  finish: (record: DecisionRecord) => DecisionRecord
  counted: Counted
}

export type Recorder = {
  /** Resolves to true once it is stored; false when it was left out. Never rejects. */
  add: (pending: Pending) => Promise<boolean>
  /** Since the start of this process. */
  counts: () => { stored: number; shed: number; waiting: number }
  idle: () => Promise<void>
}

export function createRecorder(place: { db: Database; town: number; vault: Vault }): Recorder {
  const counts = { stored: 0, shed: 0 }
  const batcher: Batcher<Pending, void> = createBatcher({
    run: (items) => write(place, items),
    maxBatch: batchMax,
    maxQueue: queueMax,
  })
  return {
    add: async (pending) => {
      try {
        await batcher.add(pending)
        counts.stored += 1
        return true
      } catch (error) {
        counts.shed += 1
        // One line for a thousand: a log that fills the disk would be worse than the gap it tells of.
        if (counts.shed % 1000 === 1) log.warn({ err: error, shed: counts.shed }, 'decisions were not recorded')
        return false
      }
    },
    counts: () => ({ ...counts, waiting: batcher.size() }),
    idle: () => batcher.idle(),
  }
}

async function write(
  { db, town, vault }: { db: Database; town: number; vault: Vault },
  items: readonly Pending[],
): Promise<Outcome<Pending, void>[]> {
  const records = items.map(finished)
  try {
    const buckets = countedIn(items, records)
    const stored = await db.pool.query(insertRecords(town, await sealed(vault, records), buckets))
    if (stored.rows.length < items.length) await countStored({ db, town }, { items, records, stored: stored.rows })
    return items.map(() => ({ value: undefined }))
  } catch (error) {
    if (!isOutage(error)) throw error
    await sleep(retryMs, undefined, { ref: false })
    return items.map((again) => ({ again }))
  }
}

/** One caller's options that cannot be read do not cost the others their records. */
function finished({ record, finish }: Pending): DecisionRecord {
  try {
    return finish(record)
  } catch (error) {
    log.error({ err: error, decision: record.id }, 'what a decision saw could not be recorded')
    return record
  }
}

/** What these decisions add to the counts of their points. */
function countedIn(items: readonly Pending[], records: readonly DecisionRecord[]): Bucket[] {
  const counting = createCounting()
  items.forEach(({ counted }, index) => {
    try {
      countDecision(counting, records[index]!, counted)
    } catch (error) {
      log.error({ err: error, decision: records[index]!.id }, 'a decision could not be counted')
    }
  })
  return counting.buckets()
}

/** Some were stored before, so the batch was not counted as one: those that are new are counted by themselves. */
async function countStored(
  { db, town }: { db: Database; town: number },
  { items, records, stored }: { items: readonly Pending[]; records: readonly DecisionRecord[]; stored: Row[] },
): Promise<void> {
  const ids = new Set(stored.map(([id]) => id))
  const isNew = (index: number): boolean => ids.has(records[index]!.id)
  const buckets = countedIn(
    items.filter((_, index) => isNew(index)),
    records.filter((_, index) => isNew(index)),
  )
  await addDeltas(db, town, buckets)
}

/** What a context belongs to in the vault. */
export function purposeOf(id: string): string {
  return `decision/${id}`
}

/** Seals what is somebody's; of those who were erased nothing is kept. */
async function sealed(vault: Vault, records: readonly DecisionRecord[]): Promise<DecisionRecord[]> {
  const personal = records.filter(({ subject, inputs }) => subject !== null && inputs !== null)
  if (personal.length === 0) return [...records]
  const items = personal.map(({ id, subject, inputs }) => ({ party: subject!, purpose: purposeOf(id), value: inputs }))
  const seals = new Map<DecisionRecord, string | null>()
  try {
    const found = await vault.seal(items)
    personal.forEach((record, index) => seals.set(record, found[index]!))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    for (const [index, record] of personal.entries()) seals.set(record, await sealOne(vault, items[index]!))
  }
  return records.map((record) => {
    const seal = seals.get(record)
    if (seal === undefined) return record
    return seal === null ? { ...record, subject: null, inputs: null } : { ...record, inputs: seal }
  })
}

/** Null for the erased. */
async function sealOne(vault: Vault, item: Parameters<Vault['seal']>[0][number]): Promise<string | null> {
  try {
    const [seal] = await vault.seal([item])
    return seal ?? null
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** Records and their counts are stored together; a batch of which something was stored before counts nothing here. */
const insert = prepared(
  'decisions.insert-records',
  `
  with stored as (insert into decisions.records (town, point_version, policy_version, latency_us, id, subject,
    on_behalf_of, at, feature_pos, stream_pos, p_chosen, point, policy, policy_hash, mode, fallback, reference,
    candidates, chosen, conditional, options, reasons, experiments, counterfactual, inputs)
  select $1, u.point_version, u.policy_version, u.latency_us, u.id, u.subject, u.on_behalf_of, u.at, u.feature_pos,
    u.stream_pos, u.p_chosen, u.point, u.policy, u.policy_hash, u.mode, u.fallback, u.reference, u.candidates,
    array(select json_array_elements_text(u.chosen)),
    array(select p::float8 from json_array_elements_text(u.conditional) p),
    u.options, u.reasons, u.experiments, u.counterfactual, u.inputs
  from unnest($2::int4[], $3::int4[], $4::int4[], $5::uuid[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::int8[],
      $10::float8[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
      $18::json[], $19::json[], $20::json[], $21::json[], $22::json[], $23::json[], $24::text[], $30::int8[])
    as u (point_version, policy_version, latency_us, id, subject, on_behalf_of, at, feature_pos, p_chosen, point,
      policy, policy_hash, mode, fallback, reference, candidates, chosen, conditional, options, reasons, experiments,
      counterfactual, inputs, stream_pos)
  on conflict on constraint records_pk do nothing returning id),
  counted as (
    insert into decisions.deltas (town, version, at, point, policy, tally)
    select $1, d.version, d.at, d.point, d.policy, d.tally
    from unnest($25::int4[], $26::timestamptz[], $27::text[], $28::text[], $29::json[])
      as d (version, at, point, policy, tally)
    where (select count(*) from stored) = cardinality($5::uuid[]))
  select id from stored`,
)

function insertRecords(town: number, records: readonly DecisionRecord[], buckets: readonly Bucket[]) {
  const of = <T>(pick: (record: DecisionRecord) => T): T[] => records.map(pick)
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
  return insert(
    town,
    int4s(of((one) => one.pointVersion)),
    int4s(of((one) => one.policyVersion)),
    int4s(of((one) => one.latencyUs)),
    uuids(of((one) => one.id)),
    uuids(of((one) => one.subject)),
    uuids(of((one) => one.onBehalfOf)),
    timestamps(of((one) => one.at)),
    int8s(of((one) => one.featurePos)),
    float8s(of((one) => one.pChosen)),
    texts(of((one) => one.point)),
    texts(of((one) => one.policy)),
    texts(of((one) => one.policyHash)),
    texts(of((one) => one.mode)),
    texts(of((one) => one.fallback)),
    texts(of((one) => one.reference)),
    texts(of((one) => one.candidates)),
    jsons(of((one) => json(one.chosen))),
    jsons(of((one) => json(one.conditional))),
    jsons(of((one) => json(one.options))),
    jsons(of((one) => json(one.reasons))),
    jsons(of((one) => json(one.experiments))),
    jsons(of((one) => json(one.counterfactual))),
    texts(of((one) => one.inputs)),
    ...columnsOf(buckets),
    int8s(of((one) => one.streamPos)),
  )
}
