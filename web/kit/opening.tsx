import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '#web/api'
import { localeOf } from '#web/format'
import { usePeopleWords } from '#web/people'

const dayMs = 86_400_000

/** Whether a shop is open, and until when; nothing for one that has said no hours. */
export function OpeningNow({ party }: { party: string }): ReactNode {
  const t = usePeopleWords()
  const locale = localeOf(useTranslation('shell').i18n.language)
  const { data } = useGet('/v1/hours/{party}', { path: { party }, staleTime: 60_000, refetchInterval: 60_000 })
  if (t === undefined || data === undefined || data.week.length + data.exceptions.length === 0) return null
  const { isOpen, changesAt, timeZone, asOf } = data
  if (changesAt === null) return <p>{isOpen ? t('hours.always') : t('hours.closed')}</p>
  const [now, then] = [Date.parse(asOf), Date.parse(changesAt)]
  const dayOf = (at: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' }).format(then)
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }).format(then)
  if (isOpen) return <p>{t('hours.openUntil', { time: dayOf(then) === dayOf(now) ? time : `${weekday} ${time}` })}</p>
  if (dayOf(then) === dayOf(now)) return <p>{t('hours.opensToday', { time })}</p>
  if (dayOf(then) === dayOf(now + dayMs)) return <p>{t('hours.opensTomorrow', { time })}</p>
  return <p>{t('hours.opensOn', { day: weekday, time })}</p>
}
