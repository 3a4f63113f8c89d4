import type { FieldError } from '#kernel/problem'
import { isDuration } from './deadlines.ts'
import type { Manifest, MoneyLine, Role, State } from './manifest.ts'
import {
  alternativesOf,
  effectsOfManifest,
  escapePointer,
  type PlacedTransition,
  transitionsOfManifest,
} from './walk.ts'

/**
 * What is wrong with the sense of a manifest: names that stand for nothing, states that cannot be reached or left,
 * people who would be waited for for ever, words where they mean nothing. Each at its place.
 */
export function structureErrors(manifest: Manifest): FieldError[] {
  const transitions = transitionsOfManifest(manifest)
  return [
    ...transitions.flatMap((placed) => transitionErrors(manifest, placed)),
    ...effectErrors(manifest),
    ...lineErrors(manifest),
    ...Object.entries(manifest.flow.states).flatMap(([name, state]) => stateErrors(manifest, name, state)),
    ...graphErrors(manifest, transitions),
    ...Object.keys(manifest.noticeDays ?? {}).flatMap((name) =>
      known(`/noticeDays/${name}`, name, { rate: manifest.rates }),
    ),
    ...Object.entries(manifest.questions ?? {}).flatMap(([name, { when, safe }]) =>
      when === undefined || safe !== undefined
        ? []
        : [{ pointer: `/questions/${name}/when`, detail: 'needs `safe`: what stands where it is not asked' }],
    ),
    ...Object.entries(manifest.codes ?? {}).flatMap(([name, code]) =>
      known(`/codes/${name}/for`, code.for, { role: manifest.roles }),
    ),
  ]
}

/** Refuses a name at a place unless the one list given has it; the list's key says what it is a list of. */
function known(pointer: string, name: string, lists: { readonly [what: string]: object | undefined }): FieldError[] {
  return Object.entries(lists).flatMap(([what, names]) =>
    names !== undefined && Object.hasOwn(names, name)
      ? []
      : [{ pointer, detail: `names the ${what} “${name}”, which the manifest does not have` }],
  )
}

function transitionErrors(manifest: Manifest, placed: PlacedTransition): FieldError[] {
  const { pointer, transition, kind } = placed
  const { by = [], target, asks = [] } = transition
  return [
    ...by.flatMap((role, index) => known(`${pointer}/by/${index}`, role, { role: manifest.roles })),
    ...(target === undefined ? [] : known(`${pointer}/target`, target, { state: manifest.flow.states })),
    ...asks.flatMap((question, index) => known(`${pointer}/asks/${index}`, question, { question: manifest.questions })),
    ...(kind === 'on' && !placed.isElse && by.length === 0 ? [{ pointer, detail: 'needs `by`: who may do it' }] : []),
    ...(kind === 'on' && !placed.isElse ? [] : clockErrors(placed)),
    ...elseErrors(manifest, placed),
  ]
}

/** Nobody is there to fill in a form, answer a question or give a mandate when a timer fires. */
function clockErrors({ pointer, transition, isElse, kind }: PlacedTransition): FieldError[] {
  const where = isElse ? 'in `orElse`' : `in \`${kind}\``
  return (['by', 'input', 'asks', 'consents'] as const).flatMap((word) =>
    transition[word] === undefined ? [] : [{ pointer: `${pointer}/${word}`, detail: `means nothing ${where}` }],
  )
}

/** A person who is refused must be told; only what nobody waits for may go another way. */
function elseErrors(manifest: Manifest, { pointer, transition, kind, isElse }: PlacedTransition): FieldError[] {
  if (transition.orElse === undefined || kind !== 'on' || isElse) return []
  const isWaitedFor = (transition.by ?? []).some((role) => !isUnattended(manifest.roles[role]))
  return isWaitedFor ? [{ pointer: `${pointer}/orElse`, detail: 'stands where a person waits for an answer' }] : []
}

function isUnattended(role: Role | undefined): boolean {
  return role?.kind === 'device' || role?.kind === 'machine' || role?.kind === 'provider'
}

function effectErrors(manifest: Manifest): FieldError[] {
  return effectsOfManifest(manifest).flatMap(({ pointer, effect }) => {
    if ('take' in effect) return known(`${pointer}/take`, effect.take, { capacity: manifest.capacity })
    if ('giveBack' in effect) return known(`${pointer}/giveBack`, effect.giveBack, { capacity: manifest.capacity })
    if ('pay' in effect) return known(`${pointer}/pay`, effect.pay, { 'money template': manifest.money })
    if ('return' in effect) return potErrors(manifest, effect.return, `${pointer}/return`)
    if ('refund' in effect) return potErrors(manifest, effect.pot ?? 'main', `${pointer}/pot`)
    if ('task' in effect) return known(`${pointer}/task/for`, effect.task.for, { role: manifest.roles })
    if ('assign' in effect) {
      return Object.keys(effect.assign).flatMap((role) =>
        known(`${pointer}/assign/${role}`, role, { role: manifest.roles }),
      )
    }
    return []
  })
}

/** A pot exists because some line pays into it; `main` is the one called `pot`. */
function potErrors(manifest: Manifest, pot: string, pointer: string): FieldError[] {
  const account = pot === 'main' ? 'pot' : `pot:${pot}`
  const isFilled = Object.values(manifest.money ?? {})
    .flat()
    .some(({ to }) => to === account)
  return isFilled ? [] : [{ pointer, detail: `names the pot “${pot}”, which no money line pays into` }]
}

function lineErrors(manifest: Manifest): FieldError[] {
  return Object.entries(manifest.money ?? {}).flatMap(([template, lines]) =>
    lines.flatMap((line, index) => {
      const pointer = `/money/${template}/${index}`
      const words = (['amount', 'share', 'rest'] as const).filter((word) => line[word] !== undefined)
      return [
        ...(words.length === 1 ? [] : [{ pointer, detail: 'needs exactly one of amount, share and rest' }]),
        ...(line.each !== undefined && line.rest === true
          ? [{ pointer: `${pointer}/each`, detail: 'there is only one rest' }]
          : []),
        ...wayErrors(pointer, line),
      ]
    }),
  )
}

/**
 * Pay in by amount, pay out by share or rest: so a pot empties exactly, also after a refund, and is never overdrawn.
 */
function wayErrors(pointer: string, line: MoneyLine): FieldError[] {
  const isFromPot = line.from.split(':')[0] === 'pot'
  const isToPot = line.to.split(':')[0] === 'pot'
  if (isFromPot && isToPot) return [{ pointer, detail: 'moves money from pot to pot' }]
  if (isToPot && line.amount === undefined) return [{ pointer, detail: 'a pot is paid into by amount' }]
  if (isFromPot && line.amount !== undefined) {
    return [
      {
        pointer: `${pointer}/amount`,
        detail: 'a pot pays out by share or rest, so that it empties also after a refund',
      },
    ]
  }
  if (!isFromPot && line.share !== undefined) return [{ pointer: `${pointer}/share`, detail: 'only a pot is shared' }]
  return []
}

function stateErrors(manifest: Manifest, name: string, state: State): FieldError[] {
  const pointer = `/flow/states/${escapePointer(name)}`
  const isInitial = name === manifest.flow.initial
  const forbidden = (words: readonly (keyof State)[], why: string): FieldError[] =>
    words.flatMap((word) => (state[word] === undefined ? [] : [{ pointer: `${pointer}/${word}`, detail: why }]))
  return [
    ...(state.final === undefined
      ? []
      : forbidden(['on', 'after', 'always', 'waits'], 'means nothing in a final state')),
    ...(isInitial
      ? forbidden(['entry', 'after', 'always', 'final', 'waits'], 'means nothing in the initial state')
      : []),
    ...(state.waits === undefined ? [] : waitErrors(manifest, pointer, state)),
    ...Object.keys(state.after ?? {})
      .filter((key) => !isDuration(key))
      .flatMap((key) => known(`${pointer}/after/${key}`, key, { delay: manifest.delays })),
  ]
}

/** Whom a state waits for must be somebody who is staffed, and there must be a time at which it is noticed. */
function waitErrors(manifest: Manifest, pointer: string, { waits, after }: State): FieldError[] {
  const role = manifest.roles[waits!]
  const unknown = known(`${pointer}/waits`, waits!, { role: manifest.roles })
  if (unknown.length > 0) return unknown
  return [
    ...(role?.grant === undefined
      ? [{ pointer: `${pointer}/waits`, detail: 'may only wait for a role with a `grant`: somebody staffed' }]
      : []),
    ...(after === undefined ? [{ pointer: `${pointer}/waits`, detail: 'needs an `after` that escalates' }] : []),
  ]
}

function graphErrors(manifest: Manifest, transitions: readonly PlacedTransition[]): FieldError[] {
  const { initial, states } = manifest.flow
  if (states[initial] === undefined) return known('/flow/initial', initial, { state: states })
  const names = Object.keys(states)
  const open = names.filter((name) => name !== initial && states[name]!.final === undefined)
  const leads = new Map(names.map((name) => [name, new Set<string>()]))
  for (const { state, transition, kind } of transitions) {
    // An alternative of `always` that enters its own state again would never rest.
    if (transition.target === undefined) continue
    for (const from of state === null ? open : [state])
      if (kind !== 'always' || from !== transition.target) leads.get(from)?.add(transition.target)
  }
  const reached = reachable(initial, leads)
  const timed = endingByTime(manifest)
  return names.flatMap((name) => {
    const pointer = `/flow/states/${escapePointer(name)}`
    if (!reached.has(name)) return [{ pointer, detail: 'cannot be reached' }]
    if (!open.includes(name)) return []
    if (![...reachable(name, leads)].some((one) => states[one]?.final !== undefined))
      return [{ pointer, detail: 'has no way to an end' }]
    if (timed.has(name) || states[name]!.waits !== undefined) return []
    return [
      {
        pointer,
        detail:
          'may wait for ever: by time alone no end is reached; add `after`, or `waits` with an `after` that escalates',
      },
    ]
  })
}

function reachable(from: string, leads: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set([from])
  for (const name of seen) for (const next of leads.get(name) ?? []) seen.add(next)
  return seen
}

/**
 * States from which a final one is reached by time alone, whichever alternative of a timer fires: found from the ends
 * backwards. A state that waits for a staffed role counts as watched, so it ends the search as well.
 */
function endingByTime(manifest: Manifest): Set<string> {
  const { states } = manifest.flow
  const names = Object.keys(states)
  const ending = new Set(names.filter((name) => states[name]!.final !== undefined || states[name]!.waits !== undefined))
  for (let grown = true; grown;) {
    grown = false
    for (const name of names) {
      if (ending.has(name) || !movesOn(states[name]!, ending)) continue
      ending.add(name)
      grown = true
    }
  }
  return ending
}

/** Some timer, or `always`, surely leads into states that end by time. */
function movesOn({ after = {}, always = [] }: State, ending: ReadonlySet<string>): boolean {
  const lists = [...Object.values(after).map((one) => alternativesOf(one)), always]
  return lists.some((list) => {
    const isSure = list.some(({ guard, target }) => guard === undefined && target !== undefined)
    return (
      isSure &&
      list.every(({ target, orElse }) => [target, orElse?.target].every((one) => one === undefined || ending.has(one)))
    )
  })
}
