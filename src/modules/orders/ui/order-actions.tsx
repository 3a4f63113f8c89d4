import { Button } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/section'
import { plainWords, shortNumber, useFormat } from '#web/format'
import { type Manifest, roleTitle } from '#web/manifest'
import { type Schema, isEmptySchema } from '#web/schema'
import { ActionForm } from './action-form.tsx'
import { graveTypes } from './grave-types.ts'
import css from './order-actions.module.css'
import type { Order } from './order-screen.tsx'

/** Something that may be done with the order now. */
export type Action = Order['actions'][number]

/** What one may do with the order now, as its manifest allows: the first is the natural next step. */
export function OrderActions({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const possible = order.actions.filter(({ blockedBy }) => blockedBy === undefined)
  const blocked = order.actions.filter(({ blockedBy }) => blockedBy !== undefined)
  const natural = possible.filter(({ type }) => !graveTypes.test(type))
  const grave = possible.filter(({ type }) => graveTypes.test(type))
  if (pageOf(order) !== undefined) return <PaymentPage page={pageOf(order) ?? ''} />
  if (order.actions.length === 0) {
    return order.ending === null ? <Waiting order={order} manifest={manifest} /> : null
  }
  return (
    <Section title={t('order.next')} about={shortNumber(order.id)}>
      {natural.map((action, index) => (
        <OneAction key={action.type} order={order} manifest={manifest} action={action} isMain={index === 0} />
      ))}
      {grave.map((action) => (
        <OneAction key={action.type} order={order} manifest={manifest} action={action} isMain={false} />
      ))}
      {blocked.map((action) => (
        <Blocked key={action.type} action={action} />
      ))}
    </Section>
  )
}

/** Whose turn it is when it is not one's own. */
function Waiting({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const format = useFormat()
  const { on = {} } = manifest.flow.states[order.state] ?? {}
  const roles = new Set(Object.values(on).flatMap((one) => [one].flat().flatMap(({ by = [] }) => by)))
  const others = [...roles]
    .filter((role) => !order.mine.includes(role))
    .map((role) => roleTitle(manifest, role, format))
  const who = new Intl.ListFormat(format.language, { type: 'disjunction' }).format(others)
  return <p className={css.wait}>{others.length === 0 ? t('order.nothingToDo') : t('order.waitingFor', { who })}</p>
}

/** Where a payment provider waits for the payer, while it does. */
function pageOf({ ending, data, state, mine }: Order): string | undefined {
  const page: unknown = data?.['page']
  const isWaiting = ending === null && mine.length > 0 && /pending|paying/i.test(state)
  return isWaiting && typeof page === 'string' && /^(https?:\/)?\//.test(page) ? page : undefined
}

function PaymentPage({ page }: { page: string }): ReactNode {
  const { t } = useTranslation('orders')
  return (
    <Section title={t('order.next')}>
      <p>{t('order.payHint')}</p>
      <Button component="a" href={page} size="md">
        {t('order.pay')}
      </Button>
    </Section>
  )
}

type Props = { order: Order; manifest: Manifest; action: Action; isMain: boolean }

/** A button; a form opens below it when there is something to say or to be sure of. */
function OneAction({ order, manifest, action, isMain }: Props): ReactNode {
  const { said } = useFormat()
  const [isOpen, setOpen] = useState(isMain && !isEmptySchema(action.input as Schema))
  const title = said(action.title) || plainWords(action.type)
  const needsForm = !isEmptySchema(action.input) || graveTypes.test(action.type)
  if (!needsForm) return <ActionForm order={order} manifest={manifest} action={action} title={title} isMain={isMain} />
  return (
    <div className={css.action}>
      {isOpen ? (
        <>
          <h3 className={css.heading}>{title}</h3>
          <ActionForm
            order={order}
            manifest={manifest}
            action={action}
            title={title}
            isMain
            {...(isMain && !graveTypes.test(action.type) ? {} : { close: () => setOpen(false) })}
          />
        </>
      ) : (
        <Button fullWidth size="md" variant={isMain ? 'filled' : 'default'} onClick={() => setOpen(true)}>
          {title}
        </Button>
      )}
    </div>
  )
}

/** What cannot be done now, and why: said before anybody presses. */
function Blocked({ action }: { action: Action }): ReactNode {
  const { t, i18n } = useTranslation('orders')
  const { said } = useFormat()
  const slug = action.blockedBy?.slug ?? ''
  const reason = i18n.exists(`reason.${slug}`, { ns: 'orders' })
    ? t(`reason.${slug}` as 'reason.not-for-pickup')
    : said(action.blockedBy?.title) || plainWords(slug)
  return (
    <p className={css.blocked}>
      <IconInfoCircle size={18} aria-hidden />
      <span>{t('order.blocked', { title: said(action.title) || plainWords(action.type), reason })}</span>
    </p>
  )
}
