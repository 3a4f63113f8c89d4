import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DataRows } from '#kit/data-rows'
import { useChoiceText } from '#kit/schema-field'
import { Section } from '#kit/section'
import { plainWords, useFormat } from '#web/format'
import type { Order } from './order-screen.tsx'

/**
 * What was agreed and noted, as far as it can be said without knowing the business: short texts and amounts. A key that
 * a template pays by is shown in the money box and not here.
 */
export function Agreed({ order }: { order: Order }): ReactNode {
  const { t, i18n } = useTranslation('orders')
  const { when } = useFormat()
  const choice = useChoiceText()
  const facts = { ...order.terms, ...order.data } as Record<string, unknown>
  const rows = Object.entries(facts).flatMap(([name, value]): [string, string][] => {
    const label = i18n.exists(`fact.${name}`, { ns: 'orders' }) ? t(`fact.${name}` as 'fact.address') : plainWords(name)
    if (typeof value === 'string' && value !== '') return [[label, /^[a-z-]+$/.test(value) ? choice(value) : value]]
    if (typeof value === 'number' && name.endsWith('At')) return [[label, when(value)]]
    return []
  })
  if (rows.length === 0) return null
  return (
    <Section title={t('order.agreed')}>
      <DataRows rows={rows} />
    </Section>
  )
}
