import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconDoorEnter, IconHomeCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { useHead } from '#web/head'
import { isOperator, useMe } from '#web/me'
import { takeSecret } from '#web/opened-link'
import { useIntention } from '#web/send'
import { noteSignedIn } from '#web/session'
import { Wizard } from './wizard.tsx'

/**
 * Where the link on the terminal leads: it signs in whoever opens it first, and works no more. The wizard goes on for
 * as long as that session does, whatever page is left or loaded anew.
 */
export function SetupScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('setup.title'), isPrivate: true })
  const [secret] = useState(takeSecret)
  return secret === undefined ? <Known /> : <Open secret={secret} />
}

/** Exchanges the link for a session, once. */
function Open({ secret }: { secret: string }): ReactNode {
  const api = useApi()
  const client = useQueryClient()
  const [isIn, setIn] = useState(false)
  const begun = useRef(false)
  const open = useIntention(async () => {
    await api.post('/v1/tokens/exchange', { body: { secret, session: 'cookie' } })
    noteSignedIn()
    await client.invalidateQueries()
    setIn(true)
  })
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void open.press()
  })
  if (isIn) return <Known />
  if (open.problem === undefined) return <PageSkeleton />
  return (
    <NoWayIn>
      <ProblemNote problem={open.problem} />
    </NoWayIn>
  )
}

/** For whoever came without a link that works. */
function NoWayIn({ children }: { children?: ReactNode }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <EmptyState icon={IconDoorEnter} title={t('setup.noWayIn')} text={t('setup.noWayInHint')}>
      {children}
      <code translate="no">node bin/lakeside.mjs setup-link</code>
      <Button component={Link} to="/sign-in" variant="default">
        {t('setup.signIn')}
      </Button>
    </EmptyState>
  )
}

function Known(): ReactNode {
  const me = useMe()
  if (me === undefined) return <PageSkeleton />
  return isOperator(me) ? <Begun /> : <NoWayIn />
}

function Begun(): ReactNode {
  const { t } = useTranslation('operator')
  const setup = useGet('/v1/town/setup', { retry: false, staleTime: 0 })
  const town = useGet('/v1/town', { staleTime: 0 })
  if (setup.error !== null && setup.error.status !== 404) return <ProblemState problem={setup.error} />
  const isOver = setup.error !== null || (setup.data !== undefined && setup.data.finishedAt !== null)
  if (isOver) {
    return (
      <EmptyState icon={IconHomeCheck} title={t('setup.over')} text={t('setup.overHint')}>
        <Button component={Link} to="/operator/settings">
          {t('settings.title')}
        </Button>
      </EmptyState>
    )
  }
  if (setup.data === undefined || town.data === undefined) return <PageSkeleton />
  return (
    <Page width="narrow">
      <Wizard setup={setup.data} town={town.data} />
    </Page>
  )
}
