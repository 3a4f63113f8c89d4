import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SubNav } from './sub-nav.tsx'

/** The operator's screens about money: they live in several modules. */
export function MoneyNav(): ReactNode {
  const { t } = useTranslation('operator')
  const places = [
    { to: '/operator/money', text: t('money.books') },
    { to: '/operator/money/checks', text: t('money.checks') },
    { to: '/operator/money/fees', text: t('money.fees') },
    { to: '/operator/money/invoices', text: t('money.invoices') },
  ]
  return <SubNav label={t('money.title')} places={places} />
}

/** The operator's settings: they live in several modules. */
export function SettingsNav(): ReactNode {
  const { t } = useTranslation('operator')
  const places = [
    { to: '/operator/settings', text: t('settings.town') },
    { to: '/operator/settings/services', text: t('services.short') },
    { to: '/operator/settings/backups', text: t('settings.backups') },
    { to: '/operator/settings/live', text: t('golive.title') },
    { to: '/operator/settings/searches', text: t('settings.searches') },
    { to: '/operator/settings/newcomers', text: t('settings.newcomers') },
    { to: '/operator/settings/webhooks', text: t('settings.webhooks') },
    { to: '/operator/settings/keys', text: t('settings.keys') },
    { to: '/operator/settings/mail', text: t('settings.mail') },
    { to: '/operator/settings/record', text: t('settings.record') },
  ]
  return <SubNav label={t('settings.title')} places={places} />
}
