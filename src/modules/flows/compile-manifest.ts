import { compileAccount } from './accounts.ts'
import { type Compiler, type CompilerOptions, createCompiler, type Site } from './compiler.ts'
import { compileDue } from './deadlines.ts'
import { compileEffect } from './effects.ts'
import type {
  CompiledCapacity,
  CompiledLine,
  CompiledLook,
  CompiledQuestion,
  CompiledState,
  CompiledTransition,
  Flow,
} from './flow.ts'
import { checkedSchema, compileInput } from './input.ts'
import type { Capacity, Look, Manifest, MoneyLine, Question, State, Transition, Transitions } from './manifest.ts'
import { personalFields } from './personal.ts'
import { alternativesOf, escapePointer, pointerOfAlternative } from './walk.ts'

/**
 * Turns a manifest into closures. The manifest must have passed the structural check (`checkManifest` does both);
 * faults of expressions are gathered in the compiler, each with its place.
 */
export function compileFlow(manifest: Manifest, options: CompilerOptions): { flow: Flow; compiler: Compiler } {
  const compiler = createCompiler(manifest, options)
  const states = mapOf(manifest.flow.states, (state, name) => compileState(compiler, name, state))
  const delays = mapOf(manifest.delays, (text, name) => compiler.expression(`/delays/${name}`, text, 'int'))
  const flow: Flow = {
    manifest,
    states,
    on: compileTransitions(compiler, '/on', manifest.on),
    capacity: mapOf(manifest.capacity, (capacity, name) => compileCapacity(compiler, name, capacity)),
    money: mapOf(manifest.money, (lines, name) =>
      lines.map((line, index) => compileLine(compiler, `/money/${name}/${index}`, line)),
    ),
    looks: mapOf(manifest.looks, (look, name) => compileLook(compiler, name, look)),
    questions: mapOf(manifest.questions, (question, name) => compileQuestion(compiler, name, question)),
    bindings: Object.entries(manifest.roles).flatMap(([role, { bind }]) =>
      bind === undefined ? [] : [[role, compiler.expression(`/roles/${role}/bind`, bind, 'string')] as const],
    ),
    dueAt: compileDue(delays, options.timeZone),
    facts: [],
    askedFacts: [],
    personal: personalFields(manifest, checkedSchema),
    checkOffer: compileInput(manifest.offer),
    currency: options.currency,
  }
  return { flow: { ...flow, ...factsOf(compiler) }, compiler }
}

function mapOf<T, R>(
  record: { readonly [name: string]: T } | undefined,
  turn: (value: T, name: string) => R,
): Map<string, R> {
  return new Map(Object.entries(record ?? {}).map(([name, value]) => [name, turn(value, name)]))
}

function compileState(compiler: Compiler, name: string, state: State): CompiledState {
  const pointer = `/flow/states/${escapePointer(name)}`
  return {
    name,
    title: state.title,
    final: state.final,
    entry: (state.entry ?? []).map((effect, index) => compileEffect(compiler, `${pointer}/entry/${index}`, effect)),
    always: (state.always ?? []).map((transition, index) =>
      compileTransition(compiler, { pointer: `${pointer}/always/${index}`, type: 'always', transition }),
    ),
    on: compileTransitions(compiler, `${pointer}/on`, state.on),
    after: compileTransitions(compiler, `${pointer}/after`, state.after),
  }
}

function compileTransitions(
  compiler: Compiler,
  pointer: string,
  on: Transitions | undefined,
): Map<string, CompiledTransition[]> {
  return mapOf(on, (one, type) =>
    alternativesOf(one).map((transition, index) => {
      const place = pointerOfAlternative(`${pointer}/${escapePointer(type)}`, one, index)
      return compileTransition(compiler, { pointer: place, type, transition })
    }),
  )
}

function compileTransition(
  compiler: Compiler,
  { pointer, type, transition }: { pointer: string; type: string; transition: Transition },
): CompiledTransition {
  const guard = transition.guard
  return {
    type,
    pointer,
    source: transition,
    by: transition.by ?? [],
    checkInput: compileInput(transition.input),
    guard: guard === undefined ? null : compiler.expression(`${pointer}/guard`, guard, 'bool'),
    isGuardOpen: guard !== undefined && isOpen(compiler, `${pointer}/guard`),
    require: (transition.require ?? []).map((requirement, index) => {
      const place = `${pointer}/require/${index}/that`
      const that = compiler.expression(place, requirement.that, 'bool')
      const { else: slug, status = 409, title } = requirement
      return { that, slug, status, title, isOpen: isOpen(compiler, place) }
    }),
    do: (transition.do ?? []).map((effect, index) => compileEffect(compiler, `${pointer}/do/${index}`, effect)),
    target: transition.target ?? null,
    consents: Object.entries(transition.consents ?? {}).map(
      ([mandate, limit]) => [mandate, compiler.expression(`${pointer}/consents/${mandate}`, limit, 'int')] as const,
    ),
    orElse:
      transition.orElse === undefined
        ? null
        : compileTransition(compiler, { pointer: `${pointer}/orElse`, type, transition: transition.orElse }),
  }
}

/** True when the expression at this place reads what only the command brings. */
function isOpen(compiler: Compiler, pointer: string): boolean {
  const site = compiler.sites.findLast((one) => one.pointer === pointer)
  return site?.references.some(([name]) => name === 'input' || name === 'answers' || name === 'seen') === true
}

function compileCapacity(compiler: Compiler, name: string, capacity: Capacity): CompiledCapacity {
  const pointer = `/capacity/${name}`
  const optional = (place: 'count' | 'supply'): CompiledCapacity['count'] => {
    const text = capacity[place]
    return text === undefined ? null : compiler.expression(`${pointer}/${place}`, text, 'any')
  }
  return {
    name,
    cells: compiler.expression(`${pointer}/cells`, capacity.cells, 'list'),
    count: optional('count'),
    supply: optional('supply'),
    pick: capacity.pick ?? 'all',
    isConsumed: capacity.consumed === true,
    refusal: capacity.else ?? 'sold-out',
  }
}

function compileLook(compiler: Compiler, name: string, look: Look): CompiledLook {
  const attributes = Object.keys(look.offer?.properties ?? {})
  return {
    offers: compiler.expression(`/looks/${name}/offers`, look.offers, 'list'),
    business: look.business,
    checkOffer: compileInput(look.offer),
    attributes,
    refusal: look.else ?? 'offer-not-found',
  }
}

function compileQuestion(compiler: Compiler, name: string, { when, given = {} }: Question): CompiledQuestion {
  const pointer = `/questions/${name}`
  return {
    when: when === undefined ? null : compiler.expression(`${pointer}/when`, when, 'bool'),
    isWhenTold: factsAt(compiler.sites.filter((site) => site.pointer === `${pointer}/when`)).size > 0,
    given: Object.entries(given).map(
      ([one, text]) => [one, compiler.expression(`${pointer}/given/${one}`, text, 'any')] as const,
    ),
  }
}

function compileLine(compiler: Compiler, pointer: string, line: MoneyLine): CompiledLine {
  const optional = (place: 'amount' | 'share' | 'each'): CompiledLine['amount'] => {
    const text = line[place]
    return text === undefined
      ? null
      : compiler.expression(`${pointer}/${place}`, text, place === 'each' ? 'list' : 'int')
  }
  return {
    source: line,
    from: compileAccount(compiler, `${pointer}/from`, line.from),
    to: compileAccount(compiler, `${pointer}/to`, line.to),
    amount: optional('amount'),
    share: optional('share'),
    each: optional('each'),
  }
}

/** Facts of parties that expressions read, such as `score` of `party.rider.score`: to decide, or only to ask. */
function factsOf({ sites }: Compiler): Pick<Flow, 'facts' | 'askedFacts'> {
  const isAsked = ({ pointer }: Site): boolean => pointer.startsWith('/questions/')
  const facts = factsAt(sites.filter((site) => !isAsked(site)))
  const asked = factsAt(sites.filter(isAsked))
  return { facts: [...facts], askedFacts: [...asked].filter((fact) => !facts.has(fact)) }
}

function factsAt(sites: readonly Site[]): Set<string> {
  const facts = sites.flatMap(({ references }) =>
    references.flatMap(([root, , fact]) =>
      root === 'party' && fact !== undefined && fact !== 'id' && fact !== 'kind' ? [fact] : [],
    ),
  )
  return new Set(facts)
}
