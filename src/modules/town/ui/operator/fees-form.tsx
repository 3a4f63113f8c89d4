import { Radio } from '@mantine/core'
import '@mantine/core/styles/Radio.css'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { FillIn, type FormProps } from './fill-in.tsx'
import css from './forms.module.css'

/** What a market may take of a sale to begin with, in 1/100 %. */
const presets = [0, 300, 500, 800] as const

/** The first fee of the market. Everything finer is set on the screen of the fees, later. */
export function FeesForm({ onSaved, ...rest }: FormProps): ReactNode {
  const { t } = useTranslation('operator')
  const { share } = useFormat()
  const api = useApi()
  const [bps, setBps] = useState(0)
  const save = useIntention(async (key: string) => {
    const rates = { commissionBps: bps }
    await api.post('/v1/businesses/{name}/tariffs', { path: { name: 'market' }, body: { rates }, key })
    onSaved()
  })
  return (
    <FillIn
      {...rest}
      label={t('setup.fees')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press()}
    >
      <fieldset className={css.group}>
        <legend>{t('setup.feesOf')}</legend>
        {presets.map((preset) => (
          <Radio
            key={preset}
            name="commission"
            label={preset === 0 ? t('setup.noFee') : t('setup.someFee', { share: share(preset) })}
            checked={bps === preset}
            onChange={() => setBps(preset)}
          />
        ))}
      </fieldset>
    </FillIn>
  )
}
