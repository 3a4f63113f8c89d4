import type { Effect, Manifest, Transition, Transitions } from './manifest.ts'

/** Where a transition stands: below `on`, `after` or `always` of a state, or below the root's `on`. */
export type PlacedTransition = {
  pointer: string
  /** `null` for the root's. */
  state: string | null
  kind: 'on' | 'after' | 'always'
  /** The command's type, the timer's key, or `always`. */
  key: string
  transition: Transition
  /** True below an `orElse`. */
  isElse: boolean
  /** The transition whose roles and input hold here: itself, or the one that this is the `orElse` of. */
  head: Transition
}

/** Every transition of a manifest, alternatives and `orElse` included. */
export function transitionsOfManifest(manifest: Manifest): PlacedTransition[] {
  const states = Object.entries(manifest.flow.states).flatMap(([state, { on, after, always }]) => {
    const pointer = `/flow/states/${escapePointer(state)}`
    return [
      ...placed(on, { pointer: `${pointer}/on`, state, kind: 'on' }),
      ...placed(after, { pointer: `${pointer}/after`, state, kind: 'after' }),
      ...(always ?? []).flatMap((transition, index) =>
        withElse({
          pointer: `${pointer}/always/${index}`,
          state,
          kind: 'always',
          key: 'always',
          transition,
          isElse: false,
          head: transition,
        }),
      ),
    ]
  })
  return [...placed(manifest.on, { pointer: '/on', state: null, kind: 'on' }), ...states]
}

/** One step of a JSON Pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A transition or a list of alternatives, as a list. */
export function alternativesOf(one: Transition | readonly Transition[]): readonly Transition[] {
  return Array.isArray(one) ? (one as readonly Transition[]) : [one as Transition]
}

/** The place of a transition: of one that stands alone, or of one alternative. */
export function pointerOfAlternative(pointer: string, one: Transition | readonly Transition[], index: number): string {
  return Array.isArray(one) ? `${pointer}/${index}` : pointer
}

function placed(
  on: Transitions | undefined,
  place: Pick<PlacedTransition, 'pointer' | 'state' | 'kind'>,
): PlacedTransition[] {
  return Object.entries(on ?? {}).flatMap(([key, one]) =>
    alternativesOf(one).flatMap((transition, index) => {
      const pointer = pointerOfAlternative(`${place.pointer}/${escapePointer(key)}`, one, index)
      return withElse({ ...place, pointer, key, transition, isElse: false, head: transition })
    }),
  )
}

function withElse(one: PlacedTransition): PlacedTransition[] {
  const { orElse } = one.transition
  if (orElse === undefined) return [one]
  return [one, ...withElse({ ...one, pointer: `${one.pointer}/orElse`, transition: orElse, isElse: true })]
}

/** An effect with its place and who brings it about: a transition, or the entry into a state. */
export type PlacedEffect = { pointer: string; effect: Effect; by: PlacedTransition | null; state: string | null }

/** Every effect of a manifest. */
export function effectsOfManifest(manifest: Manifest): PlacedEffect[] {
  const entries = Object.entries(manifest.flow.states).flatMap(([state, { entry }]) =>
    (entry ?? []).map((effect, index) => ({
      pointer: `/flow/states/${escapePointer(state)}/entry/${index}`,
      effect,
      by: null,
      state,
    })),
  )
  const done = transitionsOfManifest(manifest).flatMap((by) =>
    (by.transition.do ?? []).map((effect, index) => ({
      pointer: `${by.pointer}/do/${index}`,
      effect,
      by,
      state: by.state,
    })),
  )
  return [...entries, ...done]
}

/** Slugs of the refusals that a manifest declares: its requirements and its capacities. */
export function declaredRefusals(manifest: Manifest): string[] {
  const required = transitionsOfManifest(manifest).flatMap(({ transition }) =>
    (transition.require ?? []).map((requirement) => requirement.else),
  )
  const taken = Object.values(manifest.capacity ?? {}).map((capacity) => capacity.else ?? 'sold-out')
  return [...new Set([...required, ...taken])]
}
