import {
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSkeleton } from '#kit/skeletons'
import type { Manifest } from '#web/manifest'
import css from './flow-drawing.module.css'
import { statesOf } from './flow-graph.ts'
import { type Drawing, type PlacedState, type PlacedWay, layOut } from './flow-layout.ts'
import { useSayings } from './say-delay.ts'

type StateNode = Node<{ placed: PlacedState }, 'state'>
type WayEdge = Edge<{ way: PlacedWay }, 'way'>

const nodeTypes = { state: StateBox }
const edgeTypes = { way: Way }

/** Words stay legible down to this. */
const zoomMin = 0.62
/** Room above and below a drawing, px. */
const edgePx = 16

/** A flow as a drawing: to look at, to move and to come closer. The list beside it says the same in words. */
export function FlowDrawing({ manifest }: { manifest: Manifest }): ReactNode {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} className={css.room}>
      {width === 0 ? <PageSkeleton /> : <Drawn manifest={manifest} roomPx={width} />}
    </div>
  )
}

function Drawn({ manifest, roomPx }: { manifest: Manifest; roomPx: number }): ReactNode {
  const { t } = useTranslation('operator')
  const sayings = useSayings()
  const states = useMemo(() => statesOf(manifest, sayings), [manifest, sayings])
  const { data } = useQuery({
    queryKey: ['flow', manifest.business, manifest.version, sayings.language, roomPx, states],
    queryFn: async () => layOut(states, roomPx),
    staleTime: Infinity,
  })
  const nodes = useMemo(() => (data?.states ?? []).map(nodeOf), [data])
  const edges = useMemo(() => {
    const titles = new Map(states.map(({ name, title }) => [name, title]))
    return (data?.ways ?? []).map((way) => edgeOf(way, titles))
  }, [data, states])
  if (data === undefined) return <PageSkeleton />
  const zoom = Math.max(zoomMin, Math.min(1, roomPx / data.width))
  const isWhole = data.width * zoom <= roomPx
  const viewport = { x: isWhole ? (roomPx - data.width * zoom) / 2 : edgePx - firstX(data) * zoom, y: edgePx, zoom }
  return (
    <div className={css.drawing} style={{ height: data.height * zoom + 2 * edgePx }}>
      <ReactFlow<StateNode, WayEdge>
        key={`${manifest.version} ${sayings.language} ${roomPx}`}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultViewport={viewport}
        minZoom={0.15}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        preventScrolling={false}
        zoomOnScroll={false}
        proOptions={{ hideAttribution: true }}
        aria-label={t('flow.drawing')}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('flow.drawing'),
          'node.a11yDescription.keyboardDisabled': t('flow.drawing'),
          'edge.a11yDescription.default': t('flow.drawing'),
          'controls.ariaLabel': t('flow.controls'),
          'controls.zoomIn.ariaLabel': t('flow.closer'),
          'controls.zoomOut.ariaLabel': t('flow.farther'),
          'controls.fitView.ariaLabel': t('flow.whole'),
        }}
      >
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}

/** Where the first state begins, less a little: a drawing that does not fit begins there. */
function firstX({ states }: Drawing): number {
  const first = states.find(({ state }) => state.isInitial)
  return Math.max(0, (first?.x ?? 0) - 40)
}

function nodeOf(placed: PlacedState): StateNode {
  const { state, x, y, width, height } = placed
  return { id: state.name, type: 'state', position: { x, y }, width, height, data: { placed } }
}

function edgeOf(way: PlacedWay, titles: ReadonlyMap<string, string>): WayEdge {
  const markerEnd = { type: MarkerType.ArrowClosed, width: 18, height: 18, color: 'var(--mantine-color-dimmed)' }
  const ends = [way.from, way.to].map((name) => titles.get(name) ?? name)
  const ariaLabel = `${ends.join(' → ')}: ${way.lines.join(', ')}`
  return { id: way.id, type: 'way', source: way.from, target: way.to, ariaLabel, markerEnd, data: { way } }
}

function StateBox({ data: { placed } }: NodeProps<StateNode>): ReactNode {
  const { title, isInitial, final } = placed.state
  return (
    <div className={css.state} data-kind={isInitial ? 'initial' : (final ?? 'open')}>
      <Handle type="target" position={Position.Top} className={css.handle ?? ''} />
      {title}
      <Handle type="source" position={Position.Bottom} className={css.handle ?? ''} />
    </div>
  )
}

/** Corners of a way are rounded by this much, px. */
const cornerPx = 8

function Way({ id, data, markerEnd }: EdgeProps<WayEdge>): ReactNode {
  if (data === undefined) return null
  const { points, label, lines, isTimer } = data.way
  return (
    <>
      <BaseEdge
        id={id}
        path={pathThrough(points)}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        className={isTimer ? (css.timer ?? '') : (css.way ?? '')}
      />
      <EdgeLabelRenderer>
        <div
          className={css.label}
          style={{ transform: `translate(${label.x}px, ${label.y}px)`, width: label.width, height: label.height }}
        >
          {lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </div>
      </EdgeLabelRenderer>
    </>
  )
}

function pathThrough(points: readonly { x: number; y: number }[]): string {
  const [first, ...others] = points
  if (first === undefined) return ''
  const parts = others.map((point, index) => {
    const next = others[index + 1]
    if (next === undefined) return `L ${point.x} ${point.y}`
    const from = towards(point, points[index] ?? point)
    const to = towards(point, next)
    return `L ${from.x} ${from.y} Q ${point.x} ${point.y} ${to.x} ${to.y}`
  })
  return `M ${first.x} ${first.y} ${parts.join(' ')}`
}

function towards(corner: { x: number; y: number }, other: { x: number; y: number }): { x: number; y: number } {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y)
  const share = length === 0 ? 0 : Math.min(cornerPx, length / 2) / length
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share }
}
