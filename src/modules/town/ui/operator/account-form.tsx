import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { SecretField } from '#kit/secret-field'
import { useApi } from '#web/api'
import { hasPasskeys, registerPasskey } from '#web/passkeys'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { FillIn, type FormProps } from './fill-in.tsx'
import css from './forms.module.css'

/** How the operator comes in from now on: the link that brought them here works no more. */
export function AccountForm({ onSaved, ...rest }: FormProps): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const open = useIntention(async (key: string) => {
    await api.post('/v1/me/account', { body: { name, email, password }, key })
    onSaved()
  })
  const passkey = useIntention(async (key: string) => {
    await registerPasskey(api, key)
    onSaved()
  })
  const errors = open.problem?.errors ?? []
  return (
    <>
      <FillIn
        {...rest}
        label={t('setup.you')}
        isPending={open.isPending}
        problem={open.problem}
        onSubmit={() => void open.press()}
      >
        <TextInput
          label={t('setup.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          error={errorAt(errors, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('setup.email')}
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
          maxLength={254}
          value={email}
          error={errorAt(errors, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <SecretField
          label={t('setup.password')}
          description={t('setup.passwordHint')}
          autoComplete="new-password"
          required
          maxLength={128}
          value={password}
          error={errorAt(errors, 'password')}
          onChange={setPassword}
        />
      </FillIn>
      <div className={css.form}>
        <p className={css.quiet}>{t('setup.passkeyHint')}</p>
        <ProblemNote problem={passkey.problem} />
        <div className={css.buttons}>
          <Button
            variant="default"
            disabled={!hasPasskeys()}
            loading={passkey.isPending}
            onClick={() => void passkey.press()}
          >
            {t('setup.passkey')}
          </Button>
        </div>
      </div>
    </>
  )
}
