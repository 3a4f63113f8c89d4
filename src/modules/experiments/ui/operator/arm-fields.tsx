import { Button, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#web/problem'
import { errorAt } from './draft.ts'
import type { Draft } from './draft.ts'
import css from './experiments.module.css'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void; errors: ApiProblem['errors'] }

const armsMost = 10

/** The arms and their weights; the first is the control. */
export function ArmFields({ draft: { arms, flag }, set, errors }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const change = (index: number, part: Partial<Draft['arms'][number]>): void =>
    set({ arms: arms.map((arm, at) => (at === index ? { ...arm, ...part } : arm)) })
  return (
    <fieldset className={css.part}>
      <legend>{t('experiments.arms')}</legend>
      {arms.map(({ name, weight }, index) => (
        <div key={index} className={css.pair}>
          <TextInput
            label={index === 0 ? t('experiments.control') : t('experiments.armNumber', { number: index })}
            value={name}
            maxLength={40}
            disabled={flag !== ''}
            error={errorAt(errors, `arms/${index}/name`)}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <NumberInput
            label={t('experiments.weight')}
            value={weight}
            min={0}
            error={errorAt(errors, `arms/${index}/weight`)}
            onChange={(value) => change(index, { weight: Number(value) })}
          />
        </div>
      ))}
      {flag === '' && (
        <div className={css.buttons}>
          <Button
            variant="light"
            size="xs"
            disabled={arms.length >= armsMost}
            onClick={() => set({ arms: [...arms, { name: `arm-${arms.length}`, weight: 50 }] })}
          >
            {t('experiments.addArm')}
          </Button>
          {arms.length > 2 && (
            <Button variant="subtle" size="xs" onClick={() => set({ arms: arms.slice(0, -1) })}>
              {t('experiments.removeArm')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}
