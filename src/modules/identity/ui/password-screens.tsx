import { Button, Stack, TextInput } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { takeSecret } from '#web/opened-link'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { NewPasswordField } from './new-password-field.tsx'

/** Asking for a letter with a link to a new password. */
export function ForgotScreen(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const [email, setEmail] = useState('')
  const [isSent, setSent] = useState(false)
  useHead({ title: t('forgot.title'), isPrivate: true })
  const ask = useIntention(async (key: string) => {
    await api.post('/v1/auth/request-password-reset', { body: { email }, key })
    setSent(true)
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void ask.press()
  }
  if (isSent) return <EmptyState icon={IconMailCheck} title={t('forgot.sent')} text={t('forgot.sentHint', { email })} />
  return (
    <Page width="narrow">
      <PageTitle>{t('forgot.title')}</PageTitle>
      <Section>
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="email"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <ProblemNote problem={ask.problem} />
            <Button type="submit" size="md" loading={ask.isPending}>
              {t('forgot.send')}
            </Button>
          </Stack>
        </form>
      </Section>
    </Page>
  )
}

/** Choosing a new password with the link of the letter. */
export function ResetScreen(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  const [token] = useState(takeSecret)
  const [newPassword, setNewPassword] = useState('')
  useHead({ title: t('reset.title'), isPrivate: true })
  const reset = useIntention(async (key: string) => {
    await api.post('/v1/auth/reset-password', { body: { token: token ?? '', newPassword }, key })
    toast(t('reset.done'))
    await navigate('/sign-in', { replace: true })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void reset.press()
  }
  return (
    <Page width="narrow">
      <PageTitle>{t('reset.title')}</PageTitle>
      <Section>
        <form onSubmit={submit}>
          <Stack>
            <NewPasswordField
              label={t('reset.password')}
              value={newPassword}
              error={errorAt(reset.problem?.errors ?? [], 'newPassword')}
              onChange={setNewPassword}
            />
            <ProblemNote problem={reset.problem} />
            <Button type="submit" size="md" loading={reset.isPending}>
              {t('reset.save')}
            </Button>
          </Stack>
        </form>
      </Section>
    </Page>
  )
}
