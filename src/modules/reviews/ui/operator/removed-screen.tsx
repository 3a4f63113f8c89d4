import { IconMoodSmile } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BackLink } from '#kit/back-link'
import { EmptyState } from '#kit/empty-state'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { OneReview } from '#kit/reviews'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useGet } from '#web/api'
import { useHead } from '#web/head'
import { usePeopleWords } from '#web/people'
import css from '../reviews.module.css'

/** Reviews that a ruling has taken away: the newest two hundred. */
export function RemovedReviewsScreen(): ReactNode {
  const t = usePeopleWords()
  const { t: operator } = useTranslation('operator')
  useHead({ title: t?.('reviews.removedTitle') ?? operator('exceptions.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Removed />
    </OperatorsOnly>
  )
}

function Removed(): ReactNode {
  const t = usePeopleWords()
  const { t: operator } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/reviews/removed', { query: { limit: 200 } })
  if (error !== null && data === undefined) return <ProblemState problem={error} again={() => void refetch()} />
  if (t === undefined || data === undefined) return <PageSkeleton />
  if (data.items.length === 0)
    return <EmptyState icon={IconMoodSmile} title={t('reviews.removedNone')} text={t('reviews.removedHint')} />
  return (
    <Page width="narrow">
      <BackLink to="/operator/exceptions" label={operator('path')}>
        {operator('exceptions.title')}
      </BackLink>
      <PageTitle hint={t('reviews.removedHint')}>{t('reviews.removedTitle')}</PageTitle>
      <Section>
        <ul className={css.list}>
          {data.items.map((review) => (
            <OneReview key={review.id} review={review} t={t} />
          ))}
        </ul>
      </Section>
    </Page>
  )
}
