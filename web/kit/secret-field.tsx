import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = Omit<PasswordInputProps, 'onChange' | 'visibilityToggleButtonProps' | 'withAsterisk'> & {
  onChange: (value: string) => void
}

/** A password or a key: hidden as it is typed, until one asks to see it. */
export function SecretField({ onChange, ...field }: Props): ReactNode {
  const { t } = useTranslation('shell')
  return (
    <PasswordInput
      {...field}
      withAsterisk={false}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
    />
  )
}
