import { Button, Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Columns } from '#kit/columns'
import { LoadedRows } from '#kit/loaded-rows'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { Section } from '#kit/section'
import { type Reply, useApi, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { Business } from './business-screen.tsx'
import css from './businesses.module.css'

type Tariff = Reply<'get', '/v1/businesses/{name}/tariffs'>['items'][number]

/** Rates in force, those that were set, and a form that sets some from an instant on. */
export function Rates({ business }: { business: Business }): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  const { business: name } = business
  const { data, error, refetch } = useGet('/v1/businesses/{name}/tariffs', { path: { name } })
  const rates = Object.entries(business.rates as Record<string, unknown>)
  return (
    <Columns>
      <Section title={t('rates.inForce')}>
        {rates.length === 0 ? <p>{t('rates.none')}</p> : <RatesForm key={business.version} business={business} />}
      </Section>
      <Section title={t('rates.set')}>
        <LoadedRows<Tariff>
          label={t('rates.set')}
          rows={data?.items}
          problem={error}
          again={refetch}
          none={t('rates.neverSet')}
          keyOf={({ effectiveAt }) => effectiveAt}
          columns={columns}
        />
      </Section>
    </Columns>
  )
}

/** What is typed is JSON where it can be read so, else a text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function RatesForm({ business: { business: name, rates } }: { business: Business }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const given = Object.entries(rates as Record<string, unknown>)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const changed = given.filter(([rate, value]) => typed[rate] !== undefined && typed[rate] !== textOf(value))
  const set = useIntention(async (key: string) => {
    const wanted = Object.fromEntries(changed.map(([rate]) => [rate, valueOf(typed[rate] ?? '')]))
    await api.post('/v1/businesses/{name}/tariffs', { path: { name }, body: { rates: wanted }, key })
    setTyped({})
    toast(t('rates.done'))
    await client.invalidateQueries({ queryKey: ['/v1/businesses/{name}/tariffs'] })
    await client.invalidateQueries({ queryKey: ['/v1/businesses/{name}'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void set.press()
  }
  return (
    <form onSubmit={submit} className={css.states} aria-label={t('rates.inForce')}>
      <p className={css.step}>{t('rates.hint')}</p>
      {given.map(([rate, value]) => (
        <TextInput
          key={rate}
          label={plainWords(rate)}
          description={<code>{rate}</code>}
          value={typed[rate] ?? textOf(value)}
          error={errorAt(set.problem?.errors ?? [], rate)}
          onChange={(event) => {
            setTyped({ ...typed, [rate]: event.currentTarget.value })
            set.clear()
          }}
        />
      ))}
      <ProblemNote problem={set.problem} />
      <Group justify="flex-end">
        <Button type="submit" disabled={changed.length === 0} loading={set.isPending}>
          {t('rates.apply')}
        </Button>
      </Group>
    </form>
  )
}

function useColumns(): Column<Tariff>[] {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  return [
    { key: 'at', title: t('rates.from'), kind: 'head', cell: ({ effectiveAt }) => when(effectiveAt) },
    {
      key: 'rates',
      title: t('rates.values'),
      cell: (row) => <span className={css.value}>{JSON.stringify(row.rates)}</span>,
    },
  ]
}
