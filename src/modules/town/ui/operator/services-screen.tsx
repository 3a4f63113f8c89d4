import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { useGet } from '#web/api'
import { toast } from '#web/toast'
import { MailForm } from './mail-form.tsx'
import { ProviderForm } from './provider-form.tsx'

/** Whom the town needs outside: a mail server and a payment provider. */
export function ServicesScreen(): ReactNode {
  const { t } = useTranslation('operator')
  const form = { submitText: t('settings.save'), onSaved: () => toast(t('settings.saved')) }
  return (
    <SettingsPage title={t('services.title')} hint={t('services.hint')}>
      <Columns>
        <Section title={t('services.mail')}>
          <MailForm {...form} />
        </Section>
        <Section title={t('services.provider')}>
          <ProviderState />
          <ProviderForm {...form} />
        </Section>
      </Columns>
    </SettingsPage>
  )
}

const providers = ['sandbox', 'stripe', 'none'] as const

function ProviderState(): ReactNode {
  const { t } = useTranslation('operator')
  const { data } = useGet('/v1/payments/provider')
  if (data === undefined) return null
  const nameOf = (provider: string): string => {
    const known = providers.find((one) => one === provider)
    return known === undefined ? provider : t(`services.is.${known}`)
  }
  return <DataRows rows={[[t('services.now'), nameOf(data.active)]]} />
}
