import { Button, NativeSelect } from '@mantine/core'
import { keepPreviousData, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Why } from '#kit/why'
import { ProblemNote } from '#kit/problem'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { isOperator, useMe } from '#web/me'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './exceptions.module.css'

type Inbox = Reply<'get', '/v1/inbox'>
type Sort = Inbox['sort']

/** Where each thing stands, by its id; the first is 0. */
export type Places = ReadonlyMap<string, { rank: number; item: Inbox['items'][number] }>

const sorts: readonly Sort[] = ['suggested', 'deadline', 'newest', 'amount']

function useSort(): [Sort, (sort: string) => void] {
  const [query, setQuery] = useSearchParams()
  const choose = (value: string): void =>
    setQuery((before) => {
      const next = new URLSearchParams(before)
      if (value === 'suggested') next.delete('sort')
      else next.set('sort', value)
      return next
    })
  return [sorts.find((one) => one === query.get('sort')) ?? 'suggested', choose]
}

/** The order of what waits; where it cannot be known, things stand as they came. @param againMs how often to look */
export function usePlaces(againMs: number): { places: Places; isKnown: boolean } {
  const [sort] = useSort()
  const query = { sort }
  const { data, error } = useGet('/v1/inbox', { query, refetchInterval: againMs, placeholderData: keepPreviousData })
  const places = new Map((data?.items ?? []).map((item, rank) => [item.id, { rank, item }]))
  return { places, isKnown: data !== undefined || error !== null }
}

/** In their places; what has none yet comes first, for it has just arrived. */
export function placed<T extends { id: string }>(rows: readonly T[], places: Places): T[] {
  return rows.toSorted((one, other) => (places.get(one.id)?.rank ?? -1) - (places.get(other.id)?.rank ?? -1))
}

/** Chooses another order. */
export function SortChoice(): ReactNode {
  const { t } = useTranslation('operator')
  const [sort, choose] = useSort()
  return (
    <NativeSelect
      label={t('inbox.sort')}
      value={sort}
      onChange={(event) => choose(event.currentTarget.value)}
      data={sorts.map((value) => ({ value, label: t(`inbox.sorts.${value}`) }))}
    />
  )
}

/** When a thing is due or goes on by itself, and why it stands where it stands. */
export function Due({ id, places }: { id: string; places: Places }): ReactNode {
  const { t } = useTranslation('operator')
  const { fromNow, share } = useFormat()
  const [sort] = useSort()
  const found = places.get(id)
  if (found === undefined) return null
  const { dueAt, place, title } = found.item
  const due = dueAt === null ? t('inbox.noDue') : fromNow(dueAt)
  const reasons = [
    dueAt === null ? t('inbox.because.noDue') : t('inbox.because.due', { due }),
    ...(place.isUrgent ? [t('inbox.because.urgent')] : []),
    ...(place.others > 0 ? [t('inbox.because.others', { count: place.others })] : []),
    ...(place.p === null ? [] : [t('inbox.because.p', { share: share(Math.round(place.p * 10_000)) })]),
  ]
  return (
    <span className={css.due}>
      {due}
      {sort === 'suggested' && place.decision !== null && (
        <Why decision={place.decision} about={title} reasons={reasons} />
      )}
    </span>
  )
}

/** What may be done with one press, without opening the order. */
export function Presses({ id, places }: { id: string; places: Places }): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const me = useMe()
  const api = useApi()
  const client = useQueryClient()
  const item = places.get(id)?.item
  const act = useIntention(async (key: string, type: string) => {
    await api.post('/v1/orders/{id}/actions/{type}', { path: { id, type }, body: {}, key })
    toast(t('inbox.done', { title: item?.title ?? '' }))
    await client.invalidateQueries()
  })
  if (item === undefined || item.actions.length === 0 || !isOperator(me)) return null
  return (
    <span className={css.presses}>
      {item.actions.map(({ type, title }) => (
        <Button
          key={type}
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          aria-label={`${said(title)}: ${item.title}`}
          onClick={() => void act.press(type)}
        >
          {said(title)}
        </Button>
      ))}
      <ProblemNote problem={act.problem} />
    </span>
  )
}
