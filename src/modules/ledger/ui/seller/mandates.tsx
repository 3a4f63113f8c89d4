import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type Reply, useApi, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { refreshAll } from '#web/live'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './money.module.css'

type Mandate = Reply<'get', '/v1/wallet/mandates'>['items'][number]

/** Who may debit the wallet by itself, up to what, and an end to it. */
export function Mandates(): ReactNode {
  const { t } = useTranslation('seller')
  const { data, error } = useGet('/v1/wallet/mandates')
  const active = (data?.items ?? []).filter(({ isActive }) => isActive)
  return (
    <Section title={t('mandates.title')}>
      <ProblemNote problem={error} />
      {data !== undefined && active.length === 0 && <p className={css.hint}>{t('mandates.none')}</p>}
      <ul className={css.mandates}>
        {active.map((mandate) => (
          <One key={`${mandate.business} ${mandate.name} ${mandate.currency}`} mandate={mandate} />
        ))}
      </ul>
    </Section>
  )
}

function One({ mandate }: { mandate: Mandate }): ReactNode {
  const { t } = useTranslation('seller')
  const { money, day, said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const { business, name, currency, limitMinor, expiresAt, period } = mandate
  const { data } = useGet('/v1/businesses/{name}', { path: { name: business }, staleTime: 60_000 })
  const title = `${said(data?.title) || plainWords(business)} · ${plainWords(name)}`
  const set = async (isActive: boolean, key: string | undefined): Promise<void> => {
    const { days, limitMinor: periodMinor } = period ?? {}
    const body = {
      business,
      name,
      currency,
      limitMinor,
      isActive,
      ...(expiresAt === null ? {} : { expiresAt }),
      ...(days === undefined || periodMinor === undefined ? {} : { period: { days, limitMinor: periodMinor } }),
    }
    await api.post('/v1/wallet/mandates', { body, ...(key === undefined ? {} : { key }) })
    await refreshAll(client)
  }
  const withdraw = useIntention(async (key: string) => {
    await set(false, key)
    toast(t('mandates.withdrawn', { name: title }), { undo: () => void set(true, undefined) })
  })
  const rules = [
    t('mandates.limit', { amount: money(limitMinor, currency) }),
    ...(period === undefined
      ? []
      : [
          t('mandates.period', {
            spent: money(period.spentMinor, currency),
            limit: money(period.limitMinor, currency),
            days: period.days,
          }),
        ]),
    ...(expiresAt === null ? [] : [t('mandates.until', { day: day(expiresAt) })]),
  ]
  return (
    <li>
      <span>
        <strong>{title}</strong>
        <span className={css.hint}>{rules.join(' · ')}</span>
      </span>
      <Button variant="default" loading={withdraw.isPending} onClick={() => void withdraw.press()}>
        {t('mandates.withdraw')}
      </Button>
      <ProblemNote problem={withdraw.problem} />
    </li>
  )
}
