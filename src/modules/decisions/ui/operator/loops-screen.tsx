import { NativeSelect } from '@mantine/core'
import { IconRepeat } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { Sparkline } from '#kit/sparkline'
import { TextLink } from '#kit/text-link'
import { Tiles } from '#kit/tiles'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { againMs, type Loop, LoopState, useLoopFormat, usePointTitle, worstDrift } from './loop-words.tsx'
import { KillSwitch } from './kill-switch.tsx'
import css from './loops.module.css'

type Loops = Reply<'get', '/v1/decisions/loops'>

/** Spans that are looked at, hours. */
export const spans = ['3', '24', '168', '720'] as const

/** All loops on one page: what needs a look stands first. */
export function LoopsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('loops.title'), isPrivate: true })
  const [query, setQuery] = useSearchParams()
  const hours = query.get('hours') ?? '24'
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={t('loops.hint')} aside={<TextLink to="/operator/decisions">{t('loops.decisions')}</TextLink>}>
          {t('loops.title')}
        </PageTitle>
        <Shown hours={Number(hours)} setHours={(next) => setQuery(next === '24' ? {} : { hours: next })} />
      </Page>
    </OperatorsOnly>
  )
}

type ShownProps = { hours: number; setHours: (hours: string) => void }

function Shown({ hours, setHours }: ShownProps): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/decisions/loops', {
    query: { hours },
    refetchInterval: againMs,
    placeholderData: (before) => before,
  })
  if (data === undefined) {
    return error === null ? <RowSkeletons count={5} /> : <ProblemState problem={error} again={() => void refetch()} />
  }
  if (data.items.length === 0) {
    return <EmptyState icon={IconRepeat} title={t('loops.none')} text={t('loops.noneHint')} />
  }
  return (
    <>
      <Operating operating={data.operating} />
      <Section>
        <div className={css.filters}>
          <Span hours={hours} setHours={setHours} />
          <SaveButton name="loops.csv" read={async () => csvOf(data.items.map(csvRow))}>
            {t('export')}
          </SaveButton>
          <KillSwitch point="all" isOff={data.items.every(({ isOff }) => isOff)} />
        </div>
        <List loops={data.items} />
      </Section>
    </>
  )
}

/** Which span of time is looked at. */
export function Span({ hours, setHours }: ShownProps): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <NativeSelect
      label={t('loops.span')}
      value={String(hours)}
      onChange={(event) => setHours(event.currentTarget.value)}
      data={spans.map((span) => ({ value: span, label: t(`loops.spans.${span}`) }))}
    />
  )
}

function Operating({ operating }: { operating: Loops['operating'] }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { share } = useLoopFormat()
  const { byMachine, byPerson, hours } = operating
  const words = { machine: number(byMachine), all: number(byMachine + byPerson), hours }
  const tile = { label: t('loops.operating'), value: share(operating.share), hint: t('loops.operatingHint', words) }
  return <Tiles label={t('loops.operatingMore', { hours })} tiles={[tile]} />
}

const urgency: readonly Loop['state'][] = ['bad', 'watch', 'off', 'well', 'quiet']

function List({ loops }: { loops: readonly Loop[] }): ReactNode {
  const { t } = useTranslation('operator')
  const rows = loops.toSorted((one, other) => urgency.indexOf(one.state) - urgency.indexOf(other.state))
  return <RowsTable label={t('loops.title')} columns={useColumns()} rows={rows} keyOf={({ point }) => point} />
}

function useColumns(): Column<Loop>[] {
  const { t } = useTranslation('operator')
  return [
    { key: 'point', title: t('loops.point'), kind: 'head', cell: (loop) => <Head loop={loop} /> },
    { key: 'state', title: t('loops.state'), cell: (loop) => <Standing loop={loop} /> },
    {
      key: 'line',
      title: t('loops.line'),
      cell: ({ line }) => <Sparkline points={line.map(({ at, value }) => ({ x: Date.parse(at), y: value }))} />,
    },
    ...useFigureColumns(),
  ]
}

function useFigureColumns(): Column<Loop>[] {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { value, share } = useLoopFormat()
  const column = (key: string, title: string, cell: Column<Loop>['cell']): Column<Loop> => ({
    key, title, cell, kind: 'number',
  }) // prettier-ignore
  return [
    column('volume', t('loops.volume'), ({ decisions }) => number(decisions)),
    column('automated', t('loops.automated'), ({ automated, decisions }) => (decisions === 0 ? '–' : share(automated))),
    column('value', t('loops.value'), (loop) => value(loop.value?.mean)),
    column('regret', t('loops.regret'), ({ regret }) => value(regret?.value)),
    column('drift', t('loops.drift'), ({ drift }) => value(worstDrift(drift)?.index)),
    column('overrides', t('loops.overrides'), ({ overrides }) => number(overrides)),
  ]
}

function Head({ loop }: { loop: Loop }): ReactNode {
  const { point } = loop
  const titleOf = usePointTitle()
  return (
    <>
      <Link to={`/operator/loops/${point}`} className={css.name}>
        {titleOf(loop)}
      </Link>
      <span className={css.quiet}>{point}</span>
    </>
  )
}

function Standing({ loop: { state, reasons } }: { loop: Loop }): ReactNode {
  const { t } = useTranslation('operator')
  const [first] = reasons
  return (
    <span className={css.standing}>
      <LoopState state={state} />
      {first !== undefined && <span className={css.quiet}>{t(`loops.reasons.${first}`)}</span>}
    </span>
  )
}

function csvRow(loop: Loop): Record<string, string | number | boolean | null> {
  const { point, title, state, reasons, decisions, automated, overrides, regret, drift, value } = loop
  return {
    point, title, state, reasons: reasons.join(' '), decisions, automated, overrides,
    value: value?.mean ?? null,
    regret: regret?.value ?? null,
    drift: worstDrift(drift)?.index ?? null,
  } // prettier-ignore
}
