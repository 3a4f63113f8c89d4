import { Button, NumberInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { SumRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type ApiProblem, type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { refreshAll } from '#web/live'
import { useAccountNames } from '#web/names'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { Order } from '../order-screen.tsx'
import css from './exceptions.module.css'

type Action = Order['actions'][number]
type Preview = Extract<Reply<'post', '/v1/orders/{id}/actions/{type}'>, { postings: unknown }>

/** A ruling divides what is held: the buyer's share stands in its input. */
export function isRuling({ input }: Action): boolean {
  return Object.hasOwn((input as { properties?: object }).properties ?? {}, 'buyerBps')
}

/** Shares that most rulings come to, in percent for the buyer. */
const usual = [100, 60, 50, 40, 0] as const

/** One press for the usual rulings, any other share by number; what would move is shown before it moves. */
export function Ruling({ order, action }: { order: Order; action: Action }): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [percent, setPercent] = useState<number | undefined>(undefined)
  const buyerBps = percent === undefined ? undefined : Math.round(percent * 100)
  const preview = useRulingPreview(order, action, buyerBps)
  const rule = useIntention(async (key: string) => {
    const body = { input: { buyerBps: buyerBps ?? 0 } as never }
    await api.post('/v1/orders/{id}/actions/{type}', { path: { id: order.id, type: action.type }, body, key })
    toast(t('ruling.done'))
    await refreshAll(client)
    await navigate('/operator/exceptions') // with the ruling it is no longer the arbiter's business
  })
  return (
    <Section title={said(action.title)}>
      <p>{t('ruling.hint')}</p>
      <div className={css.shares} role="group" aria-label={t('ruling.usual')}>
        {usual.map((share) => (
          <Button
            key={share}
            variant={share === percent ? 'filled' : 'default'}
            aria-pressed={share === percent}
            onClick={() => setPercent(share)}
          >
            {share === 100 ? t('ruling.allBuyer') : share === 0 ? t('ruling.allSeller') : `${share} / ${100 - share}`}
          </Button>
        ))}
      </div>
      <NumberInput
        label={t('ruling.share')}
        value={percent ?? ''}
        min={0}
        max={100}
        decimalScale={2}
        suffix=" %"
        onChange={(value) => {
          setPercent(value === '' ? undefined : Number(value))
          rule.clear()
        }}
      />
      {preview.data !== undefined && <Moves preview={preview.data} />}
      <ProblemNote problem={rule.problem ?? preview.error} />
      <Button
        size="md"
        disabled={preview.data === undefined}
        loading={rule.isPending}
        onClick={() => void rule.press()}
      >
        {percent === undefined ? t('ruling.choose') : t('ruling.rule', { buyer: percent, other: 100 - percent })}
      </Button>
    </Section>
  )
}

function useRulingPreview(order: Order, action: Action, buyerBps: number | undefined) {
  const api = useApi()
  return useQuery<Preview | undefined, ApiProblem>({
    queryKey: ['ruling preview', order.id, action.type, order.rev, buyerBps],
    enabled: buyerBps !== undefined,
    retry: false,
    queryFn: async () => {
      const reply = await api.post('/v1/orders/{id}/actions/{type}', {
        path: { id: order.id, type: action.type },
        query: { preview: 'true' },
        body: { input: { buyerBps: buyerBps ?? 0 } },
      })
      return 'postings' in reply ? reply : undefined
    },
  })
}

/** Who gets what: pots are emptied into accounts, and only where it ends matters here. */
function Moves({ preview: { postings, currency } }: { preview: Preview }): ReactNode {
  const { t } = useTranslation('operator')
  const { money } = useFormat()
  const sums = new Map<string, number>()
  for (const { credit, amountMinor } of postings) {
    if (!credit.startsWith('pot')) sums.set(credit, (sums.get(credit) ?? 0) + amountMinor)
  }
  const nameOf = useAccountNames([...sums.keys()].map((account) => account.split(':')[1] ?? ''))
  const rows = [...sums].map(([account, minor]) => [nameOf(account), money(minor, currency)] as const)
  const total = [...sums.values()].reduce((sum, minor) => sum + minor, 0)
  return <SumRows rows={rows} total={[t('ruling.total'), money(total, currency)]} />
}
