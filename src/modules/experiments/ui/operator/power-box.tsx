import { NumberInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import { effectOf, type Draft } from './draft.ts'
import css from './experiments.module.css'

/** How long the experiment must run to find the effect it is after. */
export function PowerBox({ draft: { primary, arms } }: { draft: Draft }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const [baseline, setBaseline] = useState(10)
  const [deviation, setDeviation] = useState(10)
  const [unitsPerDay, setUnitsPerDay] = useState(500)
  const isRate = primary.kind === 'rate'
  const effect = effectOf(primary)
  const isAsked = effect > 0 && unitsPerDay > 0 && (isRate || deviation > 0)
  const query = {
    baseline: isRate ? baseline / 100 : 0,
    effect,
    arms: arms.length,
    unitsPerDay,
    ...(isRate ? {} : { deviation }),
  }
  const { data, error } = useGet('/v1/experiments/power', { query, enabled: isAsked, retry: false })
  return (
    <Section title={t('experiments.power')}>
      <p className={css.quiet}>{t('experiments.powerHint')}</p>
      {isRate ? (
        <NumberInput
          label={t('experiments.baseline')}
          value={baseline}
          min={0}
          max={100}
          suffix=" %"
          onChange={(value) => setBaseline(Number(value))}
        />
      ) : (
        <NumberInput
          label={t('experiments.deviation')}
          value={deviation}
          min={0}
          onChange={(value) => setDeviation(Number(value))}
        />
      )}
      <NumberInput
        label={t('experiments.perDay')}
        value={unitsPerDay}
        min={1}
        onChange={(value) => setUnitsPerDay(Number(value))}
      />
      <ProblemNote problem={error} />
      {data !== undefined && (
        <DataRows
          rows={[
            [t('experiments.unitsPerArm'), number(data.unitsPerArm)],
            [t('experiments.unitsFixed'), number(data.unitsPerArmFixed)],
            [t('experiments.daysNeeded'), data.days === null ? '–' : number(Math.ceil(data.days))],
          ]}
        />
      )}
    </Section>
  )
}
