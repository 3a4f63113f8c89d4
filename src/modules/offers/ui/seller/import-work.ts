import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemText } from '#kit/problem'
import { type Reply, useApi } from '#web/api'
import { digitsOf } from '#web/format'
import { newKey } from '#web/ids'
import { refreshAll } from '#web/live'
import type { ApiProblem } from '#web/problem'
import type { Schema } from '#web/schema'
import { type Intention, useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useTown } from '#web/town'
import { type Fault, type Meaning, type Plan, type RowPlan, type Sheet, planRows } from './import-rows.ts'
import { type Outcome, archiveCommand, readAllOwn, sendCommands } from './own-offers.ts'

/** What the seller chose about a file. */
export type Choices = { readonly meanings: readonly Meaning[]; readonly point: '.' | ',' }

/** What would become of a file. */
export type Tried = Plan

type Given = {
  business: Reply<'get', '/v1/businesses/{name}'>
  schema: Schema
  sheet: Sheet
  choices: Choices
}

type Import = {
  tried: Tried | undefined
  /** From 0 to 1 while something is under way. */
  progress: number | undefined
  tryOut: Intention<void, []>
  bring: Intention<void, []>
  /** Takes back that it was tried, as when a column was changed. */
  forget: () => void
  /** How many rows were brought; undefined before. */
  done: number | undefined
}

/** Tries a file against the town, and brings those rows that are right when the seller says so. */
export function useImport(given: Given): Import {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const plan = usePlan(given)
  const faultsOf = useFaults(given)
  const [tried, setTried] = useState<Tried | undefined>(undefined)
  const [done, setDone] = useState<number | undefined>(undefined)
  const [progress, setProgress] = useState<number | undefined>(undefined)
  const send = async (rows: readonly RowPlan[], key: string, isTrial: boolean): Promise<Sent> => {
    const commands = rows.flatMap((row) => row.commands)
    setProgress(0)
    const onProgress = (count: number): void => setProgress(count / Math.max(commands.length, 1))
    const outcomes = await sendCommands(api, commands, { key, isTrial, onProgress }).finally(() =>
      setProgress(undefined),
    )
    return sorted(rows, outcomes, faultsOf)
  }
  const tryOut = useIntention(async (key: string) => {
    const planned = await plan()
    const { right, wrong } = await send(planned.right, key, true)
    setDone(undefined)
    setTried({ right, wrong: [...planned.wrong, ...wrong].toSorted((one, other) => one.line - other.line) })
  })
  const bring = useIntention(async (key: string) => {
    const { right, wrong, made } = await send(tried?.right ?? [], key, false)
    const undo = async (): Promise<void> => {
      await sendCommands(api, made.map(archiveCommand), { key: newKey() })
      await refreshAll(client)
    }
    setDone(right.length)
    setTried({ right: [], wrong })
    toast(t('import.done', { count: right.length }), made.length > 0 ? { undo: () => void undo() } : {})
    await refreshAll(client)
  })
  const forget = (): void => {
    setTried(undefined)
    setDone(undefined)
  }
  return { tried, progress, tryOut, bring, forget, done }
}

/** Reads the rows of the file against what the town has now. */
function usePlan({ business, schema, sheet, choices }: Given): () => Promise<Plan> {
  const { t } = useTranslation('seller')
  const api = useApi()
  const { currency } = useTown()
  return async () => {
    const hasIds = choices.meanings.includes('id')
    const [{ items }, own] = await Promise.all([api.get('/v1/categories'), hasIds ? readAllOwn(api) : []])
    const shelves = items.flatMap(({ slug, titles }) => [slug, ...Object.values(titles)].map((name) => [name, slug]))
    return planRows(sheet, choices.meanings, {
      business: business.business,
      schema,
      currency,
      digits: digitsOf(currency),
      point: choices.point,
      categories: new Map(shelves.map(([name = '', slug = '']) => [name.toLowerCase(), slug])),
      own: new Map(own.map((offer) => [offer.id, offer])),
      newId: newKey,
      reason: t('import.reason'),
    })
  }
}

type Faults = (row: RowPlan, problem: ApiProblem) => Fault[]

/** What the town says of a row, by the columns of the file. */
function useFaults({ sheet, choices }: Given): Faults {
  const textOf = useProblemText()
  return ({ line }, problem) => {
    const places = problem.errors.map(({ pointer, detail }) => ({
      line,
      column: columnAt(pointer, sheet, choices.meanings),
      why: { text: detail },
    }))
    return places.length > 0 ? places : [{ line, column: '', why: { text: textOf(problem) } }]
  }
}

type Sent = Tried & { readonly made: readonly { id: string; rev: number }[] }

/** Rows by what became of their commands: one that was refused makes its row wrong. */
function sorted(rows: readonly RowPlan[], outcomes: readonly Outcome[], faultsOf: Faults): Sent {
  const sent = { right: [] as RowPlan[], wrong: [] as Fault[], made: [] as { id: string; rev: number }[] }
  let at = 0
  for (const row of rows) {
    const own = outcomes.slice(at, at + row.commands.length)
    at += row.commands.length
    const problem = own.find((outcome) => outcome.problem !== undefined)?.problem
    if (problem !== undefined) {
      sent.wrong.push(...faultsOf(row, problem))
      continue
    }
    sent.right.push(row)
    if (row.isNew) sent.made.push({ id: String(row.commands[0]?.input['offerId']), rev: own[0]?.rev ?? 0 })
  }
  return sent
}

const ofPointers: Readonly<Record<string, Meaning>> = {
  offerId: 'id',
  priceMinor: 'price',
  taxCode: 'tax',
  groupId: 'group',
}

/** The column that a place in a command came from. */
function columnAt(pointer: string, { headers }: Sheet, meanings: readonly Meaning[]): string {
  const parts = pointer.split('/').filter((part) => part !== '' && part !== 'input')
  const [first = '', second = ''] = parts
  const meaning = first === 'attributes' ? (`detail.${second}` as const) : (ofPointers[first] ?? first)
  return headers[meanings.findIndex((one) => one === meaning)] ?? parts.join(' ')
}
