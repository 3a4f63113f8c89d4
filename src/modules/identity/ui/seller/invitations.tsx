import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import css from './shop.module.css'
import type { Role } from './team.tsx'

type Invitation = Reply<'get', '/v1/invitations'>['items'][number]

/** Asks others in: by a letter, or by a link that works once and is handed over. */
export function Invitations({ given }: { given: readonly Role[] }): ReactNode {
  const { t } = useTranslation('seller')
  const { data, error } = useGet('/v1/invitations')
  const open = (data?.items ?? []).filter(({ usedAt }) => usedAt === null)
  return (
    <Section title={t('invite.title')}>
      <Invite given={given} />
      <ProblemNote problem={error} />
      {open.length > 0 && (
        <ul className={css.members} aria-label={t('invite.open')}>
          {open.map((invitation) => (
            <One key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Invite({ given }: { given: readonly Role[] }): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const [role, setRole] = useState<Role>('staff')
  const [email, setEmail] = useState('')
  const [link, setLink] = useState<string | undefined>(undefined)
  const invite = useIntention(async (key: string) => {
    const address = email.trim()
    const body = { role, ...(address === '' ? {} : { email: address }) }
    const invited = await api.post('/v1/invitations', { body, key })
    setLink(invited.link)
    setEmail('')
    if (address !== '') toast(t('invite.sent', { email: address }))
    await client.invalidateQueries({ queryKey: ['/v1/invitations'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void invite.press()
  }
  return (
    <form className={css.invite} onSubmit={submit} noValidate aria-label={t('invite.title')}>
      <NativeSelect
        label={t('invite.as')}
        value={role}
        onChange={(event) => setRole(given.find((one) => one === event.currentTarget.value) ?? 'staff')}
        data={given.map((value) => ({ value, label: t(`team.role.${value}`) }))}
      />
      <TextInput
        type="email"
        label={t('invite.email')}
        value={email}
        error={errorAt(invite.problem?.errors ?? [], 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" loading={invite.isPending}>
        {t('invite.button')}
      </Button>
      <ProblemNote problem={invite.problem} />
      {link !== undefined && (
        <div className={css.link}>
          <TextInput
            readOnly
            label={t('invite.link')}
            description={t('invite.linkHint')}
            value={link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            variant="default"
            onClick={() => void navigator.clipboard.writeText(link).then(() => toast(t('invite.copied')))}
          >
            {t('invite.copy')}
          </Button>
        </div>
      )}
    </form>
  )
}

function One({ invitation: { id, role, email, expiresAt } }: { invitation: Invitation }): ReactNode {
  const { t } = useTranslation('seller')
  const { day } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const withdraw = useIntention(async (key: string) => {
    await api.delete('/v1/invitations/{id}', { path: { id }, key })
    toast(t('invite.withdrawn'))
    await client.invalidateQueries({ queryKey: ['/v1/invitations'] })
  })
  return (
    <li>
      <span className={css.who}>
        <strong>{email ?? t('invite.byLink')}</strong>
        <span>{t('invite.until', { role: t(`team.role.${role}`), day: day(expiresAt) })}</span>
      </span>
      <Button variant="subtle" size="sm" loading={withdraw.isPending} onClick={() => void withdraw.press()}>
        {t('invite.withdraw')}
      </Button>
      <ProblemNote problem={withdraw.problem} />
    </li>
  )
}
