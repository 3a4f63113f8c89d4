import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote, ProblemState } from '#kit/problem'
import { SecretField } from '#kit/secret-field'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import type { FieldError } from '#web/problem'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { FillIn, type FormProps, FromEnvironment } from './fill-in.tsx'
import css from './forms.module.css'

type MailServer = Reply<'get', '/v1/mail/server'>

/** By what letters leave. What the environment names goes first, and is only shown. */
export function MailForm(props: FormProps): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/mail/server', { staleTime: 0 })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={3} />
  }
  if (data.source === 'environment') {
    const text = t('services.mailFromEnvironment', { host: data.server?.host ?? '', sender: data.sender })
    return (
      <FromEnvironment {...props} label={t('services.mail')} text={text}>
        <TestLetter />
      </FromEnvironment>
    )
  }
  return <Fields key={data.rev} state={data} {...props} />
}

function Fields({ state, onSaved, ...rest }: FormProps & { state: MailServer }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [host, setHost] = useState(state.server?.host ?? '')
  const [port, setPort] = useState(state.server?.port ?? 587)
  const [isSecure, setSecure] = useState(state.server?.isSecure ?? false)
  const [user, setUser] = useState(state.server?.user ?? '')
  const [password, setPassword] = useState('')
  const [sender, setSender] = useState(state.source === 'none' && state.rev === 0 ? '' : state.sender)
  const save = useIntention(async (key: string) => {
    const secret = password === '' ? {} : { password }
    const server = host.trim() === '' ? null : { host: host.trim(), port, isSecure, user, ...secret }
    await api.put('/v1/mail/server', { body: { rev: state.rev, server, sender: sender.trim() }, key })
    await client.invalidateQueries({ queryKey: ['/v1/mail/server'] })
    onSaved()
  })
  const errors = save.problem?.errors ?? []
  return (
    <FillIn
      {...rest}
      label={t('services.mail')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press()}
    >
      <div className={css.pair}>
        <TextInput
          label={t('services.host')}
          description={t('services.hostHint')}
          value={host}
          maxLength={255}
          error={errorAt(errors, 'host')}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        <NumberInput
          label={t('services.port')}
          description={t('services.portHint')}
          value={port}
          min={1}
          max={65_535}
          allowDecimal={false}
          error={errorAt(errors, 'port')}
          onChange={(value) => {
            setPort(Number(value))
            setSecure(Number(value) === 465)
          }}
        />
      </div>
      <Checkbox
        label={t('services.secure')}
        checked={isSecure}
        onChange={(event) => setSecure(event.currentTarget.checked)}
      />
      <Credentials
        user={user}
        password={password}
        hasPassword={state.server?.hasPassword === true}
        errors={errors}
        onUser={setUser}
        onPassword={setPassword}
      />
      <TextInput
        label={t('services.sender')}
        description={t('services.senderHint')}
        value={sender}
        maxLength={300}
        error={errorAt(errors, 'sender')}
        onChange={(event) => setSender(event.currentTarget.value)}
      />
      <TestLetter />
    </FillIn>
  )
}

type CredentialsProps = {
  user: string
  password: string
  hasPassword: boolean
  errors: readonly FieldError[]
  onUser: (user: string) => void
  onPassword: (password: string) => void
}

function Credentials({ user, password, hasPassword, errors, onUser, onPassword }: CredentialsProps): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <div className={css.pair}>
      <TextInput
        label={t('services.user')}
        autoComplete="off"
        value={user}
        maxLength={300}
        error={errorAt(errors, 'user')}
        onChange={(event) => onUser(event.currentTarget.value)}
      />
      <SecretField
        label={t('services.password')}
        description={hasPassword ? t('services.passwordKept') : undefined}
        autoComplete="off"
        value={password}
        maxLength={500}
        error={errorAt(errors, 'password')}
        onChange={onPassword}
      />
    </div>
  )
}

/** What became of a letter is looked at again after so long, ms. */
const againMs = 1_000

/** Writes a letter by what is saved, and says what became of it. */
function TestLetter(): ReactNode {
  const { t, i18n } = useTranslation('operator')
  const api = useApi()
  const [to, setTo] = useState('')
  const [sent, setSent] = useState<{ id: string; to: string } | undefined>(undefined)
  const send = useIntention(async (key: string) => {
    const language = i18n.language === 'zh' ? 'zh' : 'en'
    const { id } = await api.post('/v1/mail/test', { body: { to: to.trim(), language }, key })
    setSent({ id, to: to.trim() })
  })
  return (
    <div className={css.group}>
      <TextInput
        label={t('services.testTo')}
        description={t('services.testHint')}
        type="email"
        value={to}
        error={errorAt(send.problem?.errors ?? [], 'to')}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button
          variant="default"
          disabled={to.trim() === ''}
          loading={send.isPending}
          onClick={() => void send.press()}
        >
          {t('services.test')}
        </Button>
      </div>
      <ProblemNote problem={send.problem} />
      {sent !== undefined && <Outcome {...sent} />}
    </div>
  )
}

function Outcome({ id, to }: { id: string; to: string }): ReactNode {
  const { t } = useTranslation('operator')
  const { data } = useGet('/v1/mail', { query: { to, limit: 10 }, refetchInterval: againMs })
  const letter = data?.items.find((one) => one.id === id)
  return (
    <p className={css.said} role="status">
      {letter === undefined ? t('letters.waiting') : t(`letters.${letter.status}`)}
      {letter?.error !== null && letter !== undefined && `: ${letter.error}`}
    </p>
  )
}
