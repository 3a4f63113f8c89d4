import { Button, Group, Textarea } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { type Intention, useIntention } from '#web/send'
import { lookAs } from '#web/session'
import { toast } from '#web/toast'
import type { Standing } from './parties-screen.tsx'
import css from './parties.module.css'
import { useRefreshParties } from './refresh-parties.ts'

type Props = { party: Standing }

/** In or out: both with a reason, both on record. */
export function Letting({ party: { id, name, isSuspended } }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const refresh = useRefreshParties()
  const change = useIntention(async (key: string, reason: string) => {
    const sent = { path: { id }, body: { reason }, key }
    await (isSuspended ? api.post('/v1/parties/{id}/restore', sent) : api.post('/v1/parties/{id}/suspend', sent))
    toast(t(isSuspended ? 'parties.isIn' : 'parties.isOut', { name }))
    await refresh()
  })
  const word = isSuspended ? 'restore' : 'suspend'
  return (
    <Section title={t('parties.letting')}>
      <p>{t(isSuspended ? 'parties.suspendedHint' : 'parties.admittedHint')}</p>
      <WithText intention={change} label={t('parties.reason')} press={t(`parties.${word}`)} isGrave={!isSuspended} />
    </Section>
  )
}

/** Who a party is, seen by whoever runs the town; the note stays with them. */
export function Verification({ party: { id, name, verifiedAt, verifiedNote } }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const { day } = useFormat()
  const api = useApi()
  const refresh = useRefreshParties()
  const verify = useIntention(async (key: string, note: string) => {
    await api.put('/v1/parties/{id}/verification', { path: { id }, body: { note }, key })
    toast(t('parties.isVerified', { name }))
    await refresh()
  })
  const takeBack = useIntention(async (key: string) => {
    await api.delete('/v1/parties/{id}/verification', { path: { id }, key })
    toast(t('parties.isUnverified', { name }))
    await refresh()
  })
  return (
    <Section title={t('parties.verification')}>
      {verifiedAt === null ? (
        <>
          <p>{t('parties.verifyHint')}</p>
          <WithText intention={verify} label={t('parties.seen')} press={t('parties.verify')} />
        </>
      ) : (
        <>
          <p>{t('parties.verifiedSince', { day: day(verifiedAt) })}</p>
          {verifiedNote !== null && <p className={css.quiet}>{verifiedNote}</p>}
          <ProblemNote problem={takeBack.problem} />
          <Group justify="flex-end">
            <Button variant="default" loading={takeBack.isPending} onClick={() => void takeBack.press()}>
              {t('parties.unverify')}
            </Button>
          </Group>
        </>
      )}
    </Section>
  )
}

/** The town as a party sees it, for an hour, reading only. */
export function ViewAs({ party: { id, name } }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const look = useIntention(async (key: string, reason: string) => {
    const { token } = await api.post('/v1/parties/{id}/view', { path: { id }, body: { reason }, key })
    if (token === undefined) return
    lookAs({ token, party: id, name })
    location.assign('/') // a new page: nothing of one's own stays in memory
  })
  return (
    <Section title={t('parties.view')}>
      <p>{t('parties.viewHint')}</p>
      <WithText
        intention={look}
        label={t('parties.reason')}
        press={t('parties.viewAs', { name })}
        icon={<IconEye size={18} />}
      />
    </Section>
  )
}

type TextProps = {
  intention: Intention<void, [string]>
  label: string
  press: string
  isGrave?: boolean
  icon?: ReactNode
}

/** A text that is needed, and a button; what was typed stays when it is refused. */
function WithText({ intention, label, press, isGrave = false, icon }: TextProps): ReactNode {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const [isTried, setTried] = useState(false)
  const isMissing = text.trim() === ''
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (!isMissing) void intention.press(text.trim())
  }
  return (
    <form onSubmit={submit} noValidate className={css.form} aria-label={press}>
      <Textarea
        label={label}
        value={text}
        maxLength={500}
        required
        error={isTried && isMissing ? t('form.required') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          intention.clear()
        }}
      />
      <ProblemNote problem={intention.problem} />
      <Group justify="flex-end">
        <Button type="submit" variant={isGrave ? 'outline' : 'filled'} leftSection={icon} loading={intention.isPending}>
          {press}
        </Button>
      </Group>
    </form>
  )
}
