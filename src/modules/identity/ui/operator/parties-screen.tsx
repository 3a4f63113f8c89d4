import { Avatar, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { LoadedRows } from '#kit/loaded-rows'
import { MoreButton } from '#kit/more-button'
import { OperatorsOnly } from '#kit/operators-only'
import { pictureUrl } from '#kit/picture'
import type { Column } from '#kit/rows-table'
import { type CsvRow, SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { StateBadge } from '#kit/state-badge'
import { type Api, type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import { useTown } from '#web/town'
import css from './parties.module.css'
import { useGrantWord } from './grant-word.ts'

/** A party as operators see it. */
export type Standing = Reply<'get', '/v1/parties'>['items'][number]

const shows = ['all', 'suspended', 'admitted'] as const
type Show = (typeof shows)[number]
type Filters = { text?: string; isSuspended?: boolean }

/** The most a page may hold: an export asks for as few of them as it can. */
const exportPage = 200

/** Everybody in town: search, and who is in or out. */
export function PartiesScreen(): ReactNode {
  const { t } = useTranslation('operator')
  const { isSandbox } = useTown()
  useHead({ title: t('parties.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle
          hint={t('parties.hint')}
          aside={
            isSandbox && (
              <Button component={Link} to="/operator/visitors" variant="default">
                {t('visitors.title')}
              </Button>
            )
          }
        >
          {t('parties.title')}
        </PageTitle>
        <Section>
          <Found />
        </Section>
      </Page>
    </OperatorsOnly>
  )
}

function Found(): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const [query, setQuery] = useSearchParams()
  const [typed, setTyped] = useState(query.get('q') ?? '')
  const show = shows.find((one) => one === query.get('show')) ?? 'all'
  const filters = filtersOf(query.get('q') ?? '', show)
  // At once: a change of the address that comes later would call back whoever has pressed a link meanwhile.
  const set = (name: string, value: string): void => setQuery(withValue(query, name, value), { replace: true })
  return (
    <>
      <div className={css.filters}>
        <TextInput
          type="search"
          label={t('parties.search')}
          leftSection={<IconSearch size={18} />}
          value={typed}
          maxLength={120}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            set('q', event.currentTarget.value)
          }}
        />
        <NativeSelect
          label={t('parties.show')}
          value={show}
          onChange={(event) => set('show', event.currentTarget.value)}
          data={shows.map((value) => ({ value, label: t(`parties.showing.${value}`) }))}
        />
        <SaveButton name="parties.csv" read={async () => csvOf((await readAll(api, filters)).map(rowOf))}>
          {t('export')}
        </SaveButton>
      </div>
      <List filters={filters} />
    </>
  )
}

function filtersOf(text: string, show: Show): Filters {
  return { ...(text === '' ? {} : { text }), ...(show === 'all' ? {} : { isSuspended: show === 'suspended' }) }
}

function withValue(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(query)
  if (value === '' || value === 'all') next.delete(name)
  else next.set(name, value)
  return next
}

async function readAll(api: Api, filters: Filters): Promise<Standing[]> {
  const found: Standing[] = []
  let cursor = ''
  do {
    // Pages follow each other: each begins where the one before ended.
    // eslint-disable-next-line no-await-in-loop -- see above
    const page = await api.get('/v1/parties', { query: { ...filters, limit: exportPage, cursor } })
    found.push(...page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor !== '')
  return found
}

function rowOf({ languages, grants, about: _about, picture: _picture, ...row }: Standing): CsvRow {
  return { ...row, languages: languages.join(' '), grants: grants.join(' ') }
}

function List({ filters }: { filters: Filters }): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  const pages = usePages('/v1/parties', { query: filters, keepsRows: true })
  const { rows, problem, again } = pages
  return (
    <>
      <LoadedRows
        label={t('parties.title')}
        columns={columns}
        rows={rows}
        problem={problem}
        again={again}
        none={t('parties.none')}
        keyOf={({ id }) => id}
      />
      <MoreButton pages={pages} />
    </>
  )
}

function useColumns(): Column<Standing>[] {
  const { t } = useTranslation('operator')
  const { day } = useFormat()
  const grantWord = useGrantWord()
  return [
    {
      key: 'name',
      title: t('parties.name'),
      kind: 'head',
      cell: ({ id, name, slug, picture }) => (
        <span className={css.person}>
          <Avatar src={picture === null ? null : pictureUrl(picture)} name={name} size={34} alt="" />
          <span>
            <Link to={`/operator/parties/${id}`} className={css.name}>
              {name}
            </Link>
            <span className={css.quiet}>{slug}</span>
          </span>
        </span>
      ),
    },
    { key: 'kind', title: t('parties.kind'), cell: ({ kind }) => <Kind kind={kind} /> },
    {
      key: 'standing',
      title: t('parties.standing'),
      cell: ({ isSuspended, verifiedAt }) => (
        <span className={css.badges}>
          {isSuspended && <StateBadge text={t('parties.suspended')} tone="warn" />}
          {verifiedAt !== null && <StateBadge text={t('parties.verified')} tone="good" />}
        </span>
      ),
    },
    {
      key: 'grants',
      title: t('parties.grants'),
      cell: ({ grants }) => (
        <span className={css.badges}>
          {grants.map((grant) => (
            <StateBadge key={grant} text={grantWord(grant)} tone="quiet" />
          ))}
        </span>
      ),
    },
    { key: 'joined', title: t('parties.joined'), cell: ({ joinedAt }) => day(joinedAt) },
  ]
}

function Kind({ kind }: { kind: string }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  return i18n.exists(`parties.kinds.${kind}`, { ns: 'operator' })
    ? t(`parties.kinds.${kind}` as 'parties.kinds.person')
    : kind
}
