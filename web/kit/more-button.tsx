import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { More } from '#web/pages'

/** Below a list that goes on: reads its next page. */
export function MoreButton({ pages }: { pages: More }): ReactNode {
  const { t } = useTranslation('shell')
  if (!pages.hasMore) return null
  return (
    <Button variant="default" loading={pages.isLoadingMore} onClick={pages.more}>
      {t('showMore')}
    </Button>
  )
}
