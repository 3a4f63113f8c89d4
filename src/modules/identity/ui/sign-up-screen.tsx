import { Anchor, Button, Stack, TextInput } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { noteSignedIn } from '#web/session'
import { NewPasswordField } from './new-password-field.tsx'

/** Becoming somebody in this town. */
export function SignUpScreen(): ReactNode {
  const { t } = useTranslation('account')
  const [sentTo, setSentTo] = useState<string | undefined>(undefined)
  useHead({ title: t('signUp.title'), isPrivate: true })
  if (sentTo !== undefined) {
    return <EmptyState icon={IconMailCheck} title={t('signUp.sent')} text={t('signUp.sentHint', { email: sentTo })} />
  }
  return (
    <Page width="narrow">
      <PageTitle>{t('signUp.title')}</PageTitle>
      <Section>
        <SignUpForm onSent={setSentTo} />
        <p>
          <Anchor component={Link} to="/sign-in">
            {t('signUp.known')}
          </Anchor>
        </p>
      </Section>
    </Page>
  )
}

function SignUpForm({ onSent }: { onSent: (email: string) => void }): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signUp = useIntention(async (key: string) => {
    const { mustConfirm } = await api.post('/v1/auth/sign-up/email', { body: { name, email, password }, key })
    if (mustConfirm) return onSent(email)
    await api.post('/v1/auth/sign-in/email', { body: { email, password, session: 'cookie' } })
    noteSignedIn()
    await navigate('/', { replace: true })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void signUp.press()
  }
  const errors = signUp.problem?.errors ?? []
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('signUp.name')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          error={errorAt(errors, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
          value={email}
          error={errorAt(errors, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NewPasswordField
          label={t('signIn.password')}
          value={password}
          error={errorAt(errors, 'password')}
          onChange={setPassword}
        />
        <ProblemNote problem={signUp.problem} />
        <Button type="submit" size="md" loading={signUp.isPending}>
          {t('signUp.title')}
        </Button>
      </Stack>
    </form>
  )
}
