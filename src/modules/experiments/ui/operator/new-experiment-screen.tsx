import { Button, Checkbox, Group, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Columns } from '#kit/columns'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { useApi, useGet } from '#web/api'
import { useHead } from '#web/head'
import type { ApiProblem } from '#web/problem'
import { errorAt } from './draft.ts'
import { useIntention } from '#web/send'
import { ArmFields } from './arm-fields.tsx'
import { bodyOf, type Draft, emptyDraft, emptyMetric, nameOf } from './draft.ts'
import { MetricFields } from './metric-fields.tsx'
import { PowerBox } from './power-box.tsx'
import css from './experiments.module.css'

/** Plans an experiment; it begins when it is started. */
export function NewExperimentScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('experiments.new'), isPrivate: true })
  const [draft, setDraft] = useState(emptyDraft)
  return (
    <OperatorsOnly>
      <Page>
        <BackLink to="/operator/experiments" label={t('path')}>
          {t('experiments.title')}
        </BackLink>
        <PageTitle hint={t('experiments.newHint')}>{t('experiments.new')}</PageTitle>
        <Columns shares="work">
          <Form draft={draft} onChange={setDraft} />
          <PowerBox draft={draft} />
        </Columns>
      </Page>
    </OperatorsOnly>
  )
}

type Props = { draft: Draft; onChange: (draft: Draft) => void }
type Fields = { draft: Draft; set: (change: Partial<Draft>) => void; errors: ApiProblem['errors'] }

function Form({ draft, onChange }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const navigate = useNavigate()
  const plan = useIntention(async (key: string) => {
    const experiment = nameOf(draft.title, `experiment-${key.slice(-6)}`)
    await api.put('/v1/experiments/{experiment}', { path: { experiment }, body: bodyOf(draft) })
    await navigate(`/operator/experiments/${experiment}`)
  })
  const errors = plan.problem?.errors ?? []
  const set = (change: Partial<Draft>): void => {
    onChange({ ...draft, ...change })
    plan.clear()
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void plan.press()
  }
  return (
    <Section>
      <form onSubmit={submit} noValidate className={css.form} aria-label={t('experiments.new')}>
        <Belief draft={draft} set={set} errors={errors} />
        <Takers draft={draft} set={set} errors={errors} />
        <ArmFields draft={draft} set={set} errors={errors} />
        <MetricFields
          label={t('experiments.role.primary')}
          metric={draft.primary}
          index={0}
          errors={errors}
          onChange={(primary) => set({ primary })}
        />
        <Checkbox
          label={t('experiments.withGuard')}
          checked={draft.guard !== null}
          onChange={(event) => set({ guard: event.currentTarget.checked ? { ...emptyMetric, better: 'down' } : null })}
        />
        {draft.guard !== null && (
          <MetricFields
            label={t('experiments.role.guard')}
            metric={draft.guard}
            index={1}
            errors={errors}
            onChange={(guard) => set({ guard })}
          />
        )}
        <Ramp draft={draft} set={set} errors={errors} />
        <ProblemNote problem={plan.problem} />
        <Group justify="flex-end">
          <Button type="submit" loading={plan.isPending}>
            {t('experiments.plan')}
          </Button>
        </Group>
      </form>
    </Section>
  )
}

function Belief({ draft, set, errors }: Fields): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <>
      <TextInput
        label={t('experiments.titleField')}
        value={draft.title}
        required
        maxLength={200}
        error={errorAt(errors, 'title')}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('experiments.hypothesis')}
        description={t('experiments.hypothesisHint')}
        value={draft.hypothesis}
        required
        maxLength={2_000}
        autosize
        minRows={2}
        error={errorAt(errors, 'hypothesis')}
        onChange={(event) => set({ hypothesis: event.currentTarget.value })}
      />
    </>
  )
}

const units = ['person', 'session', 'item', 'block'] as const

function Takers({ draft, set, errors }: Fields): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div className={css.pair}>
      <NativeSelect
        label={t('experiments.unit')}
        value={draft.unit}
        data={units.map((value) => ({ value, label: t(`experiments.units.${value}`) }))}
        onChange={(event) => set({ unit: event.currentTarget.value as Draft['unit'] })}
      />
      {draft.unit === 'block' && (
        <>
          <NumberInput
            label={t('experiments.blockMinutes')}
            value={draft.blockMinutes}
            min={1}
            error={errorAt(errors, 'block/lengthMs')}
            onChange={(value) => set({ blockMinutes: Number(value) })}
          />
          <NumberInput
            label={t('experiments.washoutMinutes')}
            value={draft.washoutMinutes}
            min={0}
            error={errorAt(errors, 'block/washoutMs')}
            onChange={(value) => set({ washoutMinutes: Number(value) })}
          />
        </>
      )}
      <TextInput
        label={t('experiments.layer')}
        value={draft.layer}
        maxLength={60}
        error={errorAt(errors, 'layer')}
        onChange={(event) => set({ layer: event.currentTarget.value })}
      />
      <NumberInput
        label={t('experiments.layerShare')}
        value={draft.sharePercent}
        min={0}
        max={100}
        suffix=" %"
        error={errorAt(errors, 'shareBps')}
        onChange={(value) => set({ sharePercent: Number(value) })}
      />
      <FlagChoice draft={draft} set={set} errors={errors} />
    </div>
  )
}

function FlagChoice({ draft, set }: Fields): ReactNode {
  const { t } = useTranslation('operator')
  const { data } = useGet('/v1/flags')
  const flags = (data?.items ?? []).map(({ flag, title }) => ({ value: flag, label: title }))
  const choose = (flag: string): void => {
    const variants = Object.keys(data?.items.find((one) => one.flag === flag)?.variants ?? {})
    const arms = variants.map((name) => ({ name, weight: 50 }))
    set({ flag, ...(arms.length > 1 ? { arms } : {}) })
  }
  return (
    <NativeSelect
      label={t('experiments.drives')}
      value={draft.flag}
      data={[{ value: '', label: t('experiments.nothing') }, ...flags]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  )
}

function Ramp({ draft, set, errors }: Fields): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <>
      <div className={css.pair}>
        <NativeSelect
          label={t('experiments.ramp')}
          value={draft.ramp}
          data={(['careful', 'whole'] as const).map((value) => ({ value, label: t(`experiments.ramps.${value}`) }))}
          onChange={(event) => set({ ramp: event.currentTarget.value as Draft['ramp'] })}
        />
        <NumberInput
          label={t('experiments.days')}
          value={draft.plannedDays}
          min={0}
          max={366}
          error={errorAt(errors, 'plannedDays')}
          onChange={(value) => set({ plannedDays: Number(value) })}
        />
      </div>
      {draft.ramp === 'careful' && (
        <Checkbox
          label={t('experiments.automaticField')}
          checked={draft.isAutomatic}
          onChange={(event) => set({ isAutomatic: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
