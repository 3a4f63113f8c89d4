import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from '#web/toast'
import css from './webhooks.module.css'

/** A secret that is shown once: to be copied now. */
export function SecretShown({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation('operator')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    toast(t('visitors.copied'))
  }
  return (
    <div role="status" className={css.form}>
      <p>{t('webhooks.once')}</p>
      <p className={css.secret}>{secret}</p>
      <Button variant="default" onClick={() => void copy()}>
        {t('visitors.copy')}
      </Button>
    </div>
  )
}
