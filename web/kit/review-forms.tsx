import { Button, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { type Reply, useApi, useGet } from '#web/api'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { PicturesField, type Shown } from './pictures-field.tsx'
import { ProblemNote } from './problem.tsx'
import { OneReview } from './reviews.tsx'
import { Section } from './section.tsx'
import { StarsField } from './stars.tsx'

type Due = Reply<'get', '/v1/reviews/due'>['items'][number]

/** What the buyer of a finished order may say of each thing, or has said; nothing before that. */
export function ReviewForms({ orderId, rev }: { orderId: string; rev: number }): ReactNode {
  const t = usePeopleWords()
  const { data } = useGet('/v1/reviews/due', { query: { orderId }, retry: false })
  if (t === undefined) return null
  return (data?.items ?? []).map((due) => <ReviewOf key={`${due.offerId} ${rev}`} due={due} orderId={orderId} t={t} />)
}

type Props = { due: Due; orderId: string; t: TFunction<'people'> }

function ReviewOf({ due, orderId, t }: Props): ReactNode {
  const [isEditing, setEditing] = useState(false)
  const { review, title, mayChange, mayWrite } = due
  if (review === null && !mayWrite) return null
  return (
    <Section title={t('reviews.yours')} about={title}>
      <p>{title}</p>
      {review === null || isEditing ? (
        <ReviewForm due={due} orderId={orderId} t={t} done={() => setEditing(false)} />
      ) : (
        <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
          <OneReview review={review} t={t}>
            {mayChange && (
              <Button variant="light" onClick={() => setEditing(true)}>
                {t('reviews.change')}
              </Button>
            )}
          </OneReview>
        </ul>
      )}
    </Section>
  )
}

function ReviewForm({ due: { offerId, review }, orderId, t, done }: Props & { done: () => void }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const [stars, setStars] = useState(review?.stars ?? 0)
  const [words, setWords] = useState(review?.words ?? '')
  const [pictures, setPictures] = useState<readonly Shown[]>(
    review?.pictures.map((id, index) => ({ id, alt: review.alts[index] ?? '' })) ?? [],
  )
  const send = useIntention(async (key: string) => {
    const said = { stars, words, pictures: pictures.map(({ id }) => id), alts: pictures.map(({ alt }) => alt) }
    if (review === null) await api.post('/v1/reviews', { body: { orderId, offerId, ...said }, key })
    else await api.put('/v1/reviews/{id}', { path: { id: review.id }, body: said, key })
    toast(t('reviews.thanks'))
    done()
    await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/v1/reviews') })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (stars > 0) void send.press()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <StarsField
          label={t('reviews.howMany')}
          nameOf={(count) => t('reviews.stars', { count })}
          value={stars}
          onChange={setStars}
        />
        <Textarea
          label={t('reviews.words')}
          maxLength={2000}
          minRows={3}
          autosize
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <PicturesField pictures={pictures} onChange={setPictures} t={t} />
        <ProblemNote problem={send.problem} />
        <div>
          <Button type="submit" loading={send.isPending} disabled={stars === 0}>
            {t('reviews.send')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
