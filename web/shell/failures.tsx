import { Button } from '@mantine/core'
import { IconCompassOff, IconMoodSad } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, isRouteErrorResponse, useRouteError } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemState } from '#kit/problem'
import { ApiProblem } from '../api.ts'
import { useHead } from '../head.ts'

/** An address that nobody has given to a screen. */
export function NotFoundScreen(): ReactNode {
  const { t } = useTranslation('shell')
  useHead({ title: t('failure.gone'), isPrivate: true, status: 404 })
  return (
    <EmptyState icon={IconCompassOff} title={t('failure.gone')} text={t('failure.goneHint')}>
      <Button component={Link} to="/">
        {t('failure.home')}
      </Button>
    </EmptyState>
  )
}

/** A new version of the app has other files: a page that was open long asks for one that is no more. */
function isOldPage(error: unknown): boolean {
  return error instanceof TypeError && /import|module/i.test(error.message)
}

/** What a screen shows that has failed: the problem's own words, and a way on. */
export function ScreenError(): ReactNode {
  const { t } = useTranslation('shell')
  const error = useRouteError()
  const isOld = isOldPage(error)
  useEffect(() => {
    if (!isOld || sessionStorage.getItem('lakeside.reloaded') === location.href) return
    sessionStorage.setItem('lakeside.reloaded', location.href) // once: a file that is truly missing must not loop
    location.reload()
  }, [isOld])
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundScreen />
  if (error instanceof ApiProblem) return <ProblemState problem={error} again={() => location.reload()} />
  return (
    <EmptyState icon={IconMoodSad} title={t('failure.ours')} text={error instanceof Error ? error.message : ''}>
      <Button onClick={() => location.reload()}>{t('failure.again')}</Button>
    </EmptyState>
  )
}
