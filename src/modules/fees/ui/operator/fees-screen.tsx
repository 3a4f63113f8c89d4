import { Button, Group, NativeSelect, NumberInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Column, Columns } from '#kit/columns'
import { SumRows } from '#kit/data-rows'
import { MoneyNav } from '#kit/operator-navs'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { type ApiProblem, type Reply, useApi, useGet } from '#web/api'
import { digitsOf, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useTown } from '#web/town'
import css from './fees.module.css'
import { MenuLines } from './menu-lines.tsx'
import { WhatIf } from './what-if.tsx'

/** A menu as the API tells it. */
export type Menu = Reply<'get', '/v1/fees/menus'>['items'][number]
/** One fee of it. */
export type Line = Menu['lines'][number]

/** What the town takes of a sale: the menu in force, a change, and what the change would have meant. */
export function FeesScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('money.fees'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('fees.hint')}>{t('money.fees')}</PageTitle>
        <MoneyNav />
        <Menus />
      </Page>
    </OperatorsOnly>
  )
}

function Menus(): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const [query, setQuery] = useSearchParams()
  const { data, error, refetch } = useGet('/v1/fees/menus')
  const businesses = useGet('/v1/businesses', { staleTime: 60_000 })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={4} />
  }
  const names = [...new Set(data.items.map(({ business }) => business))]
  const chosen = names.find((name) => name === query.get('business')) ?? names[0]
  const menus = data.items.filter(({ business }) => business === chosen)
  const inForce = menus.find(({ isInForce }) => isInForce)
  if (chosen === undefined || inForce === undefined) return <p className={css.quiet}>{t('fees.none')}</p>
  const titleOf = (name: string): string =>
    said(businesses.data?.items.find(({ business }) => business === name)?.title) || name
  return (
    <>
      <NativeSelect
        label={t('fees.business')}
        value={chosen}
        onChange={(event) => setQuery({ business: event.currentTarget.value }, { replace: true })}
        data={names.map((value) => ({ value, label: titleOf(value) }))}
      />
      <Coming menus={menus} inForce={inForce} />
      <Edit key={`${chosen} ${inForce.effectiveAt ?? ''}`} menu={inForce} />
    </>
  )
}

function Coming({ menus, inForce }: { menus: readonly Menu[]; inForce: Menu }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const later = menus.filter(
    ({ effectiveAt, isInForce }) =>
      !isInForce && effectiveAt !== null && (inForce.effectiveAt === null || effectiveAt > inForce.effectiveAt),
  )
  if (later.length === 0) return null
  return (
    <p className={css.coming}>
      {t('fees.coming', { when: later.map(({ effectiveAt }) => when(effectiveAt ?? '')).join(', ') })}
    </p>
  )
}

function Edit({ menu }: { menu: Menu }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const [lines, setLines] = useState<readonly Line[]>(menu.lines)
  const isChanged = JSON.stringify(lines) !== JSON.stringify(menu.lines)
  const set = useIntention(async (key: string) => {
    const body = { business: menu.business, lines: [...lines] }
    const { effectiveAt } = await api.post('/v1/fees/menus', { body, key })
    toast(t('fees.isSet', { when: when(effectiveAt) }))
    await client.invalidateQueries({ queryKey: ['/v1/fees/menus'] })
  })
  return (
    <Columns shares="work">
      <Section title={t('fees.menu')}>
        <p>{t('fees.menuHint')}</p>
        <MenuLines
          lines={lines}
          errors={set.problem?.errors ?? []}
          onChange={(next) => {
            setLines(next)
            set.clear()
          }}
        />
        <ProblemNote problem={set.problem} />
        <Group justify="flex-end">
          <Button variant="default" disabled={!isChanged} onClick={() => setLines(menu.lines)}>
            {t('fees.reset')}
          </Button>
          <Button disabled={!isChanged} loading={set.isPending} onClick={() => void set.press()}>
            {t('fees.set')}
          </Button>
        </Group>
      </Section>
      <Column>
        <Preview menu={menu} />
        <WhatIf business={menu.business} lines={lines} />
      </Column>
    </Columns>
  )
}

type Reckoned = Reply<'get', '/v1/fees/preview'>

/** What is taken of one sale under the menu in force: the reckoning that settles. */
function Preview({ menu: { business, lines } }: { menu: Menu }): ReactNode {
  const { t } = useTranslation('operator')
  const { money, said } = useFormat()
  const { currency } = useTown()
  const api = useApi()
  const digits = digitsOf(currency)
  const [amount, setAmount] = useState(100)
  const amountMinor = Math.round(amount * 10 ** digits)
  const { data, error } = useQuery<Reckoned, ApiProblem>({
    queryKey: ['/v1/fees/preview', business, amountMinor],
    retry: false,
    queryFn: async ({ signal }) => api.get('/v1/fees/preview', { query: { business, amountMinor }, signal }),
  })
  const titleOf = (name: string): string => said(lines.find((line) => line.name === name)?.title) || name
  return (
    <Section title={t('fees.preview')}>
      <NumberInput
        label={t('fees.sale', { currency })}
        value={amount}
        min={0}
        decimalScale={digits}
        onChange={(value) => setAmount(Number(value) || 0)}
      />
      <ProblemNote problem={error} />
      {data !== undefined && (
        <SumRows
          rows={[
            ...data.fees.map(({ name, amountMinor: minor }) => [titleOf(name), money(minor, currency)] as const),
            [t('fees.all'), money(data.feesMinor, currency)],
          ]}
          total={[t('fees.net'), money(data.netMinor, currency)]}
        />
      )}
    </Section>
  )
}
