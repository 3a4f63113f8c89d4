import { Switch } from '@mantine/core'
import '@mantine/core/styles/Switch.css'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { useApi } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'

type Props = { business: string; title: string; isOn: boolean }

/** On or off for new orders; those that run go on. What was pressed shows at once and can be taken back. */
export function BusinessSwitch({ business, title, isOn }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [wanted, setWanted] = useState<boolean | undefined>(undefined)
  const send = useIntention(async (key: string, next: boolean) => {
    await api.post('/v1/businesses/{name}/switch', { path: { name: business }, body: { isOn: next }, key })
    return true
  })
  async function turn(next: boolean): Promise<void> {
    setWanted(next)
    if ((await send.press(next)) === undefined) {
      setWanted(undefined)
      return
    }
    toast(t(next ? 'businesses.nowOn' : 'businesses.nowOff', { title }), { undo: () => void turn(!next) })
    // The list may be answered from a cache for a moment: what was said stands until it follows.
    await client.invalidateQueries({ queryKey: ['/v1/businesses'] })
    await client.invalidateQueries({ queryKey: ['/v1/businesses/{name}'] })
  }
  const shown = wanted ?? isOn
  return (
    <>
      <Switch
        checked={shown}
        onChange={(event) => void turn(event.currentTarget.checked)}
        aria-label={t('businesses.switch', { title })}
        label={shown ? t('businesses.on') : t('businesses.off')}
      />
      <ProblemNote problem={send.problem} />
    </>
  )
}
