import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useGet } from '#web/api'
import type { BodyOf } from '#web/api-types'
import { localeOf } from '#web/format'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './hours-form.module.css'
import { OpeningNow } from './opening.tsx'
import { ProblemNote, ProblemState } from './problem.tsx'
import { Section } from './section.tsx'
import { RowSkeletons } from './skeletons.tsx'

type Hours = BodyOf<'put', '/v1/profile/hours'>
type Day = Hours['week'][number]
type Exception = Hours['exceptions'][number]

/** When a shop is open, week by week, with the days that differ. */
export function HoursSection({ party }: { party: string }): ReactNode {
  const t = usePeopleWords()
  const { data, error, refetch } = useGet('/v1/hours/{party}', { path: { party } })
  if (error !== null && data === undefined) return <ProblemState problem={error} again={() => void refetch()} />
  if (t === undefined || data === undefined) return <RowSkeletons count={3} />
  return (
    <Section title={t('hours.title')}>
      <OpeningNow party={party} />
      <HoursForm key={JSON.stringify([data.week, data.exceptions])} hours={data} t={t} />
    </Section>
  )
}

type FormProps = { hours: Hours; t: TFunction<'people'> }

const usual = { opens: '09:00', closes: '18:00' }

function HoursForm({ hours, t }: FormProps): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const [week, setWeek] = useState<Day[]>(hours.week)
  const [exceptions, setExceptions] = useState<Exception[]>(hours.exceptions)
  const save = useIntention(async (key: string) => {
    await api.put('/v1/profile/hours', { body: { week, exceptions }, key })
    toast(t('hours.saved'))
    await client.invalidateQueries({ queryKey: ['/v1/hours/{party}'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void save.press()
  }
  const nextDay = Math.min((week.at(-1)?.day ?? 0) + 1, 7)
  return (
    <form className={css.form} onSubmit={submit} aria-label={t('hours.title')}>
      <p className={css.hint}>{t('hours.hint')}</p>
      {week.map((span, index) => (
        <WeekRow key={index} span={span} t={t} set={(next) => setWeek(replaced(week, index, next))} />
      ))}
      <div>
        <Button variant="light" onClick={() => setWeek([...week, { day: nextDay, ...usual }])}>
          {t('hours.add')}
        </Button>
      </div>
      {exceptions.length > 0 && <h3 className={css.title}>{t('hours.exceptions')}</h3>}
      {exceptions.map((exception, index) => (
        <ExceptionRow
          key={index}
          exception={exception}
          t={t}
          set={(next) => setExceptions(replaced(exceptions, index, next))}
        />
      ))}
      <div>
        <Button variant="light" onClick={() => setExceptions([...exceptions, { date: '', spans: [] }])}>
          {t('hours.addDay')}
        </Button>
      </div>
      <ProblemNote problem={save.problem} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

/** A list with one row changed, or taken out. */
function replaced<T>(rows: readonly T[], index: number, next: T | undefined): T[] {
  return rows.flatMap((row, at) => (at === index ? (next === undefined ? [] : [next]) : [row]))
}

/** A Monday. */
const mondayMs = Date.UTC(2024, 0, 1)

function WeekRow({ span, t, set }: { span: Day; t: FormProps['t']; set: (span?: Day) => void }): ReactNode {
  const { i18n } = useTranslation('shell')
  const names = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: 'long', timeZone: 'UTC' })
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: names.format(mondayMs + (day - 1) * 86_400_000),
  }))
  return (
    <div className={css.row}>
      <NativeSelect
        label={t('hours.day')}
        value={String(span.day)}
        data={days}
        onChange={(event) => set({ ...span, day: Number(event.currentTarget.value) })}
      />
      <Times span={span} t={t} set={(times) => set({ ...span, ...times })} />
      <Remove t={t} remove={() => set(undefined)} />
    </div>
  )
}

type Times = { opens: string; closes: string }

function Times({ span, t, set }: { span: Times; t: FormProps['t']; set: (times: Times) => void }): ReactNode {
  const { opens, closes } = span
  return (
    <>
      <TextInput
        type="time"
        label={t('hours.opens')}
        required
        withAsterisk={false}
        value={opens}
        onChange={(event) => set({ opens: event.currentTarget.value, closes })}
      />
      <TextInput
        type="time"
        label={t('hours.closes')}
        required
        withAsterisk={false}
        value={closes === '24:00' ? '00:00' : closes}
        onChange={(event) => set({ opens, closes: event.currentTarget.value })}
      />
    </>
  )
}

type ExceptionProps = { exception: Exception; t: FormProps['t']; set: (exception?: Exception) => void }

function ExceptionRow({ exception, t, set }: ExceptionProps): ReactNode {
  const [span] = exception.spans
  return (
    <div className={css.row}>
      <TextInput
        type="date"
        label={t('hours.day')}
        required
        withAsterisk={false}
        value={exception.date}
        onChange={(event) => set({ ...exception, date: event.currentTarget.value })}
      />
      {span === undefined ? (
        <Button variant="default" onClick={() => set({ ...exception, spans: [usual] })}>
          {t('hours.closedDay')}
        </Button>
      ) : (
        <Times span={span} t={t} set={(times) => set({ ...exception, spans: [times] })} />
      )}
      <Remove t={t} remove={() => set(undefined)} />
    </div>
  )
}

function Remove({ t, remove }: { t: FormProps['t']; remove: () => void }): ReactNode {
  return (
    <ActionIcon variant="subtle" size="lg" aria-label={t('hours.remove')} onClick={remove}>
      <IconX size={18} />
    </ActionIcon>
  )
}
