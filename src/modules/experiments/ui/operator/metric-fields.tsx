import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#web/problem'
import { errorAt } from './draft.ts'
import type { MetricDraft } from './draft.ts'
import css from './experiments.module.css'

type Props = {
  label: string
  metric: MetricDraft
  /** Its place among the metrics. */
  index: number
  errors: ApiProblem['errors']
  onChange: (metric: MetricDraft) => void
}

const sources = ['told', 'log', 'interactions'] as const
const fields = { log: ['actor', 'user', 'subject'], interactions: ['session', 'subject'] }

/** What a metric counts, and where it comes from. */
export function MetricFields({ label, metric, index, errors, onChange }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const set = (change: Partial<MetricDraft>): void => onChange({ ...metric, ...change })
  const error = (member: string) => errorAt(errors, `metrics/${index}/${member}`)
  return (
    <fieldset className={css.part}>
      <legend>{label}</legend>
      <div className={css.pair}>
        <TextInput
          label={t('experiments.metricName')}
          value={metric.name}
          required
          maxLength={60}
          error={error('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('experiments.metricKind')}
          value={metric.kind}
          data={(['rate', 'mean'] as const).map((value) => ({ value, label: t(`experiments.kindOf.${value}`) }))}
          onChange={(event) => set({ kind: event.currentTarget.value as MetricDraft['kind'] })}
        />
        <NativeSelect
          label={t('experiments.better')}
          value={metric.better}
          data={(['up', 'down'] as const).map((value) => ({ value, label: t(`experiments.betterWhen.${value}`) }))}
          onChange={(event) => set({ better: event.currentTarget.value as MetricDraft['better'] })}
        />
        <NumberInput
          label={t('experiments.effect')}
          value={metric.effect}
          min={0}
          suffix={metric.kind === 'rate' ? ' %' : ''}
          error={error('effect')}
          onChange={(value) => set({ effect: Number(value) })}
        />
        <NumberInput
          label={t('experiments.window')}
          value={metric.windowDays}
          min={0}
          max={366}
          error={error('windowMs')}
          onChange={(value) => set({ windowDays: Number(value) })}
        />
        <NativeSelect
          label={t('experiments.source')}
          value={metric.source}
          data={sources.map((value) => ({ value, label: t(`experiments.sources.${value}`) }))}
          onChange={(event) => {
            const source = event.currentTarget.value as MetricDraft['source']
            set({ source, unit: source === 'interactions' ? 'session' : 'actor' })
          }}
        />
      </div>
      {metric.source !== 'told' && <SourceFields metric={metric} set={set} error={error} source={metric.source} />}
    </fieldset>
  )
}

type SourceProps = {
  metric: MetricDraft
  source: 'log' | 'interactions'
  set: (change: Partial<MetricDraft>) => void
  error: (member: string) => string | undefined
}

function SourceFields({ metric, source, set, error }: SourceProps): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div className={css.pair}>
      <TextInput
        label={t('experiments.type')}
        description={t('experiments.typeHint')}
        value={metric.type}
        required
        maxLength={120}
        error={error('from/type')}
        onChange={(event) => set({ type: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('experiments.unitField')}
        value={metric.unit}
        data={fields[source].map((value) => ({ value, label: t(`experiments.fields.${value as 'actor'}`) }))}
        onChange={(event) => set({ unit: event.currentTarget.value })}
      />
      <TextInput
        label={t('experiments.valueField')}
        description={t('experiments.valueHint')}
        value={metric.value}
        maxLength={64}
        onChange={(event) => set({ value: event.currentTarget.value })}
      />
    </div>
  )
}
