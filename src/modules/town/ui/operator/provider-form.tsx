import { Radio } from '@mantine/core'
import '@mantine/core/styles/Radio.css'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemState } from '#kit/problem'
import { SecretField } from '#kit/secret-field'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { useTown } from '#web/town'
import { FillIn, type FormProps, FromEnvironment } from './fill-in.tsx'
import css from './forms.module.css'

type Provider = Reply<'get', '/v1/payments/provider'>

/** Who moves the money. Keys go in and never come out. */
export function ProviderForm(props: FormProps): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/payments/provider', { staleTime: 0 })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={3} />
  }
  if (data.source === 'environment') {
    return <FromEnvironment {...props} label={t('services.provider')} text={t('services.providerFromEnvironment')} />
  }
  return <Fields key={data.rev} state={data} {...props} />
}

function Fields({ state, onSaved, ...rest }: FormProps & { state: Provider }): ReactNode {
  const { t } = useTranslation('operator')
  const { isSandbox } = useTown()
  const api = useApi()
  const client = useQueryClient()
  const [isStripe, setStripe] = useState(state.source === 'settings')
  const [secretKey, setSecretKey] = useState('')
  const [webhookSecret, setWebhookSecret] = useState('')
  const isKept = isStripe && state.source === 'settings' && secretKey === '' && webhookSecret === ''
  const save = useIntention(async (key: string) => {
    const isSame = isKept || (!isStripe && state.source === 'none')
    const keys = isStripe ? { secretKey: secretKey.trim(), webhookSecret: webhookSecret.trim() } : null
    if (!isSame) await api.put('/v1/payments/provider', { body: { rev: state.rev, keys }, key })
    await client.invalidateQueries({ queryKey: ['/v1/payments/provider'] })
    onSaved()
  })
  const errors = save.problem?.errors ?? []
  return (
    <FillIn
      {...rest}
      label={t('services.provider')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press()}
    >
      <fieldset className={css.group}>
        <legend>{t('services.providerWho')}</legend>
        <Radio
          name="provider"
          label={t(isSandbox ? 'services.sandbox' : 'services.noProvider')}
          checked={!isStripe}
          onChange={() => setStripe(false)}
        />
        <Radio name="provider" label={t('services.stripe')} checked={isStripe} onChange={() => setStripe(true)} />
      </fieldset>
      {isStripe && (
        <>
          <SecretField
            label={t('services.secretKey')}
            description={
              state.keyHint === null
                ? t(isSandbox ? 'services.testKey' : 'services.liveKey')
                : t('services.keyKept', { hint: state.keyHint })
            }
            autoComplete="off"
            value={secretKey}
            error={errorAt(errors, 'secretKey')}
            onChange={setSecretKey}
          />
          <SecretField
            label={t('services.webhookSecret')}
            description={t('services.webhookHint', { url: state.webhookUrl })}
            autoComplete="off"
            value={webhookSecret}
            error={errorAt(errors, 'webhookSecret')}
            onChange={setWebhookSecret}
          />
        </>
      )}
    </FillIn>
  )
}
