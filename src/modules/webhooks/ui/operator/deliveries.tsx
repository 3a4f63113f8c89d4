import { Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './webhooks.module.css'

type Listed = Reply<'get', '/v1/webhooks/{id}/deliveries'>['items'][number]
const states = ['pending', 'delivered', 'failed'] as const
const tones = { pending: 'open', delivered: 'good', failed: 'warn' } as const

/** What was sent, what came back, and sending it again. */
export function Deliveries({ endpoint }: { endpoint: string }): ReactNode {
  const { t } = useTranslation('operator')
  const [show, setShow] = useState('')
  const state = states.find((one) => one === show)
  const { data, error } = useGet('/v1/webhooks/{id}/deliveries', {
    path: { id: endpoint },
    query: { limit: 100, ...(state === undefined ? {} : { state }) },
    refetchInterval: 2_000,
    placeholderData: (before) => before,
  })
  const choices = [
    { value: '', label: t('webhooks.every') },
    ...states.map((value) => ({ value, label: t(`webhooks.${value}`) })),
  ]
  return (
    <Section
      title={t('webhooks.log')}
      aside={
        <NativeSelect
          size="sm"
          aria-label={t('webhooks.show')}
          value={show}
          onChange={(event) => setShow(event.currentTarget.value)}
          data={choices}
        />
      }
    >
      <ProblemNote problem={error} />
      {data === undefined && error === null && <RowSkeletons count={3} />}
      {data?.items.length === 0 && <p className={css.quiet}>{t('webhooks.nothing')}</p>}
      <ul className={css.log}>
        {(data?.items ?? []).map((delivery) => (
          <One key={delivery.id} endpoint={endpoint} delivery={delivery} />
        ))}
      </ul>
    </Section>
  )
}

function One({ endpoint, delivery }: { endpoint: string; delivery: Listed }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { type, state, attempts, createdAt } = delivery
  return (
    <li>
      <details className={css.delivery} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <code>{type}</code>
          <StateBadge text={t(`webhooks.${state}`)} tone={tones[state]} />
          <span className={css.quiet}>
            {when(createdAt)} · {t('webhooks.attempts', { count: attempts })}
          </span>
        </summary>
        {isOpen && <Inside endpoint={endpoint} delivery={delivery} />}
      </details>
    </li>
  )
}

function Inside({ endpoint, delivery: { id, attempts, state } }: { endpoint: string; delivery: Listed }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const path = { id: endpoint, delivery: id }
  const { data, error } = useGet('/v1/webhooks/{id}/deliveries/{delivery}', {
    path,
    // What came back belongs to an attempt: with the next one it is read anew.
    staleTime: 0,
    refetchInterval: state === 'pending' || attempts === 0 ? 1_000 : 5_000,
  })
  const resend = useIntention(async (key: string) => {
    await api.post('/v1/webhooks/{id}/deliveries/{delivery}/resend', { path, key })
    toast(t('webhooks.resent'))
    await client.invalidateQueries({ queryKey: ['/v1/webhooks/{id}/deliveries'] })
  })
  return (
    <div className={css.inside}>
      <ProblemNote problem={error} />
      {(data?.log ?? []).map(({ number, at, status, durationMs, error: why, response }) => (
        <div key={number}>
          <strong>
            {t('webhooks.attempt', { number })}: {status ?? t('webhooks.noAnswer')}
          </strong>
          <p className={css.quiet}>
            {[
              when(at),
              `${durationMs} ms`,
              ...(why === null ? [] : [why]),
              ...(response === '' ? [] : [response]),
            ].join(' · ')}
          </p>
        </div>
      ))}
      {data !== undefined && <pre className={css.body}>{data.body}</pre>}
      <ProblemNote problem={resend.problem} />
      <div className={css.buttons}>
        <Button variant="default" loading={resend.isPending} onClick={() => void resend.press()}>
          {t('webhooks.resend')}
        </Button>
      </div>
    </div>
  )
}
