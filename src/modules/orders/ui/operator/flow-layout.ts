import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import type { StateOfFlow, Step } from './flow-graph.ts'

/** Where a state is drawn, px. */
export type PlacedState = {
  readonly state: StateOfFlow
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type Point = { readonly x: number; readonly y: number }
/** How a way between two states is drawn: through these points, with its words beside it. */
export type PlacedWay = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
  readonly label: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly lines: readonly string[]
  readonly isTimer: boolean
}
/** A whole drawing. */
export type Drawing = {
  readonly width: number
  readonly height: number
  readonly states: readonly PlacedState[]
  readonly ways: readonly PlacedWay[]
}

/** Line height of the words in a drawing, px. */
export const linePx = 17
const nodeLinePx = 22
/** Widths of a Latin and of a Chinese character at that size, px. */
const [latinPx, widePx] = [6.6, 12.6]
/** Longer words beside a way are cut: the list says them whole. */
const labelMax = 34

/** Lays a flow out downwards and to the right, and answers the drawing that is larger where there is so much room. */
export async function layOut(states: readonly StateOfFlow[], roomPx: number): Promise<Drawing> {
  const [down, right] = await Promise.all([layOutTo(states, 'DOWN'), layOutTo(states, 'RIGHT')])
  return right.width <= roomPx || right.width <= down.width ? right : down
}

/** By layers from the first state on (Sugiyama, Tagawa, Toda 1981, as ELK does it). */
async function layOutTo(states: readonly StateOfFlow[], direction: 'DOWN' | 'RIGHT'): Promise<Drawing> {
  const ways = waysOf(states)
  const graph: ElkNode = {
    id: 'flow',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '28',
      'elk.spacing.edgeLabel': '4',
      'elk.spacing.edgeNode': '18',
      'elk.spacing.edgeEdge': '12',
      'elk.layered.spacing.nodeNodeBetweenLayers': '36',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.edgeLabels.sideSelection': 'ALWAYS_DOWN',
    },
    children: states.map((state) => ({ id: state.name, ...sizeOf(state) })),
    edges: ways.map(({ id, from, to, lines }) => ({
      id,
      sources: [from],
      targets: [to],
      labels: [{ text: lines.join('\n'), ...labelSize(lines) }],
    })),
  }
  const placed = await new ELK().layout(graph)
  const nodes = new Map((placed.children ?? []).map((node) => [node.id, node]))
  const edges = new Map((placed.edges ?? []).map((edge) => [edge.id, edge]))
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    states: states.map((state) => {
      const { x = 0, y = 0, width = 0, height = 0 } = nodes.get(state.name) ?? {}
      return { state, x, y, width, height }
    }),
    ways: ways.map((way) => ({ ...way, ...routeOf(edges.get(way.id)) })),
  }
}

function routeOf(edge: ElkExtendedEdge | undefined): Pick<PlacedWay, 'points' | 'label'> {
  const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ])
  const { x = 0, y = 0, width = 0, height = 0 } = edge?.labels?.[0] ?? {}
  return { points, label: { x, y, width, height } }
}

type Way = Pick<PlacedWay, 'id' | 'from' | 'to' | 'lines' | 'isTimer'>

/** Steps between the same two states are one way. */
function waysOf(states: readonly StateOfFlow[]): Way[] {
  const bundles = new Map<string, { from: string; to: string; steps: Step[] }>()
  for (const { name: from, steps } of states) {
    for (const step of steps) {
      if (step.to === undefined || step.to === from) continue
      const id = `${from} ${step.to}`
      const bundle = bundles.get(id) ?? { from, to: step.to, steps: [] }
      bundle.steps.push(step)
      bundles.set(id, bundle)
    }
  }
  return [...bundles].map(([id, { from, to, steps }]) => ({
    id,
    from,
    to,
    lines: [...new Set(steps.map(lineOf))],
    isTimer: steps.every(({ kind }) => kind !== 'on'),
  }))
}

function lineOf({ kind, title }: Step): string {
  const text = kind === 'after' ? `⏱ ${title}` : title
  return text.length > labelMax ? `${text.slice(0, labelMax - 1)}…` : text
}

function sizeOf({ title }: StateOfFlow): { width: number; height: number } {
  return { width: Math.max(96, Math.ceil(widthOf(title) * 1.12) + 36), height: nodeLinePx + 24 }
}

function labelSize(lines: readonly string[]): { width: number; height: number } {
  return { width: Math.ceil(Math.max(...lines.map(widthOf))) + 10, height: lines.length * linePx + 4 }
}

/** About as wide as it will be drawn: the layout needs it before there is anything to measure. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/[\u2E80-\uFFEF⏱]/.test(character) ? widePx : latinPx), 0)
}
