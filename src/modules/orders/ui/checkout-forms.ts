import { useState } from 'react'
import { type Schema, type Values, missingIn } from '#web/schema'
import {
  type Group,
  beginningValues,
  hiddenFields,
  neededSchema,
  ownSchema,
  sharedOf,
  sharedSchema,
} from './checkout-groups.ts'
import type { Wish } from './placing.ts'

/** What the form of one order needs. */
export type OwnForm = {
  schema: ReturnType<typeof ownSchema>
  values: Values
  missing: readonly string[]
  set: (values: Values) => void
}

type Forms = {
  /** Fields that are asked once for all orders. */
  shared: ReturnType<typeof sharedSchema>
  sharedValues: Values
  setShared: (values: Values) => void
  sharedMissing: readonly string[]
  /** Each order with what was filled in for it. */
  wishes: readonly Wish[]
  ownOf: (group: Group, isTried: boolean) => OwnForm
  isWhole: boolean
}

/** The forms of a basket: fields asked once for all, and those of each order. */
export function useForms(groups: readonly Group[]): Forms {
  const shared = sharedSchema(groups)
  const [sharedGiven, setShared] = useState<Values | undefined>(undefined)
  const [own, setOwn] = useState<Readonly<Record<string, Values>>>({})
  const sharedValues = sharedGiven ?? beginningValues(shared)
  const ownValues = (group: Group): Values => own[group.key] ?? beginningValues(ownSchema(group, shared))
  const missingOf = (schema: ReturnType<typeof ownSchema>, values: Values): string[] =>
    missingIn(neededSchema(schema, values), values)
  const sharedMissing = missingOf(shared, sharedValues)
  const wishes = groups.map((group): Wish => {
    const hidden = new Set([...hiddenFields(sharedValues), ...hiddenFields(ownValues(group))])
    const input = Object.fromEntries(
      Object.entries({ ...sharedOf(group, sharedValues), ...ownValues(group) }).filter(([name]) => !hidden.has(name)),
    )
    const isAsked = (name: string): boolean => (group.beginning.input as Schema).properties?.[name] !== undefined
    const isWhole = !sharedMissing.some(isAsked) && missingOf(ownSchema(group, shared), ownValues(group)).length === 0
    return { group, input, isWhole }
  })
  const ownOf = (group: Group, isTried: boolean): OwnForm => {
    const schema = ownSchema(group, shared)
    const values = ownValues(group)
    const missing = isTried ? missingOf(schema, values) : []
    return {
      schema: neededSchema(schema, values),
      values,
      missing,
      set: (next) => setOwn({ ...own, [group.key]: next }),
    }
  }
  const isWhole = wishes.every((wish) => wish.isWhole)
  return { shared: neededSchema(shared, sharedValues), sharedValues, setShared, sharedMissing, wishes, ownOf, isWhole }
}
