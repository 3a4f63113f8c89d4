import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Column, Columns } from '#kit/columns'
import { LoadedRows } from '#kit/loaded-rows'
import { ProblemState } from '#kit/problem'
import { type Column as TableColumn } from '#kit/rows-table'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { PageSkeleton } from '#kit/skeletons'
import { Tiles } from '#kit/tiles'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useStandingWords } from '#web/standing'
import { SynonymsForm } from './synonyms-form.tsx'

type Searched = Reply<'get', '/v1/searches'>['items'][number]

/** What people look for, what they look for in vain, and the words that mean the same. */
export function SearchesScreen(): ReactNode {
  const t = useStandingWords()
  if (t === undefined) return <PageSkeleton />
  return (
    <SettingsPage title={t('searches.title')} hint={t('searches.hint')}>
      <Totals />
      <Columns>
        <Section title={t('searches.inVain')}>
          <List isInVain />
        </Section>
        <Section title={t('searches.frequent')}>
          <List isInVain={false} />
        </Section>
      </Columns>
      <Columns>
        <Section title={t('searches.synonyms')}>
          <SynonymsForm />
        </Section>
        <Column>
          <Section title={t('searches.try')}>
            <TryOut />
          </Section>
        </Column>
      </Columns>
    </SettingsPage>
  )
}

function Totals(): ReactNode {
  const t = useStandingWords()!
  const { number, share } = useFormat()
  const { data } = useGet('/v1/searches', { refetchInterval: 10_000 })
  const { searches = 0, empty = 0, clicks = 0 } = data?.total ?? {}
  const of = (count: number): string =>
    searches === 0 ? number(count) : `${number(count)} · ${share(Math.round((count / searches) * 100) * 100)}`
  return (
    <Tiles
      label={t('searches.title')}
      tiles={[
        { label: t('searches.total'), value: data === undefined ? '…' : number(searches) },
        { label: t('searches.inVainTotal'), value: data === undefined ? '…' : of(empty) },
        { label: t('searches.clicksTotal'), value: data === undefined ? '…' : of(clicks) },
      ]}
    />
  )
}

function List({ isInVain }: { isInVain: boolean }): ReactNode {
  const t = useStandingWords()!
  const query = { isInVain, limit: 20 }
  const { data, error, refetch } = useGet('/v1/searches', { query, refetchInterval: 10_000 })
  const columns = useColumns(isInVain)
  return (
    <LoadedRows
      label={t(isInVain ? 'searches.inVain' : 'searches.frequent')}
      columns={columns}
      rows={data?.items}
      problem={error}
      again={refetch}
      none={t(isInVain ? 'searches.noneInVain' : 'searches.none')}
      keyOf={({ words }) => words}
    />
  )
}

function useColumns(isInVain: boolean): TableColumn<Searched>[] {
  const t = useStandingWords()!
  const { number, share } = useFormat()
  const words = ({ words: text }: Searched): ReactNode => (
    <Link to={`/search?${new URLSearchParams({ q: text })}`}>{text}</Link>
  )
  const clicks = ({ clicks: count, searches }: Searched): string =>
    `${number(count)} · ${share(Math.round((count / Math.max(1, searches)) * 100) * 100)}`
  return [
    { key: 'words', title: t('searches.words'), kind: 'head', cell: words },
    { key: 'searches', title: t('searches.times'), kind: 'number', cell: ({ searches }) => number(searches) },
    isInVain
      ? { key: 'empty', title: t('searches.empty'), kind: 'number', cell: ({ empty }) => number(empty) }
      : { key: 'clicks', title: t('searches.clicks'), kind: 'number', cell: clicks },
  ]
}

/** What some words would find, without counting as a search. */
function TryOut(): ReactNode {
  const t = useStandingWords()!
  const [text, setText] = useState('')
  const q = text.trim()
  const { data, error } = useGet('/v1/offers', {
    query: { q: q === '' ? '-' : q, limit: 5, facets: 'category' },
    enabled: q !== '',
    // Other synonyms are known to searches a second or two after they were saved.
    refetchInterval: 2_000,
  })
  return (
    <>
      <TextInput
        label={t('searches.tryWords')}
        description={t('searches.tryHint')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {q !== '' && error !== null && <ProblemState problem={error} />}
      <div role="status">{q !== '' && data !== undefined && <Tried found={data} />}</div>
    </>
  )
}

function Tried({ found: { items, total, search } }: { found: Reply<'get', '/v1/offers'> }): ReactNode {
  const t = useStandingWords()!
  if (items.length === 0) return <p>{t('searches.nothing')}</p>
  const corrected = search?.corrected ?? null
  return (
    <>
      <p>{t('searches.found', { count: total ?? items.length })}</p>
      {corrected !== null && <p>{t('searches.corrected', { words: corrected })}</p>}
      <ol>
        {items.map(({ id, title }) => (
          <li key={id}>
            <Link to={`/offers/${id}`}>{title}</Link>
          </li>
        ))}
      </ol>
    </>
  )
}
