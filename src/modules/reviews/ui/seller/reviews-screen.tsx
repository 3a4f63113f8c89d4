import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { IconStar } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { MoreButton } from '#kit/more-button'
import { ProblemNote, ProblemState } from '#kit/problem'
import { ReportButton } from '#kit/report'
import { OneReview, type Review } from '#kit/reviews'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { usePages } from '#web/pages'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from '../reviews.module.css'

/** What buyers say of what one sells, and answering it. */
export function SellerReviewsScreen(): ReactNode {
  const t = usePeopleWords()
  const { t: shell } = useTranslation('shell')
  const [query, setQuery] = useSearchParams()
  const isWaiting = query.has('waiting')
  useHead({ title: t?.('reviews.received') ?? shell('loading'), isPrivate: true })
  const only = isWaiting ? { isAnswered: false } : {}
  const pages = usePages('/v1/reviews/received', { query: { limit: 20, ...only } })
  const { rows: reviews, problem, again } = pages
  if (reviews === undefined && problem !== undefined) return <ProblemState problem={problem} again={again} />
  if (t === undefined || reviews === undefined) return <PageSkeleton />
  if (reviews.length === 0 && !isWaiting)
    return <EmptyState icon={IconStar} title={t('reviews.none')} text={t('reviews.noneHint')} />
  return (
    <Page width="narrow">
      <PageTitle hint={t('reviews.receivedHint')}>{t('reviews.received')}</PageTitle>
      <Section>
        <Checkbox
          label={t('reviews.waiting')}
          checked={isWaiting}
          onChange={(event) => setQuery(event.currentTarget.checked ? { waiting: '' } : {})}
        />
        <ul className={css.list}>
          {reviews.map((review) => (
            <OneReview key={review.id} review={review} t={t}>
              <Acts review={review} t={t} />
            </OneReview>
          ))}
        </ul>
        <MoreButton pages={pages} />
      </Section>
    </Page>
  )
}

type Props = { review: Review; t: TFunction<'people'> }

function Acts({ review, t }: Props): ReactNode {
  if (review.removedAt !== null) return <p className={css.quiet}>{t('reviews.removed')}</p>
  return (
    <>
      <p className={css.acts}>
        <Link to={`/offers/${review.offer}`}>{t('cases.about')}</Link>
        <ReportButton kind="review-report" about={{ type: 'review', id: review.id }}>
          {t('report.review')}
        </ReportButton>
      </p>
      {review.answer === null && <Answer review={review} t={t} />}
    </>
  )
}

function Answer({ review: { id }, t }: Props): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const send = useIntention(async (key: string) => {
    await api.post('/v1/reviews/{id}/answer', { path: { id }, body: { words }, key })
    toast(t('reviews.answered'))
    await client.invalidateQueries({ queryKey: ['/v1/reviews/received'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (words.trim() !== '') void send.press()
  }
  return (
    <form onSubmit={submit} className={css.answer}>
      <Stack gap="xs">
        <Textarea
          label={t('reviews.answerLabel')}
          maxLength={2000}
          autosize
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <ProblemNote problem={send.problem} />
        <div>
          <Button type="submit" variant="light" loading={send.isPending} disabled={words.trim() === ''}>
            {t('reviews.answerSend')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
