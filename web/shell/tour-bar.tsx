import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { useApi } from '../api.ts'
import { useMe } from '../me.ts'
import { useBecome } from '../personas.ts'
import { useIntention } from '../send.ts'
import { endTour, setTour, tourSteps, useTour } from '../tour.ts'
import css from './tour-bar.module.css'

/** Who does each step, as the personas of the demo town are called. */
const who = ['mei', 'anton', 'joana', 'mei', 'anton'] as const

/** What is to be done now, by whom, and a button that brings one there. */
export function TourBar(): ReactNode {
  const { t } = useTranslation('buyer')
  const { step = 0, orderId } = useTour()
  const api = useApi()
  const navigate = useNavigate()
  const become = useBecome()
  const me = useMe()
  const placeOf = async (): Promise<string> => {
    if (step === 0) {
      const { items } = await api.get('/v1/offers', {
        query: { q: 'mug', limit: 1, isAvailable: true, business: 'market' },
      })
      return `/offers/${items[0]?.id}`
    }
    return step === tourSteps - 1 ? '/wallet' : `/orders/${orderId ?? ''}`
  }
  const go = useIntention(async (key: string) => {
    await become(who[step] ?? 'mei', key)
    await navigate(await placeOf())
  })
  const next = useIntention(async () => {
    const { items } = step === 0 ? await api.get('/v1/orders', { query: { limit: 1 } }) : { items: [] }
    const found = items[0]?.id ?? orderId
    if (step + 1 >= tourSteps) endTour()
    else setTour({ step: found === undefined ? step : step + 1, orderId: found })
  })
  const isHere = me?.party.slug === who[step]
  return (
    <aside className={css.bar} aria-label={t('tour.title')}>
      <div className={css.words}>
        <strong>{t('tour.step', { number: step + 1, of: tourSteps })}</strong>
        <span>{t(`tour.steps.${step as 0}`)}</span>
        <ProblemNote problem={go.problem ?? next.problem} />
      </div>
      <Button size="sm" variant={isHere ? 'default' : 'filled'} loading={go.isPending} onClick={() => void go.press()}>
        {t('tour.go')}
      </Button>
      <Button
        size="sm"
        variant={isHere ? 'filled' : 'default'}
        loading={next.isPending}
        onClick={() => void next.press()}
      >
        {step + 1 === tourSteps ? t('tour.end') : t('tour.next')}
      </Button>
      <CloseButton aria-label={t('tour.no')} onClick={endTour} />
    </aside>
  )
}
