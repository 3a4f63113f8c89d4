import { Avatar } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { IconUserOff } from '@tabler/icons-react'
import { EmptyState } from '#kit/empty-state'
import { OperatorsOnly } from '#kit/operators-only'
import { pictureUrl } from '#kit/picture'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { StateBadge } from '#kit/state-badge'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import type { Standing } from './parties-screen.tsx'
import css from './parties.module.css'
import { Grants } from './party-grants.tsx'
import { Letting, Verification, ViewAs } from './party-acts.tsx'

/** One party: what it is, and what whoever runs the town may do about it. */
export function PartyScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/parties', { query: { id }, retry: false })
  const [party] = data?.items ?? []
  useHead({ title: party?.name ?? t('parties.title'), isPrivate: true })
  if (data === undefined && error !== null) return <ProblemState problem={error} again={() => void refetch()} />
  return (
    <OperatorsOnly>
      {data === undefined ? (
        <PageSkeleton />
      ) : party === undefined ? (
        <EmptyState icon={IconUserOff} title={t('parties.gone')} text={t('parties.goneHint')}>
          <Link to="/operator/parties">{t('parties.title')}</Link>
        </EmptyState>
      ) : (
        <Whole party={party} />
      )}
    </OperatorsOnly>
  )
}

function Whole({ party }: { party: Standing }): ReactNode {
  const { t } = useTranslation('operator')
  const { id, name, slug, picture, isSuspended, verifiedAt } = party
  return (
    <Page>
      <BackLink to="/operator/parties" label={t('path')}>
        {t('parties.title')}
      </BackLink>
      <PageTitle
        hint={slug}
        aside={
          <span className={css.badges}>
            {isSuspended && <StateBadge text={t('parties.suspended')} tone="warn" />}
            {verifiedAt !== null && <StateBadge text={t('parties.verified')} tone="good" />}
          </span>
        }
      >
        <span className={css.person}>
          <Avatar src={picture === null ? null : pictureUrl(picture)} name={name} size={48} alt="" />
          {name}
        </span>
      </PageTitle>
      <Columns>
        <Profile party={party} />
        <Letting key={`letting ${String(isSuspended)}`} party={party} />
        <Verification key={`verification ${verifiedAt ?? ''}`} party={party} />
        <Grants party={party} />
        <ViewAs party={party} />
        <Record id={id} />
      </Columns>
    </Page>
  )
}

function Profile({ party: { kind, about, languages, joinedAt } }: { party: Standing }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const { day } = useFormat()
  const known = i18n.exists(`parties.kinds.${kind}`, { ns: 'operator' })
  return (
    <Section title={t('parties.profile')}>
      <DataRows
        rows={[
          [t('parties.kind'), known ? t(`parties.kinds.${kind}` as 'parties.kinds.person') : kind],
          [t('parties.joined'), day(joinedAt)],
          [t('parties.languages'), languages.join(', ')],
          [t('parties.about'), about],
        ]}
      />
    </Section>
  )
}

/** How much of the record is shown beside a party. */
const recordLength = 8

function Record({ id }: { id: string }): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const { when } = useFormat()
  const { data } = useGet('/v1/audit', { query: { subject: id, limit: recordLength } })
  return (
    <Section title={t('parties.record')}>
      {data?.items.length === 0 && <p className={css.quiet}>{t('parties.noRecord')}</p>}
      <ul className={css.acts}>
        {(data?.items ?? []).map(({ id: entry, at, act, details }) => (
          <li key={entry}>
            <strong>
              {i18n.exists(`acts.${act}`, { ns: 'operator' }) ? t(`acts.${act}` as 'acts.parties.suspended') : act}
            </strong>
            <span className={css.quiet}>
              {[when(at), ...Object.values(details).filter((value) => typeof value === 'string')].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
