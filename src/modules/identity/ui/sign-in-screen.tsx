import { Anchor, Button, Divider, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/Divider.css'
import { IconFingerprint } from '@tabler/icons-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { SecretField } from '#kit/secret-field'
import { Page, PageTitle, Section } from '#kit/section'
import { useOpenAccount } from '#web/account'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { hasPasskeys, signInWithPasskey } from '#web/passkeys'
import { useIntention } from '#web/send'
import { noteSignedIn } from '#web/session'
import { useTown } from '#web/town'

/** Coming in: by passkey, by password, or in a sandbox as whoever one likes. */
export function SignInScreen(): ReactNode {
  const { t } = useTranslation('account')
  const { name, isSandbox } = useTown()
  const openAccount = useOpenAccount()
  useHead({ title: t('signIn.title'), isPrivate: true })
  return (
    <Page width="narrow">
      <PageTitle hint={t('signIn.hint', { name })}>{t('signIn.title')}</PageTitle>
      <Section>
        <PasskeySignIn />
        <Divider label={t('signIn.or')} />
        <PasswordSignIn />
      </Section>
      {isSandbox && (
        <Section title={t('signIn.sandbox')}>
          <p>{t('signIn.sandboxHint')}</p>
          <Button variant="light" onClick={openAccount}>
            {t('signIn.choosePerson')}
          </Button>
        </Section>
      )}
    </Page>
  )
}

/** Where somebody wanted to go when they were asked to sign in. */
function useArrive(): () => Promise<void> {
  const navigate = useNavigate()
  const [query] = useSearchParams()
  return async () => {
    noteSignedIn()
    const to = query.get('to') ?? '/'
    await navigate(to.startsWith('/') && !to.startsWith('//') ? to : '/', { replace: true })
  }
}

function PasskeySignIn(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const arrive = useArrive()
  const signIn = useIntention(async (key: string) => {
    await signInWithPasskey(api, key)
    await arrive()
  })
  return (
    <Stack gap="xs">
      <Button
        size="md"
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => void (hasPasskeys() && signIn.press())}
      >
        {t('signIn.passkey')}
      </Button>
      <ProblemNote problem={signIn.problem} />
    </Stack>
  )
}

function PasswordSignIn(): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const arrive = useArrive()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useIntention(async (key: string) => {
    await api.post('/v1/auth/sign-in/email', { body: { email, password, session: 'cookie' }, key })
    await arrive()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void signIn.press()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username webauthn"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <SecretField
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        <ProblemNote problem={signIn.problem} />
        <Button type="submit" size="md" variant="default" loading={signIn.isPending}>
          {t('signIn.title')}
        </Button>
        <p>
          <Anchor component={Link} to="/sign-up">
            {t('signIn.new')}
          </Anchor>
          {' · '}
          <Anchor component={Link} to="/forgot">
            {t('signIn.forgot')}
          </Anchor>
        </p>
      </Stack>
    </form>
  )
}
