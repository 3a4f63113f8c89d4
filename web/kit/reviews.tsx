import { NativeSelect } from '@mantine/core'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { usePages } from '#web/pages'
import { usePeopleWords } from '#web/people'
import { MoreButton } from './more-button.tsx'
import { PictureRow } from './picture-row.tsx'
import { ReportButton } from './report.tsx'
import css from './reviews.module.css'
import { Section } from './section.tsx'
import { Rating } from './rating.tsx'
import { Stars } from './stars.tsx'

/** What a buyer said. */
export type Review = Reply<'get', '/v1/reviews'>['items'][number]

const sorts = ['newest', 'highest', 'lowest'] as const
type Sort = (typeof sorts)[number]

/** A telephone's screen or two. */
const pageLength = 5

/** What buyers say of a thing, with how many said so; nothing while nobody has said anything. */
export function Reviews({ offer }: { offer: string }): ReactNode {
  const t = usePeopleWords()
  const [sort, setSort] = useState<Sort>('newest')
  const rating = useGet('/v1/reviews/rating', { query: { offer } })
  const pages = usePages('/v1/reviews', { query: { offer, sort, limit: pageLength } })
  const { count = 0, mean = null, counts = [] } = rating.data ?? {}
  if (t === undefined || count === 0 || mean === null) return null
  return (
    <Section title={t('reviews.title')} aside={<Rating rating={{ mean, count }} />}>
      <p className={css.hint}>{t('reviews.byBuyers')}</p>
      <Spread counts={counts} t={t} />
      {count > 1 && (
        <NativeSelect
          label={t('reviews.sort')}
          value={sort}
          onChange={(event) => setSort(event.currentTarget.value as Sort)} // of the choices below
          data={sorts.map((value) => ({ value, label: t(`reviews.${value}`) }))}
        />
      )}
      <ul className={css.list}>
        {pages.rows?.map((review) => (
          <OneReview key={review.id} review={review} t={t}>
            <ReportButton kind="review-report" about={{ type: 'review', id: review.id }}>
              {t('report.review')}
            </ReportButton>
          </OneReview>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </Section>
  )
}

/** How many gave how many stars. */
function Spread({ counts, t }: { counts: readonly number[]; t: TFunction<'people'> }): ReactNode {
  const { number } = useFormat()
  const most = Math.max(...counts, 1)
  return (
    <ul className={css.spread} aria-label={t('reviews.spread')}>
      {counts
        .map((count, index) => ({ count, stars: index + 1 }))
        .toReversed()
        .map(({ count, stars }) => (
          <li key={stars}>
            <span>{t('reviews.stars', { count: stars })}</span>
            <span className={css.bar} aria-hidden>
              <span style={{ inlineSize: `${(100 * count) / most}%` }} />
            </span>
            <span>{number(count)}</span>
          </li>
        ))}
    </ul>
  )
}

type OneProps = { review: Review; t: TFunction<'people'>; children?: ReactNode }

/** One review with the seller's answer; what may be done with it below. */
export function OneReview({ review, t, children }: OneProps): ReactNode {
  const { day } = useFormat()
  const { stars, words, reviewer, writtenAt, editedAt, pictures, alts, answer } = review
  return (
    <li className={css.review}>
      <p className={css.head}>
        <Stars stars={stars} label={t('reviews.stars', { count: stars })} />
        <strong>{reviewer ?? t('reviews.somebody')}</strong>
        <span className={css.hint}>
          {day(writtenAt)}
          {editedAt !== null && ` · ${t('reviews.edited')}`}
        </span>
      </p>
      {words !== null && <p className={css.words}>{words}</p>}
      {pictures.length > 0 && <PictureRow pictures={pictures} alts={alts} t={t} />}
      {answer?.words !== null && answer !== null && (
        <p className={css.answer}>
          <strong>{t('reviews.answer')}</strong> {answer.words}
        </p>
      )}
      {children}
    </li>
  )
}
