import { Button } from '@mantine/core'
import { IconDoorEnter, IconMailCheck, IconUsers } from '@tabler/icons-react'
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote } from '#kit/problem'
import { PageSkeleton } from '#kit/skeletons'
import { useOpenAccount } from '#web/account'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { useMe } from '#web/me'
import { keepVisit, takeSecret } from '#web/opened-link'
import { useIntention } from '#web/send'
import { actFor, noteSignedIn } from '#web/session'
import { toast } from '#web/toast'

/** Pages that links of letters and of the terminal open. Each secret works once; the address no longer shows it. */

type OpenedProps = {
  icon: ComponentType<{ size?: number }>
  title: string
  work: (secret: string, key: string) => Promise<void>
}

/** Does what a link stands for as soon as its page is open. */
function Opened({ icon, title, work }: OpenedProps): ReactNode {
  const { t } = useTranslation('account')
  const [secret] = useState(takeSecret)
  const begun = useRef(false)
  const use = useIntention(async (key: string) => work(secret ?? '', key))
  useHead({ title, isPrivate: true })
  useEffect(() => {
    if (begun.current || secret === undefined) return
    begun.current = true
    void use.press()
  })
  if (secret !== undefined && use.problem === undefined) return <PageSkeleton />
  return (
    <EmptyState icon={icon} title={title} text={secret === undefined ? t('link.missing') : ''}>
      <ProblemNote problem={use.problem} />
      <Button component={Link} to="/">
        {t('link.home')}
      </Button>
    </EmptyState>
  )
}

/** The operator's first way in, and others' that were let in by the operator. */
export function WelcomeScreen(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  return (
    <Opened
      icon={IconDoorEnter}
      title={t('link.welcome')}
      work={async (secret) => {
        await api.post('/v1/tokens/exchange', { body: { secret, session: 'cookie' } })
        noteSignedIn()
        const { grants } = await api.get('/v1/me')
        toast(t('link.welcome'))
        await navigate(grants.includes('operator') ? '/operator' : '/', { replace: true })
      }}
    />
  )
}

/** Proves that an address is the reader's. */
export function VerifyScreen(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  return (
    <Opened
      icon={IconMailCheck}
      title={t('link.verify')}
      work={async (token, key) => {
        await api.post('/v1/auth/verify-email', { body: { token }, key })
        toast(t('link.verified'))
        await navigate('/sign-in', { replace: true })
      }}
    />
  )
}

/** A guest from elsewhere, who may be a persona of the sandbox for a while. */
export function VisitScreen(): ReactNode {
  const { t } = useTranslation('account')
  const navigate = useNavigate()
  const openAccount = useOpenAccount()
  return (
    <Opened
      icon={IconDoorEnter}
      title={t('link.visit')}
      work={async (secret) => {
        keepVisit(secret)
        await navigate('/', { replace: true })
        openAccount()
      }}
    />
  )
}

/** An invitation into the team of a shop: read before it is accepted. */
export function JoinScreen(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  const me = useMe()
  const openAccount = useOpenAccount()
  const [secret] = useState(takeSecret)
  useHead({ title: t('link.join'), isPrivate: true })
  const accept = useIntention(async (key: string) => {
    const { party } = await api.post('/v1/invitations/accept', { body: { secret: secret ?? '' }, key })
    actFor(party.id)
    toast(t('link.joined'))
    await navigate('/sell', { replace: true })
  })
  return (
    <EmptyState
      icon={IconUsers}
      title={t('link.join')}
      text={secret === undefined ? t('link.missing') : t('link.joinHint')}
    >
      <ProblemNote problem={accept.problem} />
      {secret !== undefined && (
        <Button loading={accept.isPending} onClick={() => (me === null ? openAccount() : void accept.press())}>
          {me === null ? t('signIn.title') : t('link.accept')}
        </Button>
      )}
    </EmptyState>
  )
}
