import { Button } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSkeleton } from '#kit/skeletons'
import { useOpenAccount } from '#web/account'
import { useMe } from '#web/me'
import { EmptyState } from './empty-state.tsx'

/** Screens of those who run the town; with `grants` also of who holds one of them. The server decides in any case. */
export function OperatorsOnly({
  grants = [],
  children,
}: {
  grants?: readonly string[]
  children: ReactNode
}): ReactNode {
  const { t } = useTranslation('operator')
  const open = useOpenAccount()
  const me = useMe()
  if (me === undefined) return <PageSkeleton />
  if (me?.grants.some((grant) => grant === 'operator' || grants.includes(grant)) === true) return children
  return (
    <EmptyState icon={IconShieldLock} title={t('closed.title')} text={t('closed.hint')}>
      <Button onClick={open}>{t('closed.switch')}</Button>
    </EmptyState>
  )
}
