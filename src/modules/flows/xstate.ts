import type { Manifest, State, Transition, Transitions } from './manifest.ts'
import { alternativesOf } from './walk.ts'

/**
 * A machine in the config of XState 5, for drawing a flow or running it elsewhere. Guards are named by their text,
 * delays by their key.
 */
export type XStateConfig = {
  id: string
  initial: string
  states: Record<string, XStateNode>
}

type XStateNode = {
  type?: 'final'
  on?: Record<string, XStateTransition[]>
  after?: Record<string, XStateTransition[]>
  always?: XStateTransition[]
}

type XStateTransition = { target?: string; guard?: string; reenter?: true }

/**
 * The flow of a manifest as an XState 5 machine. The root's transitions stand in every state that is neither initial
 * nor final; effects, requirements and roles have no counterpart there.
 */
export function toXState(manifest: Manifest): XStateConfig {
  const { initial, states } = manifest.flow
  const nodes = Object.entries(states).map(([name, state]) => {
    const root = state.final === undefined && name !== initial ? manifest.on : undefined
    return [name, nodeOf(state, root)] as const
  })
  return { id: manifest.business, initial, states: Object.fromEntries(nodes) }
}

function nodeOf(state: State, root: Transitions | undefined): XStateNode {
  if (state.final !== undefined) return { type: 'final' }
  const on = { ...root, ...state.on }
  return {
    ...(Object.keys(on).length > 0 ? { on: turned(on) } : {}),
    ...(state.after === undefined ? {} : { after: turned(state.after) }),
    ...(state.always === undefined ? {} : { always: state.always.map(transitionOf) }),
  }
}

function turned(transitions: Transitions): Record<string, XStateTransition[]> {
  return Object.fromEntries(
    Object.entries(transitions).map(([key, one]) => [key, alternativesOf(one).map(transitionOf)]),
  )
}

function transitionOf({ target, guard, reenter }: Transition): XStateTransition {
  return {
    ...(target === undefined ? {} : { target }),
    ...(guard === undefined ? {} : { guard }),
    ...(reenter === undefined ? {} : { reenter }),
  }
}
