import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { type Column, RowsTable } from '#kit/rows-table'
import { SaveButton } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { StateBadge } from '#kit/state-badge'
import { RowSkeletons } from '#kit/skeletons'
import { useDecisionWords } from '#kit/decision-words'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useNames } from '#web/names'
import { usePages } from '#web/pages'
import { againMs, useLoopFormat, usePointTitle } from './loop-words.tsx'
import css from './loops.module.css'

type Decision = Reply<'get', '/v1/decisions'>['items'][number]
const onlys = ['onlyAll', 'onlyFallback', 'onlyOverridden', 'onlyContested'] as const
type Only = (typeof onlys)[number]

/** What is looked for stands in the address. */
const fields = ['point', 'subject', 'reference', 'option'] as const
type Wanted = Record<(typeof fields)[number], string> & { only: Only }

/** Decisions by person, order or option, the newest first. */
export function DecisionsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('loops.decisions'), isPrivate: true })
  const [query, setQuery] = useSearchParams()
  const of = (name: string): string => query.get(name) ?? ''
  const wanted: Wanted = {
    point: of('point'), subject: of('subject'), reference: of('reference'), option: of('option'), only: onlyOf(of('only')),
  } // prettier-ignore
  const set = (next: Wanted): void => {
    setQuery(Object.entries(next).filter(([name, value]) => value !== '' && !(name === 'only' && value === 'onlyAll')))
  }
  return (
    <OperatorsOnly>
      <Page>
        <BackLink to="/operator/loops" label={t('path')}>
          {t('loops.title')}
        </BackLink>
        <PageTitle hint={t('loops.decisionsHint')}>{t('loops.decisions')}</PageTitle>
        <Section>
          <Search key={query.toString()} wanted={wanted} onFind={set} />
          <Found wanted={wanted} />
        </Section>
      </Page>
    </OperatorsOnly>
  )
}

function onlyOf(text: string): Only {
  return onlys.find((one) => one === text) ?? 'onlyAll'
}

function Search({ wanted, onFind }: { wanted: Wanted; onFind: (wanted: Wanted) => void }): ReactNode {
  const { t } = useTranslation('operator')
  const titleOf = usePointTitle()
  const [typed, setTyped] = useState(wanted)
  const points = useGet('/v1/decisions/points', { staleTime: 60_000 })
  const choices = (points.data?.items ?? []).map((one) => ({ value: one.point, label: titleOf(one) }))
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    onFind(typed)
  }
  const text = (name: 'subject' | 'reference' | 'option', hint?: string): ReactNode => (
    <TextInput
      label={t(`loops.${name}`)}
      value={typed[name]}
      disabled={name === 'option' && typed.point === ''}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })}
      {...(hint === undefined ? {} : { placeholder: hint })}
    />
  )
  return (
    <form className={css.filters} onSubmit={submit}>
      <NativeSelect
        label={t('loops.point')}
        value={typed.point}
        onChange={(event) => setTyped({ ...typed, point: event.currentTarget.value, option: '' })}
        data={[{ value: '', label: t('loops.anyPoint') }, ...choices]}
      />
      {text('subject', t('loops.subjectHint'))}
      {text('reference')}
      {text('option', t('loops.optionHint'))}
      <NativeSelect
        label={t('loops.only')}
        value={typed.only}
        onChange={(event) => setTyped({ ...typed, only: onlyOf(event.currentTarget.value) })}
        data={onlys.map((value) => ({
          value,
          label: t(`loops.${value}`),
        }))}
      />
      <Button type="submit" leftSection={<IconSearch size={18} aria-hidden />}>
        {t('loops.find')}
      </Button>
    </form>
  )
}

const whichOf = {
  onlyAll: {},
  onlyFallback: { isFallback: true },
  onlyOverridden: { isOverridden: true },
  onlyContested: { isContested: true },
} as const satisfies Readonly<Record<Only, object>>

function filtersOf({ only, ...texts }: Wanted) {
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ''))
  return { ...given, ...whichOf[only] }
}

function Found({ wanted }: { wanted: Wanted }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const filters = filtersOf(wanted)
  const pages = usePages('/v1/decisions', {
    query: { ...filters, limit: 30 },
    refetchInterval: againMs,
    retry: false,
  })
  const { rows, problem, again } = pages
  const columns = useColumns(rows ?? [])
  if (problem !== undefined) return <ProblemState problem={problem} again={again} />
  if (rows === undefined) return <RowSkeletons count={5} />
  if (rows.length === 0) {
    return <EmptyState icon={IconSearch} title={t('loops.decisionsNone')} text={t('loops.decisionsNoneHint')} />
  }
  const address = `/v1/decisions/export?${new URLSearchParams({ format: 'csv', ...asText(filters) }).toString()}`
  return (
    <>
      <div className={css.buttons}>
        <SaveButton name="decisions.csv" read={async () => (await api.raw(address)).blob()}>
          {t('loops.csv')}
        </SaveButton>
      </div>
      <RowsTable label={t('loops.decisions')} columns={columns} rows={rows} keyOf={({ id }) => id} />
      <MoreButton pages={pages} />
    </>
  )
}

function asText(filters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value)]))
}

function useColumns(rows: readonly Decision[]): Column<Decision>[] {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const { value, share } = useLoopFormat()
  const words = useDecisionWords()
  const nameOf = useNames(rows.flatMap(({ subject }) => (subject === null ? [] : [subject])))
  return [
    {
      key: 'when',
      title: t('loops.when'),
      kind: 'head',
      cell: ({ id, at, point, contests }) => (
        <>
          <Link to={`/operator/decisions/${id}`} className={css.name}>
            {when(at)}
          </Link>
          <span className={css.quiet}>{point}</span>{' '}
          {contests.length > 0 && <StateBadge text={t('loops.contested')} tone="warn" />}
        </>
      ),
    },
    {
      key: 'chosen',
      title: t('loops.chosen'),
      cell: ({ chosen, point, override }) =>
        override === null
          ? chosen
              .slice(0, 3)
              .map((id) => words.option(point, id))
              .join(', ')
          : words.option(point, override.to),
    },
    { key: 'sure', title: t('loops.sure'), kind: 'number', cell: ({ pChosen }) => share(pChosen) },
    {
      key: 'by',
      title: t('loops.byPolicy'),
      cell: ({ policy, mode, override }) => {
        if (override !== null) return t('loops.modes.human')
        return policy === null
          ? t('loops.safe')
          : `${policy.name} ${policy.version}${mode === 'auto' ? '' : ` (${mode})`}`
      },
    },
    { key: 'subject', title: t('loops.subject'), cell: ({ subject }) => (subject === null ? '–' : nameOf(subject)) },
    { key: 'value', title: t('loops.worthTitle'), kind: 'number', cell: (row) => value(row.value) },
  ]
}
