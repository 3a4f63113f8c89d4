import { Avatar, Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pictureUrl } from '#kit/picture'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import type { Me } from '#web/me'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Invitations } from './invitations.tsx'
import css from './shop.module.css'

type Member = Reply<'get', '/v1/members'>['items'][number]
/** What a member may do. */
export type Role = Member['role']

const roles: readonly Role[] = ['owner', 'manager', 'staff', 'viewer']

/** Roles that somebody of a role may give and take, as the town's policy says. */
export function rolesBelow(role: Role | undefined): readonly Role[] {
  if (role === 'owner') return roles
  return role === 'manager' ? ['staff', 'viewer'] : []
}

/** Who works in the shop, what they may do, and how others come in. */
export function Team({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation('seller')
  const { data, error } = useGet('/v1/members')
  const given = rolesBelow(me.role)
  return (
    <>
      <Section title={t('team.title')}>
        <ProblemNote problem={error} />
        {data === undefined && error === null && <RowSkeletons count={2} />}
        <ul className={css.members}>
          {data?.items.map((member) => (
            <One key={member.person} member={member} given={given} isMe={member.person === me.user} />
          ))}
        </ul>
        <dl className={css.roles}>
          {roles.map((role) => (
            <div key={role}>
              <dt>{t(`team.role.${role}`)}</dt>
              <dd>{t(`team.may.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {given.length > 0 && <Invitations given={given} />}
    </>
  )
}

type OneProps = { member: Member; given: readonly Role[]; isMe: boolean }

function One({ member, given, isMe }: OneProps): ReactNode {
  const { t } = useTranslation(['seller', 'shell'])
  const { day } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const { person, name, picture, role, joinedAt } = member
  const [isAsked, setAsked] = useState(false)
  const isManaged = given.includes(role) && !isMe
  const refresh = async (): Promise<void> => client.invalidateQueries()
  const change = useIntention(async (key: string, next: Role) => {
    await api.put('/v1/members/{person}', { path: { person }, body: { role: next }, key })
    toast(t('team.changed', { name, role: t(`team.role.${next}`) }), {
      undo: () =>
        void api.put('/v1/members/{person}', { path: { person }, body: { role } }).then(async () => refresh()),
    })
    await refresh()
  })
  const remove = useIntention(async (key: string) => {
    await api.delete('/v1/members/{person}', { path: { person }, key })
    toast(t('team.removed', { name }))
    await refresh()
  })
  return (
    <li>
      <Avatar src={picture === null ? null : pictureUrl(picture)} name={name} size={40} alt="" />
      <span className={css.who}>
        <strong>{isMe ? `${name} (${t('shell:you')})` : name}</strong>
        <span>{t('team.since', { day: day(joinedAt) })}</span>
      </span>
      {isManaged ? (
        <NativeSelect
          size="sm"
          aria-label={t('team.roleOf', { name })}
          value={role}
          onChange={(event) => void change.press(roles.find((one) => one === event.currentTarget.value) ?? role)}
          data={given.map((value) => ({ value, label: t(`team.role.${value}`) }))}
        />
      ) : (
        <span>{t(`team.role.${role}`)}</span>
      )}
      {isManaged && !isAsked && (
        <Button variant="subtle" size="sm" onClick={() => setAsked(true)}>
          {t('team.remove')}
        </Button>
      )}
      {isAsked && (
        <span className={css.buttons} role="group" aria-label={t('team.sure', { name })}>
          <span>{t('team.sure', { name })}</span>
          <Button size="sm" loading={remove.isPending} onClick={() => void remove.press()}>
            {t('team.removeYes')}
          </Button>
          <Button size="sm" variant="default" onClick={() => setAsked(false)}>
            {t('cancel')}
          </Button>
        </span>
      )}
      <ProblemNote problem={change.problem ?? remove.problem} />
    </li>
  )
}
