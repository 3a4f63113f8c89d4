import { Button } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askWhere, standAt } from '#web/near'
import { toast } from '#web/toast'

/** Asks the browser for the place once it is pressed, and keeps it in this tab until it is pressed again. */
export function NearButton({ isOn, onChange }: { isOn: boolean; onChange?: (isOn: boolean) => void }): ReactNode {
  const { t } = useTranslation('buyer')
  const [isAsking, setAsking] = useState(false)
  const press = async (): Promise<void> => {
    if (isOn) {
      standAt(undefined)
      return onChange?.(false)
    }
    setAsking(true)
    const spot = await askWhere()
    setAsking(false)
    if (spot === undefined) return toast(t('search.notTold'))
    standAt(spot)
    onChange?.(true)
  }
  return (
    <Button
      variant={isOn ? 'filled' : 'default'}
      size="sm"
      aria-pressed={isOn}
      loading={isAsking}
      leftSection={<IconCurrentLocation size={18} aria-hidden />}
      onClick={() => void press()}
    >
      {t('search.nearMe')}
    </Button>
  )
}
