import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }

/** Below a list that goes on: reads its next page. */
export function MoreButton({ pages }: { pages: Pages }): ReactNode {
  const { t } = useTranslation('shell')
  if (!pages.hasNextPage) return null
  return (
    <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {t('showMore')}
    </Button>
  )
}
