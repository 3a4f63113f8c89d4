import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { useApi, useGet } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { type Schedule, type ScheduleName, scheduleNameOf, schedules } from './training-words.ts'
import css from './loops.module.css'

const names = Object.keys(schedules) as ScheduleName[] // the keys of a constant

/** When each learner learns by itself. */
export function Schedules({ point, learners }: { point: string; learners: readonly string[] }): ReactNode {
  return (
    <div className={css.filters}>
      {learners.map((policy) => (
        <ScheduleOf key={policy} point={point} policy={policy} />
      ))}
    </div>
  )
}

function ScheduleOf({ point, policy }: { point: string; policy: string }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const path = { point, policy }
  const url = '/v1/decisions/points/{point}/policies/{policy}/schedule'
  const { data, error, refetch } = useGet(url, { path, retry: false })
  const put = async (body: Schedule): Promise<void> => {
    await api.put(url, { path, body })
    await refetch()
  }
  const save = useIntention(async (_key: string, next: Schedule, before: Schedule) => {
    await put(next)
    toast(t('loops.training.scheduled', { policy }), { undo: () => void put(before) })
  })
  const name = data === undefined ? undefined : scheduleNameOf(data)
  const custom = data !== undefined && name === undefined ? [{ value: 'custom', label: saidOf(data, t) }] : []
  return (
    <div>
      <NativeSelect
        label={t('loops.training.schedule', { policy })}
        value={name ?? 'custom'}
        disabled={data === undefined || save.isPending}
        onChange={(event) => {
          const next = names.find((one) => one === event.currentTarget.value)
          if (next !== undefined && data !== undefined) void save.press(schedules[next], data)
        }}
        data={[...custom, ...names.map((value) => ({ value, label: t(`loops.training.schedules.${value}`) }))]}
      />
      <ProblemNote problem={save.problem ?? error ?? undefined} />
    </div>
  )
}

function saidOf(
  { everyHours, afterOutcomes }: Schedule,
  t: ReturnType<typeof useTranslation<'operator'>>['t'],
): string {
  return [
    ...(everyHours === null ? [] : [t('loops.training.everyHours', { count: everyHours })]),
    ...(afterOutcomes === null ? [] : [t('loops.training.afterOutcomes', { count: afterOutcomes })]),
  ].join(', ')
}
