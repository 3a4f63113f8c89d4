import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { currentView, lookAs } from '../session.ts'
import css from './viewing.module.css'

/** Says for as long as it lasts that one looks at the town as somebody else, and ends it. */
export function Viewing(): ReactNode {
  const { t } = useTranslation('shell')
  // The server knows no tab: the page is taken over as it came, then said whose eyes it is seen with.
  const isLooking = useSyncExternalStore(forNothing, isViewing, () => false)
  const view = isLooking ? currentView() : null
  if (view === null) return null
  const end = (): void => {
    lookAs(null)
    location.assign(`/operator/parties/${view.party}`) // a new page: nothing of the other's stays in memory
  }
  return (
    <div className={css.viewing} role="status">
      <IconEye size={20} aria-hidden />
      <span>{t('viewing.text', { name: view.name })}</span>
      <Button size="compact-sm" variant="white" color="dark" onClick={end}>
        {t('viewing.end')}
      </Button>
    </div>
  )
}

/** A view begins and ends with a page of its own. */
function forNothing(): () => void {
  return () => undefined
}

function isViewing(): boolean {
  return currentView() !== null
}
