import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LoadedRows } from '#kit/loaded-rows'
import { MoreButton } from '#kit/more-button'
import type { Column } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { type Reply } from '#web/api'
import { useFormat } from '#web/format'
import { useNames } from '#web/names'
import { usePages } from '#web/pages'
import css from './record.module.css'

type Entry = Reply<'get', '/v1/audit'>['items'][number]

/** Ids of parties and orders look like this; other subjects are names. */
const id = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** What was done with power over others: by whom, to whom, when. */
export function RecordScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.record')} hint={t('record.hint')}>
      <Section>
        <List />
      </Section>
    </SettingsPage>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const pages = usePages('/v1/audit', { refetchInterval: 5_000 })
  const { rows, problem, again } = pages
  const columns = useColumns(rows ?? [])
  return (
    <>
      {rows !== undefined && rows.length > 0 && (
        <div className={css.above}>
          <SaveButton
            name="record.csv"
            read={async () => csvOf(rows.map(({ details, ...row }) => ({ ...row, details: JSON.stringify(details) })))}
          >
            {t('export')}
          </SaveButton>
        </div>
      )}
      <LoadedRows
        label={t('settings.record')}
        columns={columns}
        rows={rows}
        problem={problem}
        again={again}
        none={t('record.none')}
        keyOf={({ id }) => id}
      />
      <MoreButton pages={pages} />
    </>
  )
}

function useColumns(rows: readonly Entry[]): Column<Entry>[] {
  const { t, i18n } = useTranslation('operator')
  const { when } = useFormat()
  const parties = rows.flatMap(({ party, subject, act }) => [
    party ?? '',
    /^(parties|grants)\./.test(act) ? (subject ?? '') : '',
  ])
  const nameOf = useNames(parties)
  const subjectOf = ({ act, subject }: Entry): ReactNode => {
    if (subject === null) return '–'
    if (/^(parties|grants)\./.test(act)) return <Link to={`/operator/parties/${subject}`}>{nameOf(subject)}</Link>
    return <code>{id.test(subject) ? subject.slice(-8) : subject}</code>
  }
  return [
    { key: 'at', title: t('money.at'), kind: 'head', cell: ({ at }) => when(at) },
    {
      key: 'act',
      title: t('record.act'),
      cell: ({ act }) =>
        i18n.exists(`acts.${act}`, { ns: 'operator' }) ? (
          t(`acts.${act}` as 'acts.parties.suspended')
        ) : (
          <code>{act}</code>
        ),
    },
    { key: 'by', title: t('record.by'), cell: ({ party }) => (party === null ? t('record.town') : nameOf(party)) },
    { key: 'to', title: t('record.to'), cell: subjectOf },
    {
      key: 'details',
      title: t('record.details'),
      cell: ({ details }) => {
        const text = Object.values(details).filter((value) => typeof value === 'string')
        return <span className={css.quiet}>{text.length === 0 ? '–' : text.join(' · ')}</span>
      },
    },
  ]
}
