import { Radio, Stack } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { SumRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type ApiProblem, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { postingTitle } from '#web/manifest'
import { useMe } from '#web/me'
import css from './checkout-sum.module.css'
import type { Group } from './checkout-groups.ts'
import type { Means, PreviewBody } from './placing.ts'

type Props = {
  groups: readonly Group[]
  previews: readonly { data: PreviewBody | undefined }[]
  means: Means
  setMeans: (means: Means) => void
  problem: ApiProblem | undefined
  button: ReactNode
}

/** Every amount before anybody commits to it, and how it is paid. */
export function CheckoutSum({ groups, previews, means, setMeans, problem, button }: Props): ReactNode {
  const { t } = useTranslation('checkout')
  const { money } = useFormat()
  const currency = groups[0]?.currency ?? ''
  const rows = useRows(groups, previews)
  const isWhole = previews.every(({ data }) => data !== undefined)
  const total = previews.reduce((sum, { data }) => sum + (data?.amountMinor ?? 0), 0)
  return (
    <Section title={t('basket.sum')}>
      {isWhole && previews.length > 0 ? (
        <SumRows rows={rows} total={[t('basket.total'), money(total, currency)]} />
      ) : (
        <p className={css.hint}>{t('basket.sumHint')}</p>
      )}
      <PayBy groups={groups} means={means} setMeans={setMeans} total={isWhole ? total : undefined} />
      <ProblemNote problem={problem} />
      {button}
      <p className={css.safe}>
        <IconShieldCheck size={20} aria-hidden />
        <span>{t('basket.safe')}</span>
      </p>
    </Section>
  )
}

/** Goods, shipping, deposits: the lines of the manifests' own templates, summed over all sellers. */
function useRows(groups: readonly Group[], previews: Props['previews']): (readonly [string, string])[] {
  const { t } = useTranslation('checkout')
  const { money, said } = useFormat()
  const sums = new Map<string, number>()
  for (const [index, { data }] of previews.entries()) {
    const group = groups[index]
    if (group === undefined) continue
    for (const posting of data?.postings ?? []) {
      const title = said(postingTitle(group.manifest, posting)) || t('basket.held')
      sums.set(title, (sums.get(title) ?? 0) + posting.amountMinor)
    }
  }
  return [...sums].map(([title, minor]) => [title, money(minor, groups[0]?.currency ?? '')] as const)
}

type PayByProps = {
  groups: readonly Group[]
  means: Means
  setMeans: (means: Means) => void
  total: number | undefined
}

/** The wallet, or a provider where every order can wait for one. */
function PayBy({ groups, means, setMeans, total }: PayByProps): ReactNode {
  const { t } = useTranslation('checkout')
  const { money } = useFormat()
  const me = useMe()
  const { data } = useGet('/v1/wallet', { enabled: me !== null && me !== undefined })
  const currency = groups[0]?.currency ?? ''
  const account = data?.accounts.find((one) => one.purpose === 'wallet' && one.currency === currency)
  const balance = account?.balanceMinor ?? 0
  const canWait = groups.every(({ beginnings }) => beginnings.some(({ type }) => type === 'reserve'))
  if (me === null || me === undefined) return null
  const isShort = total !== undefined && balance < total
  return (
    <Stack gap="xs">
      {canWait && (
        <Radio.Group label={t('basket.payBy')} value={means} onChange={(value) => setMeans(value)}>
          <Stack gap="xs" mt="xs">
            <Radio value="wallet" label={t('basket.byWallet', { amount: money(balance, currency) })} />
            <Radio value="provider" label={t('basket.byProvider')} />
          </Stack>
        </Radio.Group>
      )}
      {!canWait && <p>{t('basket.byWallet', { amount: money(balance, currency) })}</p>}
      {isShort && means === 'wallet' && (
        <p className={css.short}>
          {t('basket.short', { amount: money(total - balance, currency) })}{' '}
          <Link to="/wallet">{t('basket.topUp')}</Link>
        </p>
      )}
    </Stack>
  )
}
