import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Column, Columns } from '#kit/columns'
import { OperatorsOnly } from '#kit/operators-only'
import { Picture } from '#kit/picture'
import { ProblemNote, ProblemState } from '#kit/problem'
import { useChoiceText } from '#kit/schema-field'
import { Quoted } from '#kit/quoted'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { StateBadge, toneOf } from '#kit/state-badge'
import { useApi, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { type Manifest, manifestOf, roleTitle } from '#web/manifest'
import { isOperator, useMe } from '#web/me'
import { useNames } from '#web/names'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { MoneyBox } from '../money-box.tsx'
import { Agreed } from '../order-agreed.tsx'
import { OrderActions } from '../order-actions.tsx'
import { OrderDecisions } from '../order-decisions.tsx'
import type { Order } from '../order-screen.tsx'
import { Story } from '../order-story.tsx'
import css from './exceptions.module.css'
import { Ruling, isRuling } from './ruling.tsx'

/** Whoever rules sees what the parties do meanwhile, ms. */
const againMs = 2_000

/** One order that needs a person: what was said, where the money is, and what may be ruled. */
export function ExceptionScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('operator')
  const order = useGet('/v1/orders/{id}', { path: { id }, retry: false, refetchInterval: againMs })
  const business = useGet('/v1/businesses/{name}', {
    path: { name: order.data?.business ?? '' },
    enabled: order.data !== undefined,
    staleTime: 60_000,
  })
  useHead({ title: t('exceptions.title'), isPrivate: true })
  const problem = order.error ?? business.error
  const isThere = order.data !== undefined && business.data !== undefined
  if (!isThere && problem !== null) return <ProblemState problem={problem} again={() => void order.refetch()} />
  return (
    <OperatorsOnly grants={['arbiter']}>
      {isThere ? <Whole order={order.data} manifest={manifestOf(business.data)} /> : <PageSkeleton />}
    </OperatorsOnly>
  )
}

type Props = { order: Order; manifest: Manifest }

function Whole({ order, manifest }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const format = useFormat()
  const rulings = order.actions.filter(isRuling)
  const others = order.actions.filter((action) => !isRuling(action))
  return (
    <Page>
      <BackLink to="/operator/exceptions" label={t('path')}>
        {t('exceptions.title')}
      </BackLink>
      <PageTitle
        hint={`${format.said(order.title)} · ${format.when(order.placedAt)}`}
        aside={<StateBadge text={format.said(order.stateTitle) || plainWords(order.state)} tone={toneOf(order)} />}
      >
        {order.lines[0]?.title ?? format.said(order.title)}
      </PageTitle>
      {order.stuck !== null && <Quoted>{t('exceptions.stuckBy', { slug: order.stuck })}</Quoted>}
      <Columns>
        <Column>
          {rulings.map((action) => (
            <Ruling key={`${action.type} ${order.rev}`} order={order} action={action} />
          ))}
          <OrderDecisions order={order} manifest={manifest} />
          <TakeRight order={order} manifest={manifest} />
          {others.length > 0 && (
            <OrderActions key={order.rev} order={{ ...order, actions: others }} manifest={manifest} />
          )}
          <MoneyBox order={order} manifest={manifest} />
        </Column>
        <Column>
          <Evidence order={order} />
          <Parties order={order} manifest={manifest} />
          <Agreed order={order} />
          <Story order={order} manifest={manifest} />
        </Column>
      </Columns>
    </Page>
  )
}

/** Only arbiters rule. Whoever runs the town may make themselves one, which is on record. */
function TakeRight({ order, manifest }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const me = useMe()
  const ways = Object.values(manifest.flow.states[order.state]?.on ?? {}).flatMap((way) => way)
  const waits = ways.some(({ by = [] }) => by.some((role) => manifest.roles[role]?.grant === 'arbiter'))
  const take = useIntention(async (key: string) => {
    const path = { id: me?.party.id ?? '', name: 'arbiter' }
    await api.put('/v1/parties/{id}/grants/{name}', { path, key })
    toast(t('exceptions.taken'))
    await client.invalidateQueries()
  })
  if (!waits || !isOperator(me) || me?.grants.includes('arbiter') === true) return null
  return (
    <Section title={t('exceptions.ruling')}>
      <p>{t('exceptions.arbitersOnly')}</p>
      <ProblemNote problem={take.problem} />
      <Button onClick={() => void take.press()} loading={take.isPending}>
        {t('exceptions.take')}
      </Button>
    </Section>
  )
}

/** A picture's id is the hash of its content. */
const pictureId = /^[0-9a-f]{64}$/

/** What people said and showed: reasons, texts and pictures, wherever the manifest has put them. */
function Evidence({ order }: { order: Order }): ReactNode {
  const { t } = useTranslation('operator')
  const choice = useChoiceText()
  const data = (order.data ?? {}) as Record<string, unknown>
  const reason = typeof data['reason'] === 'string' ? data['reason'] : undefined
  const note = typeof data['note'] === 'string' && data['note'] !== '' ? data['note'] : undefined
  const pictures = Object.values(data)
    .flat()
    .filter((value): value is string => typeof value === 'string' && pictureId.test(value))
  return (
    <Section title={t('exceptions.evidence')}>
      {reason === undefined && note === undefined && pictures.length === 0 && <p>{t('exceptions.noEvidence')}</p>}
      {reason !== undefined && <strong>{choice(reason)}</strong>}
      {note !== undefined && <Quoted>{note}</Quoted>}
      {pictures.length > 0 && (
        <div className={css.pictures}>
          {pictures.map((id) => (
            <Picture key={id} id={id} />
          ))}
        </div>
      )}
    </Section>
  )
}

function Parties({ order, manifest }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const format = useFormat()
  const nameOf = useNames(Object.values(order.roles))
  return (
    <Section title={t('exceptions.who')}>
      <ul className={css.who}>
        {Object.entries(order.roles).map(([role, party]) => (
          <li key={role}>
            <span>{roleTitle(manifest, role, format)}</span>
            <Link to={`/operator/parties/${party}`}>{nameOf(party)}</Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
