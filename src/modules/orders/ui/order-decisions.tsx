import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { Why } from '#kit/why'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import type { Manifest } from '#web/manifest'
import type { Order } from './order-screen.tsx'

/** What a machine has chosen about an order while it waits for somebody's look, and how it goes on. */
export function OrderDecisions({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('shell')
  const { when } = useFormat()
  const isAsking = Object.keys(manifest.questions ?? {}).length > 0
  const [next] = order.timers
  const isWaiting = isAsking && order.ending === null && waitsForTown(order, manifest)
  const { data } = useGet('/v1/decisions', { query: { reference: order.id, limit: 3 }, enabled: isWaiting, retry: 2 })
  const decision = data?.items.find(({ mode }) => mode === 'auto')
  if (!isWaiting || decision === undefined) return null
  return (
    <Section title={t('held.title')} aside={<Why decision={decision.id} />}>
      <p>{next === undefined ? t('held.text') : t('held.textUntil', { when: when(next.dueAt) })}</p>
      <p>{t('held.money')}</p>
    </Section>
  )
}

/** True where the state has an action for a role of the town that a machine cannot have. */
function waitsForTown({ state }: Order, { flow, roles }: Manifest): boolean {
  const ways = Object.values(flow.states[state]?.on ?? {}).flatMap((way) => way)
  return ways.some(({ by = [] }) => by.some((role) => roles[role]?.grant === 'operator'))
}
