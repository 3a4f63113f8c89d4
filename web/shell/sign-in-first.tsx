import { Button } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { PageSkeleton } from '#kit/skeletons'
import { useHead } from '../head.ts'
import { useMe } from '../me.ts'
import { useOpenAccount } from '../account.ts'

/** What a visitor sees where only somebody known may look. */
export function SignInFirst({ children }: { children: ReactNode }): ReactNode {
  const me = useMe()
  if (me === undefined) return <PageSkeleton />
  return me === null ? <Please /> : children
}

function Please(): ReactNode {
  const { t } = useTranslation('shell')
  const open = useOpenAccount()
  useHead({ title: t('signIn.title'), isPrivate: true })
  return (
    <EmptyState icon={IconUserCircle} title={t('signIn.needed')} text={t('signIn.neededHint')}>
      <Button onClick={open}>{t('signIn.title')}</Button>
    </EmptyState>
  )
}
