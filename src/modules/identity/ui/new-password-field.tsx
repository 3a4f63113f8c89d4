import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SecretField } from '#kit/secret-field'

/** As many as the server asks for. */
const passwordMin = 8

type Props = { label: string; value: string; error: string | undefined; onChange: (value: string) => void }

/** Where somebody chooses a password. */
export function NewPasswordField(props: Props): ReactNode {
  const { t } = useTranslation('account')
  return (
    <SecretField
      {...props}
      description={t('signUp.passwordHint', { count: passwordMin })}
      autoComplete="new-password"
      required
      minLength={passwordMin}
      maxLength={128}
    />
  )
}
