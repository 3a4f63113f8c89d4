import { Button, TextInput } from '@mantine/core'
import { IconFlask, IconPlus, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { Page, PageTitle, Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { ExperimentState, type Listed, useStopReason, whileShown } from './state.tsx'
import css from './experiments.module.css'

const views = {
  running: 'ramping,running,stopped',
  planned: 'draft',
  graveyard: 'shipped,binned',
} as const
type View = keyof typeof views
const names = Object.keys(views) as View[]

/** What is tried in the town, what will be, and what was learnt. */
export function ExperimentsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('experiments.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle
          hint={t('experiments.hint')}
          aside={
            <Button component={Link} to="/operator/experiments/new" leftSection={<IconPlus size={18} />}>
              {t('experiments.new')}
            </Button>
          }
        >
          {t('experiments.title')}
        </PageTitle>
        <Views />
      </Page>
    </OperatorsOnly>
  )
}

function Views(): ReactNode {
  const { t } = useTranslation('operator')
  const [query, setQuery] = useSearchParams()
  const view = names.find((name) => name === query.get('view')) ?? 'running'
  const text = query.get('q') ?? ''
  const [typed, setTyped] = useState(text) // the address follows in its own time, and would swallow what is typed fast
  return (
    <>
      <div className={css.buttons} role="group" aria-label={t('experiments.views')}>
        {names.map((name) => (
          <Button
            key={name}
            variant={name === view ? 'filled' : 'default'}
            aria-pressed={name === view}
            onClick={() => {
              setTyped('')
              setQuery(name === 'running' ? {} : { view: name }, { replace: true })
            }}
          >
            {t(`experiments.view.${name}`)}
          </Button>
        ))}
      </div>
      {view === 'graveyard' && (
        <TextInput
          type="search"
          label={t('experiments.search')}
          leftSection={<IconSearch size={18} />}
          value={typed}
          maxLength={200}
          onChange={(event) => {
            const q = event.currentTarget.value
            setTyped(q)
            setQuery({ view, ...(q === '' ? {} : { q }) }, { replace: true })
          }}
        />
      )}
      <List key={view} view={view} text={view === 'graveyard' ? text.trim() : ''} />
    </>
  )
}

function List({ view, text }: { view: View; text: string }): ReactNode {
  const { t } = useTranslation('operator')
  const query = { state: views[view], limit: 100, ...(text === '' ? {} : { text }) }
  const { data, error, refetch } = useGet('/v1/experiments', {
    query,
    refetchInterval: whileShown,
    placeholderData: (before) => before,
  })
  const columns = useColumns(view)
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={3} />
  }
  if (data.items.length === 0) return <Nothing view={view} isSought={text !== ''} />
  return (
    <Section>
      <RowsTable
        label={t(`experiments.view.${view}`)}
        columns={columns}
        rows={data.items}
        keyOf={({ experiment }) => experiment}
      />
      {data.nextCursor !== null && <p className={css.quiet}>{t('experiments.more')}</p>}
    </Section>
  )
}

function Nothing({ view, isSought }: { view: View; isSought: boolean }): ReactNode {
  const { t } = useTranslation('operator')
  if (isSought) return <p className={css.quiet}>{t('experiments.notFound')}</p>
  return (
    <EmptyState icon={IconFlask} title={t(`experiments.none.${view}`)} text={t(`experiments.noneHint.${view}`)}>
      {view !== 'graveyard' && (
        <Button component={Link} to="/operator/experiments/new">
          {t('experiments.new')}
        </Button>
      )}
    </EmptyState>
  )
}

function useColumns(view: View): Column<Listed>[] {
  const { t } = useTranslation('operator')
  const { when, share } = useFormat()
  const reasonOf = useStopReason()
  const head: Column<Listed> = {
    key: 'title',
    title: t('experiments.experiment'),
    kind: 'head',
    cell: ({ experiment, title, hypothesis }) => (
      <>
        <Link to={`/operator/experiments/${experiment}`} className={css.name}>
          {title}
        </Link>
        <p className={css.quiet}>{hypothesis}</p>
      </>
    ),
  }
  const state: Column<Listed> = {
    key: 'state',
    title: t('experiments.stands'),
    cell: (row) => <ExperimentState state={row.state} />,
  }
  if (view === 'graveyard') {
    return [
      head,
      state,
      { key: 'lesson', title: t('experiments.lesson'), cell: ({ lesson }) => lesson },
      { key: 'ended', title: t('experiments.ended'), cell: ({ endedAt }) => endedAt !== null && when(endedAt) },
    ]
  }
  if (view === 'planned') {
    return [
      head,
      { key: 'days', title: t('experiments.days'), kind: 'number', cell: ({ plannedDays }) => plannedDays },
      { key: 'layer', title: t('experiments.layer'), cell: ({ layer }) => layer },
    ]
  }
  return [
    head,
    {
      ...state,
      cell: (row) => (
        <>
          <ExperimentState state={row.state} />
          {row.state === 'stopped' && <p className={css.quiet}>{reasonOf(row)}</p>}
        </>
      ),
    },
    { key: 'traffic', title: t('experiments.traffic'), kind: 'number', cell: ({ rampBps }) => share(rampBps) },
    { key: 'since', title: t('experiments.since'), cell: ({ startedAt }) => startedAt !== null && when(startedAt) },
  ]
}
