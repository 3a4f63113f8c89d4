import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { SubNav } from '#kit/sub-nav'
import { type Tile, Tiles } from '#kit/tiles'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useTown } from '#web/town'
import { zonedHour } from './zoned-hour.ts'
import css from './town.module.css'

type Figures = Reply<'get', '/v1/town/figures'>
type Loops = Reply<'get', '/v1/decisions/loops'>

/** What happens in town must be seen within two seconds, ms. */
const againMs = 2_000

/** How loops do is reckoned over a day, and is dearer to read, ms. */
const hours = 24
const loopsAgainMs = 5_000

/** Readers further behind than this are somebody's to look at, positions. */
const behindMax = 5_000

/** How the town is doing, and what needs a person now. */
export function TownScreen(): ReactNode {
  const { t } = useTranslation('operator')
  const { name } = useTown()
  useHead({ title: name, isPrivate: true })
  // The bar of a telephone has room for five places.
  const places = [
    { to: '/operator/settings', text: t('settings.title') },
    { to: '/operator/trust', text: t('town.trust') },
    { to: '/operator/loops', text: t('town.loops') },
  ]
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('town.hint')} aside={<SubNav label={t('town.more')} places={places} />}>
          {name}
        </PageTitle>
        <Shown />
      </Page>
    </OperatorsOnly>
  )
}

function Shown(): ReactNode {
  const { data, error, refetch } = useGet('/v1/town/figures', { refetchInterval: againMs })
  const { data: loops } = useGet('/v1/decisions/loops', { query: { hours }, refetchInterval: loopsAgainMs })
  if (data === undefined) {
    return error === null ? <PageSkeleton /> : <ProblemState problem={error} again={() => void refetch()} />
  }
  return (
    <>
      <Figures figures={data} operating={loops?.operating} />
      <Needs figures={data} loops={loops?.items ?? []} />
      <Hours figures={data} />
      <Health figures={data} />
    </>
  )
}

type FiguresProps = { figures: Figures; operating: Loops['operating'] | undefined }

function Figures({ figures: { orders, people, captured }, operating }: FiguresProps): ReactNode {
  const { t } = useTranslation('operator')
  const { number, money } = useFormat()
  const decided = useDecided(operating)
  const { currency } = useTown()
  const paid = captured.length === 0 ? [{ currency, amountMinor: 0 }] : captured
  const tiles = [
    { label: t('town.orders'), value: number(orders) },
    { label: t('town.people'), value: number(people) },
    ...paid.map((one) => ({ label: t('town.paid'), value: money(one.amountMinor, one.currency) })),
    ...decided,
  ]
  return <Tiles label={t('town.figures')} tiles={tiles} />
}

/** The share of operating decisions that a machine made. */
function useDecided(operating: Loops['operating'] | undefined): Tile[] {
  const { t } = useTranslation('operator')
  const { number, share } = useFormat()
  if (operating === undefined || operating.share === null) return []
  const { byMachine, byPerson } = operating
  const hint = t('town.decidedHint', { machine: number(byMachine), all: number(byMachine + byPerson) })
  const value = share(Math.round(operating.share * 10_000))
  return [{ label: t('town.decided'), value, hint, to: '/operator/loops' }]
}

/** Things that do not go on by themselves, each with the way to it. */
function Needs({ figures, loops }: { figures: Figures; loops: Loops['items'] }): ReactNode {
  const { t } = useTranslation('operator')
  const needs = needsOf(figures, loops)
  return (
    <Section title={t('town.needs')}>
      {needs.length === 0 ? (
        <p className={css.calm}>{t('town.nothing')}</p>
      ) : (
        <ul className={css.needs}>
          {needs.map(({ word, count, to }) => (
            <li key={word}>
              <StateBadge text={String(count)} tone="warn" />
              {to === undefined ? t(`town.${word}`, { count }) : <Link to={to}>{t(`town.${word}`, { count })}</Link>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

type Need = { word: 'toDecide' | 'stuck' | 'loopsBad' | 'failedJobs' | 'behind'; count: number; to?: string }

function needsOf({ toDecide, stuck, failedJobs, readers }: Figures, loops: Loops['items']): Need[] {
  const needs: Need[] = [
    { word: 'toDecide', count: toDecide, to: '/operator/exceptions' },
    { word: 'stuck', count: stuck, to: '/operator/exceptions' },
    { word: 'loopsBad', count: loops.filter(({ state }) => state === 'bad').length, to: '/operator/loops' },
    { word: 'failedJobs', count: failedJobs },
    { word: 'behind', count: readers.filter(({ behind }) => behind > behindMax).length },
  ]
  return needs.filter(({ count }) => count > 0)
}

/** Orders by hour: bars to look at, the same as a table for those who listen. */
function Hours({ figures: { hours: line } }: { figures: Figures }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const { number } = useFormat()
  const { timeZone } = useTown()
  const most = Math.max(1, ...line.map(({ orders }) => orders))
  const labelOf = zonedHour(i18n.language, timeZone)
  return (
    <Section title={t('town.byHour')} aside={<span className={css.calm}>{t('town.most', { count: most })}</span>}>
      <ol className={css.hours}>
        {line.map(({ at, orders }, index) => (
          <li key={at} title={t('town.inHour', { hour: labelOf(at), count: number(orders) })}>
            <span className={css.bar} style={{ height: `${(orders / most) * 100}%` }} aria-hidden />
            <span className={css.hour} data-shown={index % 6 === 5} aria-hidden>
              {labelOf(at)}
            </span>
            <span className={css.spoken}>{t('town.inHour', { hour: labelOf(at), count: number(orders) })}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Health({ figures: { hasWriter, waiting, readers, version, newest } }: { figures: Figures }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const behind = Math.max(0, ...readers.map((reader) => reader.behind))
  const isWell = hasWriter && behind <= behindMax
  return (
    <Section
      title={t('town.health')}
      aside={<StateBadge text={t(isWell ? 'town.well' : 'town.unwell')} tone={isWell ? 'good' : 'warn'} />}
    >
      <Tiles
        label={t('town.health')}
        tiles={[
          { label: t('town.writer'), value: t(hasWriter ? 'town.yes' : 'town.no') },
          { label: t('town.waiting'), value: number(waiting) },
          { label: t('town.readersBehind'), value: number(behind) },
          { label: t('town.events'), value: number(newest) },
          { label: t('town.version'), value: version },
        ]}
      />
    </Section>
  )
}
