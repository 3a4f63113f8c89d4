import { Button } from '@mantine/core'
import { IconBuildingStore } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { Tiles } from '#kit/tiles'
import { TextLink } from '#kit/text-link'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useMe } from '#web/me'
import { actFor, useSession } from '#web/session'
import { useTown } from '#web/town'
import { SaleCard } from './card.tsx'
import cards from './card.module.css'
import { Coming } from './coming.tsx'
import { useOpenSales } from './sales.ts'
import type { Sale } from './turns.ts'
import { RunningOut, runningOutQuery } from './stock.tsx'

/** Cards of one kind at once; the rest is on the board. */
const shownMax = 12

/** What a seller should look at today, the most pressing first. */
export function TodayScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('today.title'), isPrivate: true })
  const me = useMe()
  const { sales, problem, again } = useOpenSales()
  if (problem !== null) return <ProblemState problem={problem} again={again} />
  if (sales === undefined) return <PageSkeleton />
  return (
    <Page>
      <PageTitle hint={me === null || me === undefined ? undefined : t('today.for', { name: me.party.name })}>
        {t('today.title')}
      </PageTitle>
      <ActForShop />
      <Figures sales={sales} />
      <Cards title={t('today.todo')} sales={sales.filter(({ turn }) => turn === 'todo')} />
      <Cards title={t('today.back')} sales={sales.filter(({ turn }) => turn === 'back')} />
      {sales.every(({ turn }) => turn === 'waiting') && <Calm />}
      <Coming sales={sales} />
      <RunningOut />
    </Page>
  )
}

/** Whoever has a shop and looks as themselves would wonder where its orders are. */
function ActForShop(): ReactNode {
  const { t } = useTranslation('seller')
  const me = useMe()
  const { party } = useSession()
  if (me === null || me === undefined || party !== null || me.actsFor.length === 0) return null
  return (
    <Section title={t('today.shops')}>
      <p>{t('today.shopsHint')}</p>
      <div className={cards.steps}>
        {me.actsFor.map(({ id, name }) => (
          <Button key={id} leftSection={<IconBuildingStore size={18} />} onClick={() => actFor(id)}>
            {name}
          </Button>
        ))}
      </div>
    </Section>
  )
}

function Figures({ sales }: { sales: readonly Sale[] }): ReactNode {
  const { t } = useTranslation('seller')
  const { money, number } = useFormat()
  const town = useTown()
  const wallet = useGet('/v1/wallet')
  const low = useGet('/v1/offers/mine', { query: runningOutQuery })
  const count = (turn: Sale['turn']): number => sales.filter((sale) => sale.turn === turn).length
  const heldMinor = sales
    .filter(({ order }) => order.currency === town.currency)
    .reduce((sum, { order }) => sum + order.heldMinor, 0)
  const availableMinor = wallet.data?.accounts.find(
    ({ purpose, currency }) => purpose === 'available' && currency === town.currency,
  )?.balanceMinor
  return (
    <Tiles
      label={t('today.figures')}
      tiles={[
        { label: t('today.todo'), value: number(count('todo')), to: '/sell/orders' },
        {
          label: t('today.back'),
          value: number(count('back')),
          to: '/sell/returns',
          ...(count('back') > 0 ? { tone: 'warn' } : {}),
        },
        { label: t('today.held'), value: money(heldMinor, town.currency), to: '/sell/money' },
        { label: t('today.available'), value: money(availableMinor ?? 0, town.currency), to: '/sell/money' },
        { label: t('today.low'), value: number(low.data?.items.length ?? 0), to: '/sell/listings?low=1&sort=stock' },
      ]}
    />
  )
}

function Cards({ title, sales }: { title: string; sales: readonly Sale[] }): ReactNode {
  const { t } = useTranslation('seller')
  if (sales.length === 0) return null
  const rest = sales.length - shownMax
  return (
    <Section look="plain" title={title}>
      <ul className={cards.cards}>
        {sales.slice(0, shownMax).map((sale) => (
          <SaleCard key={sale.order.id} sale={sale} />
        ))}
      </ul>
      {rest > 0 && <TextLink to="/sell/orders">{t('today.rest', { count: rest })}</TextLink>}
    </Section>
  )
}

function Calm(): ReactNode {
  const { t } = useTranslation('seller')
  return (
    <Section title={t('today.nothing')}>
      <p>{t('today.nothingHint')}</p>
      <div className={cards.steps}>
        <Button component={Link} to="/sell/listings/new">
          {t('listings.new')}
        </Button>
      </div>
    </Section>
  )
}
