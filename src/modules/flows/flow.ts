import type { Evaluate } from './compiler.ts'
import type { Draft } from './draft.ts'
import type { InputCheck } from './input.ts'
import type { Manifest, MoneyLine, Text, Transition } from './manifest.ts'
import type { PersonalField } from './personal.ts'

/** A manifest version ready to decide: its expressions are closures, its effects functions on a draft. */
export type Flow = {
  readonly manifest: Manifest
  readonly states: ReadonlyMap<string, CompiledState>
  readonly on: ReadonlyMap<string, readonly CompiledTransition[]>
  readonly capacity: ReadonlyMap<string, CompiledCapacity>
  readonly money: ReadonlyMap<string, readonly CompiledLine[]>
  readonly looks: ReadonlyMap<string, CompiledLook>
  readonly questions: ReadonlyMap<string, CompiledQuestion>
  readonly bindings: readonly (readonly [role: string, party: Evaluate])[]
  readonly dueAt: (key: string) => (draft: Draft) => number
  /** Names of the facts of parties that decisions read. */
  readonly facts: readonly string[]
  /** Names of those that only questions are told: nobody loads them inside a batch. */
  readonly askedFacts: readonly string[]
  /** Fields of inputs that are sealed before they come here. */
  readonly personal: readonly PersonalField[]
  /** Checks the attributes of an offer of this business. */
  readonly checkOffer: InputCheck
  /** Currency of an order without lines. */
  readonly currency: string
}

export type CompiledState = {
  readonly name: string
  readonly title: Text | undefined
  readonly final: 'done' | 'undone' | undefined
  readonly entry: readonly EffectOnDraft[]
  readonly always: readonly CompiledTransition[]
  readonly on: ReadonlyMap<string, readonly CompiledTransition[]>
  readonly after: ReadonlyMap<string, readonly CompiledTransition[]>
}

export type CompiledTransition = {
  readonly type: string
  /** Its place in the manifest. */
  readonly pointer: string
  readonly source: Transition
  readonly by: readonly string[]
  readonly checkInput: InputCheck
  readonly guard: Evaluate | null
  /** True when the guard reads what only the command brings: `input` or `answers`. */
  readonly isGuardOpen: boolean
  readonly require: readonly CompiledRequirement[]
  readonly do: readonly EffectOnDraft[]
  readonly target: string | null
  readonly consents: readonly (readonly [mandate: string, limit: Evaluate])[]
  readonly orElse: CompiledTransition | null
}

export type CompiledRequirement = {
  readonly that: Evaluate
  readonly slug: string
  readonly status: 403 | 404 | 409 | 422
  readonly title: Text | undefined
  readonly isOpen: boolean
}

export type EffectOnDraft = (draft: Draft) => void

export type CompiledCapacity = {
  readonly name: string
  readonly cells: Evaluate
  readonly count: Evaluate | null
  readonly supply: Evaluate | null
  readonly pick: 'all' | 'first'
  readonly isConsumed: boolean
  readonly refusal: string
}

export type CompiledLook = {
  readonly offers: Evaluate
  readonly business: string
  readonly checkOffer: InputCheck
  /** Names of the attributes that are relied on; the others are not seen. */
  readonly attributes: readonly string[]
  readonly refusal: string
}

export type CompiledQuestion = {
  readonly when: Evaluate | null
  /** True when `when` reads facts of parties. */
  readonly isWhenTold: boolean
  readonly given: readonly (readonly [name: string, evaluate: Evaluate])[]
}

/** Where a line's money comes from or goes to, once an order is known. */
export type AccountOfLine =
  | { kind: 'pot'; pot: string }
  | { kind: 'town'; name: string }
  | { kind: 'party'; purpose: string; party: (draft: Draft) => string | undefined }

export type CompiledLine = {
  readonly source: MoneyLine
  readonly from: AccountOfLine
  readonly to: AccountOfLine
  readonly amount: Evaluate | null
  readonly share: Evaluate | null
  readonly each: Evaluate | null
}
