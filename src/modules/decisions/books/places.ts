import { type Executor, sql } from '#kernel/db'
import type { PolicyListed } from './declaring.ts'

/** A policy without what it has learnt, which may be megabytes that nobody wants every other second. */
export type PolicyPlace = Omit<PolicyListed, 'spec' | 'learnt'>

/** Policies of a point and where they stand, the newest first. */
export async function listPlaces(db: Executor, town: number, point: string): Promise<PolicyPlace[]> {
  const { rows } = await sql<PolicyPlace>`
    select point, name, version, stage, canary_bps, made_at, staged_at, live_at, marked from decisions.policies
    where town = ${town} and point = ${point} order by made_at desc, name, version desc limit 500`.execute(db)
  return rows
}

/** Kinds of a point's policies, by name and version. */
export async function readKinds(db: Executor, town: number, point: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; version: number; kind: string }>`
    select name, version, spec ->> 'kind' as kind from decisions.policies
    where town = ${town} and point = ${point}`.execute(db)
  return new Map(rows.map(({ name, version, kind }) => [`${name}/${version}`, kind]))
}
