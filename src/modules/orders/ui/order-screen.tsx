import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type ReactNode, lazy, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Column, Columns } from '#kit/columns'
import { EmptyState } from '#kit/empty-state'
import { Later } from '#kit/later'
import { Picture } from '#kit/picture'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { StateBadge, toneOf } from '#kit/state-badge'
import { useOpenAccount } from '#web/account'
import { type Reply, useGet } from '#web/api'
import { plainWords, shortNumber, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { type Manifest, manifestOf, roleTitle } from '#web/manifest'
import { MoneyBox } from './money-box.tsx'
import { Agreed } from './order-agreed.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderDecisions } from './order-decisions.tsx'
import css from './order-screen.module.css'
import { Story } from './order-story.tsx'

/** Shown when the order is finished: brought after the rest. */
const ReviewForms = lazy(async () => ({ default: (await import('#kit/review-forms')).ReviewForms }))

/** An order as its taker-part sees it. */
export type Order = Reply<'get', '/v1/orders/{id}'>

/** One order of any business, from the side of whoever looks: all of it is read from the order and its manifest. */
export function OrderScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('orders')
  const order = useGet('/v1/orders/{id}', { path: { id }, retry: false })
  const business = useGet('/v1/businesses/{name}', {
    path: { name: order.data?.business ?? '' },
    enabled: order.data !== undefined,
    staleTime: 60_000,
  })
  // An order is much to draw: it is drawn in slices, and what is pressed meanwhile need not wait for it.
  const found = useDeferredValue(order.data)
  const rules = useDeferredValue(business.data)
  useHead({ title: order.data?.lines[0]?.title ?? t('order.title'), isPrivate: true })
  if (order.error !== null && order.data === undefined) {
    return order.error.status === 404 ? (
      <Foreign />
    ) : (
      <ProblemState problem={order.error} again={() => void order.refetch()} />
    )
  }
  if (business.error !== null && business.data === undefined) {
    return <ProblemState problem={business.error} again={() => void business.refetch()} />
  }
  if (found === undefined || rules === undefined) return <PageSkeleton />
  return <Whole order={found} manifest={manifestOf(rules)} />
}

/** Nobody learns of an order that is none of their business; in a sandbox one may become somebody whose it is. */
function Foreign(): ReactNode {
  const { t } = useTranslation('orders')
  const open = useOpenAccount()
  return (
    <EmptyState icon={IconLock} title={t('order.foreign')} text={t('order.foreignHint')}>
      <Button onClick={open}>{t('order.switch')}</Button>
      <Button component={Link} to="/orders" variant="default">
        {t('orders.title')}
      </Button>
    </EmptyState>
  )
}

function Whole({ order, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const format = useFormat()
  const roles = order.mine.map((role) => roleTitle(manifest, role, format))
  const hints = [
    t('order.number', { number: shortNumber(order.id) }),
    format.when(order.placedAt),
    ...(roles.length > 0 ? [t('order.youAre', { role: roles.join(', ') })] : []),
  ]
  const title = order.lines[0]?.title ?? ''
  return (
    <Page>
      <PageTitle
        hint={hints.join(' · ')}
        aside={<StateBadge text={format.said(order.stateTitle) || plainWords(order.state)} tone={toneOf(order)} />}
      >
        {title === '' ? format.said(order.title) : title}
      </PageTitle>
      <Columns>
        <Column>
          <OrderDecisions order={order} manifest={manifest} />
          <OrderActions key={order.rev} order={order} manifest={manifest} />
          <Codes order={order} manifest={manifest} />
          {mayBeReviewed(order) && (
            <Later>
              <ReviewForms orderId={order.id} rev={order.rev} />
            </Later>
          )}
          <MoneyBox order={order} manifest={manifest} />
        </Column>
        <Column>
          <Lines order={order} />
          <Agreed order={order} />
          <Story order={order} manifest={manifest} />
        </Column>
      </Columns>
    </Page>
  )
}

/** Before its money has left the town's hands nobody says how they like it, so that the form need not come. */
function mayBeReviewed({ ending, money: { capturedMinor, heldMinor } }: Order): boolean {
  return ending !== null || (capturedMinor > 0 && heldMinor === 0)
}

function Lines({ order: { lines } }: { order: Order }): ReactNode {
  const { t } = useTranslation('orders')
  if (lines.length === 0) return null
  return (
    <Section title={t('order.lines')}>
      <ul className={css.lines}>
        {lines.map((line) => (
          <li key={line.offerId} className={css.line}>
            <span className={css.picture}>
              <Picture id={line.picture} title={line.title} />
            </span>
            <Link to={`/offers/${line.offerId}`}>{line.title}</Link>
            <span>× {line.qty}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Codes are shown while somebody may be asked for them. */
function Codes({ order: { codes, state }, manifest }: { order: Order; manifest: Manifest }): ReactNode {
  const { t } = useTranslation('orders')
  const { said } = useFormat()
  const asked = JSON.stringify(manifest.flow.states[state]?.on ?? {})
  const shown = Object.entries(codes).filter(([name]) => asked.includes(`codes.${name}`))
  return shown.map(([name, { title, code }]) => (
    <Section key={name} title={said(title)}>
      <p className={css.code} aria-label={code.split('').join(' ')}>
        {code}
      </p>
      <p className={css.hint}>{t('order.codeHint')}</p>
    </Section>
  ))
}
