import { IconBuildingStore } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { TextLink } from '#kit/text-link'
import { useHead } from '../head.ts'

/** What visitors see of a town that is still being set up. */
export function NotOpenYet(): ReactNode {
  const { t } = useTranslation('shell')
  useHead({ title: t('notOpen.title'), isPrivate: true })
  return (
    <EmptyState icon={IconBuildingStore} title={t('notOpen.title')} text={t('notOpen.text')}>
      <TextLink to="/sign-in">{t('notOpen.signIn')}</TextLink>
    </EmptyState>
  )
}
