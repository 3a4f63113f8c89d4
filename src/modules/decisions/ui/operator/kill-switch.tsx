import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPower } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { useApi } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'

/** Returns a point, or `all`, to its safe default within a second; taken back as quickly. */
export function KillSwitch({ point, isOff }: { point: string; isOff: boolean }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const put = async (next: boolean): Promise<void> => {
    await api.put('/v1/decisions/switches/{point}', { path: { point }, body: { isOff: next } })
    await client.invalidateQueries()
  }
  const turn = useIntention(async (_key: string, next: boolean) => {
    await put(next)
    const off = point === 'all' ? t('loops.killedAll') : t('loops.killed')
    toast(next ? off : t('loops.revived'), { undo: () => void put(!next) })
  })
  const words = point === 'all' ? (['loops.killAllOff', 'loops.killAll'] as const) : (['loops.killOff', 'loops.killOn'] as const) // prettier-ignore
  return (
    <>
      <Button
        variant={isOff ? 'filled' : 'default'}
        leftSection={isOff ? <IconPlayerPlay size={18} aria-hidden /> : <IconPower size={18} aria-hidden />}
        loading={turn.isPending}
        onClick={() => void turn.press(!isOff)}
        title={t('loops.killHint')}
      >
        {t(isOff ? words[0] : words[1])}
      </Button>
      <ProblemNote problem={turn.problem} />
    </>
  )
}
