import { NativeSelect } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reply, getOptions, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { manifestOf } from '#web/manifest'
import { useMe } from '#web/me'
import type { ApiProblem } from '#web/problem'

type Business = Reply<'get', '/v1/businesses/{name}'>
type Sellable = { businesses: Business[] | undefined; problem: ApiProblem | null; again: () => void }

/** Lines of business in which this party may offer something: those that sell offers, and ask for no grant it lacks. */
export function useSellable(): Sellable {
  const api = useApi()
  const me = useMe()
  const list = useGet('/v1/businesses', { staleTime: 60_000 })
  const names = (list.data?.items ?? []).flatMap(({ business, isOn }) => (isOn ? [business] : []))
  const replies = useQueries({
    queries: names.map((name) => ({
      ...getOptions(api, '/v1/businesses/{name}', { path: { name } }),
      staleTime: 60_000,
    })),
  })
  const isWhole = list.data !== undefined && replies.every(({ isPending }) => !isPending)
  const found = replies.flatMap(({ data }) => data ?? [])
  return {
    businesses: isWhole ? found.filter((one) => maySell(one, me?.grants ?? [])) : undefined,
    problem: list.data === undefined ? list.error : null,
    again: () => void list.refetch(),
  }
}

function maySell(business: Business, grants: readonly string[]): boolean {
  const seller = Object.values(manifestOf(business).roles).find(({ bind }) => bind === 'offer.seller')
  return seller !== undefined && (seller.grant === undefined || grants.includes(seller.grant))
}

type Props = { businesses: readonly Business[]; value: string; onChange: (business: string) => void }

/** Where it is offered; nothing is asked when there is one way only. */
export function BusinessChoice({ businesses, value, onChange }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const { said } = useFormat()
  if (businesses.length < 2) return null
  return (
    <NativeSelect
      label={t('editor.business')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={businesses.map(({ business, title }) => ({ value: business, label: said(title) }))}
    />
  )
}
