import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Dialog } from '#kit/dialog'
import { Picture } from '#kit/picture'
import { useGet } from '#web/api'
import { plainWords, shortNumber, useFormat } from '#web/format'
import { useNames } from '#web/names'
import { isEmptySchema } from '#web/schema'
import { ActionForm } from '../action-form.tsx'
import { graveTypes } from '../grave-types.ts'
import type { Action } from '../order-actions.tsx'
import type { Order } from '../order-screen.tsx'
import css from './card.module.css'
import type { Sale } from './turns.ts'

/** An order on a board: what it is, for whom, by when, and the steps that are mine now. */
export function SaleCard({ sale }: { sale: Sale }): ReactNode {
  const { t } = useTranslation('seller')
  const { fromNow, money } = useFormat()
  const { order } = sale
  const { data } = useGet('/v1/orders/{id}', { path: { id: order.id } })
  const others = Object.entries(order.roles).flatMap(([role, party]) => (order.mine.includes(role) ? [] : [party]))
  const nameOf = useNames(others)
  const due = data?.timers.map(({ dueAt }) => dueAt).toSorted()[0]
  const count = data?.lines.reduce((sum, { qty }) => sum + qty, 0) ?? order.linesCount
  const picture = data?.lines[0]?.picture ?? null
  return (
    <li className={css.card}>
      <span className={css.picture}>
        <Picture id={picture} />
      </span>
      <div className={css.about}>
        <Link to={`/sell/orders/${order.id}`} className={css.title}>
          {count > 1 ? t('orders.times', { title: order.title, count }) : order.title || shortNumber(order.id)}
        </Link>
        <span className={css.hint}>{[...others.slice(0, 1).map(nameOf), shortNumber(order.id)].join(' · ')}</span>
        <span className={css.hint}>
          {due === undefined ? fromNow(order.placedAt) : t('orders.due', { when: fromNow(due) })}
          {order.heldMinor > 0 && ` · ${money(order.heldMinor, order.currency)}`}
        </span>
      </div>
      {sale.turn === 'todo' && data !== undefined && <Steps order={data} sale={sale} />}
      {sale.turn === 'back' && (
        <div className={css.steps}>
          <Button component={Link} to="/sell/returns" variant="light">
            {t('orders.answer')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** Steps that lead the order on; what needs more than a press opens its form. */
function Steps({ order, sale }: { order: Order; sale: Sale }): ReactNode {
  const steps = order.actions.filter(({ type, blockedBy }) => blockedBy === undefined && !graveTypes.test(type))
  if (steps.length === 0) return null
  return (
    <div className={css.steps}>
      {steps.map((action, index) => (
        <Step key={`${action.type} ${order.rev}`} order={order} sale={sale} action={action} isMain={index === 0} />
      ))}
    </div>
  )
}

type StepProps = { order: Order; sale: Sale; action: Action; isMain: boolean }

function Step({ order, sale: { manifest }, action, isMain }: StepProps): ReactNode {
  const { said } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const title = said(action.title) || plainWords(action.type)
  const form = { order, manifest, action, title, isMain }
  if (isEmptySchema(action.input)) return <ActionForm {...form} />
  return (
    <>
      <Button variant={isMain ? 'filled' : 'default'} size="md" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={title}>
        <ActionForm {...form} isMain close={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
