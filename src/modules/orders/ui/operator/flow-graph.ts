import { type Format, plainWords } from '#web/format'
import { type Manifest, roleTitle } from '#web/manifest'

/** One way from a state: what makes it, who, and where it leads; without `to` the order stays where it is. */
export type Step = {
  readonly kind: 'on' | 'after' | 'always'
  readonly key: string
  readonly title: string
  readonly who: readonly string[]
  readonly to: string | undefined
}

/** A state with the ways from it. */
export type StateOfFlow = {
  readonly name: string
  readonly title: string
  readonly isInitial: boolean
  readonly final: 'done' | 'undone' | undefined
  readonly steps: readonly Step[]
}

type Transition = NonNullable<Manifest['on']>[string]
type One = Extract<Transition, { target?: string }> & { orElse?: One }

/** How times are said. */
export type Sayings = Format & { after: (key: string) => string; always: string }

/** A flow as states and steps, with the words of the manifest. */
export function statesOf(manifest: Manifest, say: Sayings): StateOfFlow[] {
  return Object.entries(manifest.flow.states).map(([name, state]) => ({
    name,
    title: say.said(state.title) || plainWords(name),
    isInitial: name === manifest.flow.initial,
    final: state.final,
    steps: stepsOf(manifest, state, say),
  }))
}

/** What is possible in every state that is neither the first nor an end. */
export function stepsAnywhere(manifest: Manifest, say: Sayings): Step[] {
  return steps(manifest, { kind: 'on', transitions: manifest.on ?? {} }, say)
}

type StateOf = Manifest['flow']['states'][string] & { always?: readonly One[] }

function stepsOf(manifest: Manifest, state: StateOf, say: Sayings): Step[] {
  const { on = {}, after = {}, always = [] } = state
  return [
    ...steps(manifest, { kind: 'on', transitions: on }, say),
    ...steps(manifest, { kind: 'after', transitions: after }, say),
    ...(always.length === 0 ? [] : steps(manifest, { kind: 'always', transitions: { always } }, say)),
  ]
}

type Ways = { kind: Step['kind']; transitions: Readonly<Record<string, Transition>> }

function steps(manifest: Manifest, { kind, transitions }: Ways, say: Sayings): Step[] {
  return Object.entries(transitions).flatMap(([key, ways]) => {
    const alternatives = [ways].flat().flatMap((way) => withElse(way as One)) // an `orElse` is another way of the same
    const targets = new Set(alternatives.map(({ target }) => target))
    const [first] = alternatives
    return [...targets].map((to): Step => {
      const title = kind === 'after' ? say.after(key) : kind === 'always' ? say.always : say.said(first?.title)
      const who = (first?.by ?? []).map((role) => roleTitle(manifest, role, say))
      return { kind, key, title: title || plainWords(key), who, to }
    })
  })
}

function withElse(way: One): One[] {
  return way.orElse === undefined ? [way] : [way, ...withElse(way.orElse)]
}
