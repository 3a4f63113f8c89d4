import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { type Manifest, eventTitle } from '#web/manifest'
import { useNames } from '#web/names'
import css from './order-story.module.css'
import type { Order } from './order-screen.tsx'

/** What has happened to an order, by whom and when. The town's own doing has nobody's name. */
export function Story({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const format = useFormat()
  const { data, error } = useGet('/v1/orders/{id}/events', { path: { id: order.id }, query: { limit: 200 } })
  const parties = new Set(Object.values(order.roles))
  const nameOf = useNames([...parties])
  return (
    <Section title={t('order.story')}>
      <ProblemNote problem={error} />
      {data === undefined ? (
        <RowSkeletons count={3} />
      ) : (
        <ol className={css.story}>
          {data.items.map((event) => (
            <li key={event.cursor}>
              <strong>{eventTitle(manifest, event.type, format)}</strong>
              <span>
                {parties.has(event.actor) ? `${nameOf(event.actor)} · ` : ''}
                {format.when(event.at)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
