import { Button, NativeSelect } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { useTown } from '#web/town'
import { useLoopFormat, type WholeLoop } from './loop-words.tsx'
import css from './loops.module.css'

type Found = Reply<'post', '/v1/decisions/points/{point}/replay'>

const weekMs = 7 * 86_400_000

/** Decides the log of the last week again with another policy. */
export function LoopReplay({ loop: { point, policies } }: { loop: WholeLoop }): ReactNode {
  const { t } = useTranslation('operator')
  const { aheadMs } = useTown()
  const api = useApi()
  const [chosen, setChosen] = useState('')
  const [found, setFound] = useState<Found | undefined>(undefined)
  const choices = policies.map(({ policy, version }) => ({
    value: `${policy} ${version}`,
    label: `${policy} ${version}`,
  }))
  const wanted = policies.find(({ policy, version }) => `${policy} ${version}` === chosen) ?? policies[0]
  const replay = useIntention(async (key: string) => {
    if (wanted === undefined) return
    const since = new Date(Date.now() + aheadMs - weekMs).toISOString()
    const body = { policy: wanted.policy, version: wanted.version, since }
    setFound(undefined)
    setFound(await api.post('/v1/decisions/points/{point}/replay', { path: { point }, body, key }))
  })
  if (choices.length === 0) return null
  return (
    <Section title={t('loops.replay')}>
      <p className={css.quiet}>{t('loops.replayHint')}</p>
      <div className={css.filters}>
        <NativeSelect
          label={t('loops.replayPolicy')}
          value={chosen === '' ? choices[0]?.value : chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={choices}
        />
        <Button variant="default" loading={replay.isPending} onClick={() => void replay.press()}>
          {t('loops.replayDo')}
        </Button>
      </div>
      <ProblemNote problem={replay.problem} />
      <div role="status">{found !== undefined && <Estimate found={found} />}</div>
    </Section>
  )
}

function Estimate({ found }: { found: Found }): ReactNode {
  const { t } = useTranslation('operator')
  const { number } = useFormat()
  const { value } = useLoopFormat()
  const words = {
    value: value(found.value), low: value(found.low), high: value(found.high), logged: value(found.loggedValue),
    count: number(found.decisions),
  } // prettier-ignore
  return (
    <>
      <p>
        <strong>
          {found.policy} {found.version}
        </strong>
        : {t('loops.replayFound', words as unknown as { count: number })}
      </p>
      {found.warnings.map((warning) => (
        <p key={warning} className={css.buttons}>
          <IconAlertTriangle size={18} aria-hidden />
          {t('loops.replayWarning', { warning })}
        </p>
      ))}
    </>
  )
}
